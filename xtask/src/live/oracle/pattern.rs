//! Texts that a pattern of a document allows. Python's client matches what it is given against the pattern, from the
//! start of the text and, without a `$`, not to its end.

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::text;

/// A text that the pattern allows, as odd as it may be; or why there is none.
pub(super) fn sample(pattern: &str, random: &mut Rng) -> Result<String, String> {
    let hir =
        regex_syntax::parse(pattern).map_err(|error| format!("the pattern {pattern:?} cannot be read: {error}"))?;
    let closed = hir.properties().look_set_suffix().contains(Look::End);
    let mut writer = Writer { calm: random.bool(), out: String::new(), random };
    writer.write(&hir)?;
    let Writer { mut out, calm, .. } = writer;
    if !closed && !calm {
        out.push_str(&text::some(random));
    }
    Ok(out)
}

struct Writer<'r> {
    random: &'r mut Rng,
    /// Without what the clients are known to read differently, so that all the rest is compared as it is.
    calm: bool,
    out: String,
}

impl Writer<'_> {
    fn write(&mut self, hir: &Hir) -> Result<(), String> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Ok(()),
            HirKind::Look(look) => Err(format!("the pattern looks around with {look:?}")),
            HirKind::Literal(literal) => {
                self.out.push_str(std::str::from_utf8(&literal.0).map_err(|error| error.to_string())?);
                Ok(())
            }
            HirKind::Class(class) => self.letters(class, 1, 1),
            HirKind::Repetition(repetition) => self.repeat(repetition),
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(choices) => match self.random.choice(choices) {
                Some(choice) => self.write(choice),
                None => Err("the pattern has nothing to choose from".to_owned()),
            },
        }
    }

    fn repeat(&mut self, repetition: &Repetition) -> Result<(), String> {
        let least = repetition.min as usize;
        let most = repetition.max.map_or(usize::MAX, |max| max as usize);
        // Letters in a row are chosen together: an encoded one takes three.
        if let HirKind::Class(class) = repetition.sub.kind() {
            let some = least > 0 || self.random.u8(..) < 220;
            return if some { self.letters(class, least, most) } else { Ok(()) };
        }
        let count = self.random.usize(least..=most.min(least + 2));
        (0..count).try_for_each(|_| self.write(&repetition.sub))
    }

    fn letters(&mut self, class: &Class, least: usize, most: usize) -> Result<(), String> {
        let ranges: Vec<(char, char)> = match class {
            Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
            }
        };
        // Which letters of the world `\w` and `\d` are, Python and Rust do not agree on, nor two versions of either.
        let of_all = ranges.last().is_some_and(|(_, to)| *to == char::MAX);
        let ranges: Vec<(char, char)> = ranges
            .into_iter()
            .filter(|(from, _)| of_all || from.is_ascii())
            .map(|(from, to)| (from, if of_all { to } else { to.min('\u{7f}') }))
            .flat_map(without_separators)
            .collect();
        let calm = self.calm;
        let allowed = |letter| {
            ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter))
                && !(calm && matches!(letter, '?' | '#' | '%'))
        };
        let mut text = match self.random.u8(..) {
            // Letters that nobody thought of.
            0..60 => String::new(),
            _ => text::pieces(self.random, least, most, allowed),
        };
        // A class of letters that no piece has.
        while text.chars().count() < least.max(usize::from(text.is_empty())).min(most) {
            let (from, to) = self.random.choice(&ranges).copied().ok_or("the pattern allows no letter somewhere")?;
            text.push(self.random.char(from..=to));
        }
        self.out.push_str(&text);
        Ok(())
    }
}

/// The range without U+001C to U+001F: Python counts these among the spaces, `\s`, and Unicode does not.
fn without_separators((from, to): (char, char)) -> impl Iterator<Item = (char, char)> {
    let parts = [(from, to.min('\u{1b}')), (from.max('\u{20}'), to)];
    parts.into_iter().filter(|(from, to)| from <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(pattern: &str) -> Vec<String> {
        let mut random = Rng::with_seed(7);
        (0..300).map(|_| sample(pattern, &mut random).expect("a text")).collect()
    }

    #[test]
    fn segments_hold_all_but_slashes() {
        let texts = samples("^projects/[^/]+/locations/[^/]+$");
        for text in &texts {
            let parts: Vec<&str> = text.split('/').collect();
            assert!(matches!(parts[..], ["projects", a, "locations", b] if !a.is_empty() && !b.is_empty()), "{text}");
        }
        for special in ["?", "#", "%2F", "%zz", " ", "é", "+", "\"", "\n"] {
            assert!(texts.iter().any(|text| text.contains(special)), "{special:?}");
        }
    }

    #[test]
    fn an_open_end_gets_more() {
        let texts = samples("[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?");
        assert!(texts.iter().all(|text| text.starts_with(|letter: char| letter.is_ascii_lowercase())));
        assert!(texts.iter().any(|text| text.contains('?')));
        assert!(
            texts
                .iter()
                .any(|text| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter == '0'))
        );
    }

    #[test]
    fn counts_and_choices() {
        for text in samples("^(\\d){4}-\\d{2}$") {
            assert!(
                text.len() >= 7 && text.split_once('-').is_some_and(|(year, _)| year.chars().count() == 4),
                "{text}"
            );
        }
        let texts = samples("^(a|bc)?$");
        for expected in ["", "a", "bc"] {
            assert!(texts.iter().any(|text| text == expected), "{expected}");
        }
        assert!(samples("^.{22}$").iter().all(|text| text.chars().count() == 22));
    }

    #[test]
    fn spaces_are_what_both_clients_take_for_them() {
        let texts = samples("^\\S{1,66}$").concat();
        assert!(!texts.contains(char::is_whitespace) && !texts.contains(['\u{1c}', '\u{1d}', '\u{1e}', '\u{1f}']));
        assert!(texts.contains('\u{1b}') || texts.contains('\u{1}'));
        assert_eq!(without_separators(('\u{1d}', '\u{1e}')).count(), 0);
        assert_eq!(without_separators(('a', 'z')).collect::<Vec<_>>(), [('a', 'z')]);
        assert_eq!(without_separators(('\0', '!')).collect::<Vec<_>>(), [('\0', '\u{1b}'), (' ', '!')]);
    }

    #[test]
    fn what_cannot_be_had_is_said() {
        let mut random = Rng::with_seed(7);
        assert!(sample("(?=a)", &mut random).expect_err("refused").contains("(?=a)"));
        assert!(sample("a\\b", &mut random).expect_err("refused").contains("looks around"));
    }
}
