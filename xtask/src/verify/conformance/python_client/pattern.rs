//! Random strings that match a pattern of a document. The Python client matches values against the
//! pattern from the start of the string and, unless the pattern ends with `$`, not to its end.

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::strings;

/// Returns a random string that matches the pattern, or an error if the pattern is not supported.
pub(super) fn random_match(pattern: &str, random: &mut Rng) -> Result<String, String> {
    let hir = regex_syntax::parse(pattern).map_err(|error| format!("invalid pattern {pattern:?}: {error}"))?;
    let anchored = hir.properties().look_set_suffix().contains(Look::End);
    let mut writer = Writer { plain: random.bool(), out: String::new(), random };
    writer.write(&hir)?;
    let Writer { mut out, plain, .. } = writer;
    if !anchored && !plain {
        out.push_str(&strings::non_empty(random));
    }
    Ok(out)
}

struct Writer<'r> {
    random: &'r mut Rng,
    /// Avoids characters for which differences are accepted, so that the requests must be equal.
    plain: bool,
    out: String,
}

impl Writer<'_> {
    fn write(&mut self, hir: &Hir) -> Result<(), String> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Ok(()),
            HirKind::Look(look) => Err(format!("pattern contains unsupported assertion {look:?}")),
            HirKind::Literal(literal) => {
                self.out.push_str(std::str::from_utf8(&literal.0).map_err(|error| error.to_string())?);
                Ok(())
            }
            HirKind::Class(class) => self.characters(class, 1, 1),
            HirKind::Repetition(repetition) => self.repeat(repetition),
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(choices) => match self.random.choice(choices) {
                Some(choice) => self.write(choice),
                None => Err("pattern contains an empty alternation".to_owned()),
            },
        }
    }

    fn repeat(&mut self, repetition: &Repetition) -> Result<(), String> {
        let least = repetition.min as usize;
        let most = repetition.max.map_or(usize::MAX, |max| max as usize);
        // Choose repeated characters together, because an escape consists of three.
        if let HirKind::Class(class) = repetition.sub.kind() {
            let non_empty = least > 0 || self.random.u8(..) < 220;
            return if non_empty { self.characters(class, least, most) } else { Ok(()) };
        }
        let count = self.random.usize(least..=most.min(least + 2));
        (0..count).try_for_each(|_| self.write(&repetition.sub))
    }

    fn characters(&mut self, class: &Class, least: usize, most: usize) -> Result<(), String> {
        let ranges: Vec<(char, char)> = match class {
            Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
            }
        };
        // Python and Rust, and their versions, disagree on the non-ASCII characters that `\w` and
        // `\d` match.
        let negated = ranges.last().is_some_and(|(_, to)| *to == char::MAX);
        let ranges: Vec<(char, char)> = ranges
            .into_iter()
            .filter(|(from, _)| negated || from.is_ascii())
            .map(|(from, to)| (from, if negated { to } else { to.min('\u{7f}') }))
            .flat_map(without_separators)
            .collect();
        let plain = self.plain;
        let allowed = |character| {
            ranges.iter().any(|(from, to)| (*from..=*to).contains(&character))
                && !(plain && matches!(character, '?' | '#' | '%'))
        };
        let mut text = match self.random.u8(..) {
            // Any characters of the class, chosen below.
            0..60 => String::new(),
            _ => strings::from_pieces(self.random, least, most, allowed),
        };
        // Characters that are not in any piece.
        while text.chars().count() < least.max(usize::from(text.is_empty())).min(most) {
            let (from, to) = self.random.choice(&ranges).copied().ok_or("pattern contains an empty character class")?;
            text.push(self.random.char(from..=to));
        }
        self.out.push_str(&text);
        Ok(())
    }
}

/// Removes U+001C to U+001F from a range, because Python includes them in `\s` and Unicode does
/// not.
fn without_separators((from, to): (char, char)) -> impl Iterator<Item = (char, char)> {
    let parts = [(from, to.min('\u{1b}')), (from.max('\u{20}'), to)];
    parts.into_iter().filter(|(from, to)| from <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str) -> Vec<String> {
        let mut random = Rng::with_seed(7);
        (0..300).map(|_| random_match(pattern, &mut random).expect("a match")).collect()
    }

    #[test]
    fn generates_segments_without_slashes() {
        let strings = matches("^projects/[^/]+/locations/[^/]+$");
        for string in &strings {
            let parts: Vec<&str> = string.split('/').collect();
            assert!(matches!(parts[..], ["projects", a, "locations", b] if !a.is_empty() && !b.is_empty()), "{string}");
        }
        for special in ["?", "#", "%2F", "%zz", " ", "é", "+", "\"", "\n"] {
            assert!(strings.iter().any(|string| string.contains(special)), "{special:?}");
        }
    }

    #[test]
    fn appends_to_unanchored_pattern() {
        let strings = matches("[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?");
        assert!(strings.iter().all(|text| text.starts_with(|character: char| character.is_ascii_lowercase())));
        assert!(strings.iter().any(|text| text.contains('?')));
        assert!(strings.iter().any(|text| {
            text.chars().all(|character| character.is_ascii_lowercase() || character == '-' || character == '0')
        }));
    }

    #[test]
    fn generates_repetitions_and_alternations() {
        for text in matches("^(\\d){4}-\\d{2}$") {
            assert!(
                text.len() >= 7 && text.split_once('-').is_some_and(|(year, _)| year.chars().count() == 4),
                "{text}"
            );
        }
        let strings = matches("^(a|bc)?$");
        for expected in ["", "a", "bc"] {
            assert!(strings.iter().any(|text| text == expected), "{expected}");
        }
        assert!(matches("^.{22}$").iter().all(|text| text.chars().count() == 22));
    }

    #[test]
    fn avoids_characters_that_only_python_treats_as_spaces() {
        let strings = matches("^\\S{1,66}$").concat();
        assert!(!strings.contains(char::is_whitespace) && !strings.contains(['\u{1c}', '\u{1d}', '\u{1e}', '\u{1f}']));
        assert!(strings.contains('\u{1b}') || strings.contains('\u{1}'));
        assert_eq!(without_separators(('\u{1d}', '\u{1e}')).count(), 0);
        assert_eq!(without_separators(('a', 'z')).collect::<Vec<_>>(), [('a', 'z')]);
        assert_eq!(without_separators(('\0', '!')).collect::<Vec<_>>(), [('\0', '\u{1b}'), (' ', '!')]);
    }

    #[test]
    fn rejects_unsupported_patterns() {
        let mut random = Rng::with_seed(7);
        assert!(random_match("(?=a)", &mut random).expect_err("refused").contains("(?=a)"));
        assert!(random_match("a\\b", &mut random).expect_err("refused").contains("unsupported assertion"));
    }
}
