//! Lists that a document has flattened into one line: `One of the following: * A * B`.
//!
//! A hyphen is also a dash and an asterisk also multiplies, so at least two items must follow each other, and what
//! precedes the first one, or how the items start, must look like a list. In doubt the text stays prose.

use super::sentence;
use super::span::code_span;

/// A part of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Prose(&'t str),
    /// An item, with the marker that Markdown has for it.
    Item(&'static str, &'t str),
}

/// The kind of marker that a list uses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bullet {
    /// `*`, `-`, `+`, `•` or `·`.
    Char(char),
    /// `1.` or `1)`, with the character after the number.
    Number(char),
}

/// A marker between two spaces.
#[derive(Clone, Copy)]
struct Marker {
    bullet: Bullet,
    number: usize,
    /// The position of the space before the marker.
    start: usize,
    /// The position of the item's text.
    text: usize,
}

/// Splits a paragraph at its lists. Returns one part of prose if it contains none.
pub(super) fn split(text: &str) -> Vec<Part<'_>> {
    let Some(markers) = list(text) else { return vec![Part::Prose(text)] };
    let mut parts = Vec::new();
    let first = markers.first().map_or(text.len(), |marker| marker.start);
    parts.extend(prose(text.get(..first).unwrap_or("")));
    let ends = markers.iter().skip(1).map(|marker| marker.start).chain([text.len()]);
    let items = markers.iter().zip(ends).map(|(marker, end)| (marker, text.get(marker.text..end).unwrap_or("").trim()));
    let mut group: Vec<&str> = Vec::new();
    let mut items = items.peekable();
    while let Some((marker, item)) = items.next() {
        let markdown = match marker.bullet {
            Bullet::Char(_) => "*",
            Bullet::Number(_) => "1.",
        };
        // An item that ends with a colon introduces the next list with its last sentence.
        if items.peek().is_some() && !item.ends_with(':') {
            parts.push(Part::Item(markdown, item));
            group.push(item);
            continue;
        }
        let end = end_of_last(item, &group);
        let (item, rest) = item.split_at_checked(end).unwrap_or((item, ""));
        parts.push(Part::Item(markdown, item));
        parts.extend(prose(rest));
        group.clear();
    }
    parts
}

fn prose(text: &str) -> Option<Part<'_>> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(Part::Prose)
}

/// Returns where the last item of a list ends: nothing in the text separates it from what follows, so it is assumed to
/// be like the `others`, a single code span or a single sentence.
fn end_of_last(item: &str, others: &[&str]) -> usize {
    let is_code = |item: &&str| code_span(item) == Some(item.trim_end_matches([',', ';', '.']).len());
    if others.is_empty() {
        return item.len();
    }
    if others.iter().all(is_code) {
        let Some(end) = code_span(item) else { return item.len() };
        let rest = item.get(end..).unwrap_or("");
        let punctuation = rest.len() - rest.trim_start_matches([',', ';', '.']).len();
        let follows = rest.get(punctuation..).unwrap_or("").trim_start();
        return if follows.starts_with(char::is_uppercase) { end + punctuation } else { item.len() };
    }
    if others.iter().any(|other| sentence::end(other).is_some()) {
        return item.len();
    }
    sentence::end(item).unwrap_or(item.len())
}

/// Finds the first list: its markers, all of the same kind.
fn list(text: &str) -> Option<Vec<Marker>> {
    let markers = markers(text);
    let mut tried: Vec<Bullet> = Vec::new();
    for marker in &markers {
        if tried.contains(&marker.bullet) {
            continue;
        }
        tried.push(marker.bullet);
        let mut next = 1;
        let same = markers.iter().copied().filter(|other| {
            // A number that is out of sequence is a number.
            let counts =
                other.bullet == marker.bullet && (matches!(other.bullet, Bullet::Char(_)) || other.number == next);
            next += usize::from(counts);
            counts
        });
        let same: Vec<Marker> = same.collect();
        if is_list(text, &same) {
            return Some(same);
        }
    }
    None
}

fn is_list(text: &str, markers: &[Marker]) -> bool {
    let Some(first) = markers.first().filter(|_| markers.len() > 1) else { return false };
    let before = text.get(..first.start).unwrap_or("").trim_end_matches(['*', '_', '`', '"']);
    let introduced = before.ends_with(':');
    let after_sentence = before.ends_with(['.', ';', ')', '?', '!']);
    let starts: Vec<Start> = markers.iter().map(|marker| Start::of(text.get(marker.text..).unwrap_or(""))).collect();
    let all_start_with = |start| starts.iter().all(|other| *other == start);
    match first.bullet {
        // A dash may separate a name from its description, so the items must all start alike.
        Bullet::Char('-' | '+') => introduced && starts.first().is_some_and(|start| all_start_with(*start)),
        Bullet::Char('*') => {
            introduced || all_start_with(Start::Capital) || after_sentence && !starts.contains(&Start::Lower)
        }
        Bullet::Char(_) => true,
        Bullet::Number(_) => introduced || after_sentence && !starts.contains(&Start::Lower),
    }
}

/// How an item starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Lower,
    /// A capital letter that is not a word, as in a formula, is `Other`.
    Capital,
    Code,
    Emphasis,
    Other,
}

impl Start {
    fn of(text: &str) -> Self {
        let mut chars = text.chars();
        let (first, second) = (chars.next(), chars.next());
        match first {
            Some('`') => Self::Code,
            Some('*' | '_') => Self::Emphasis,
            Some(c) if c.is_lowercase() => Self::Lower,
            Some('A') if second == Some(' ') => Self::Capital,
            Some(c) if c.is_uppercase() && second.is_some_and(char::is_alphanumeric) => Self::Capital,
            _ => Self::Other,
        }
    }
}

/// Finds everything that may be a marker, outside of code spans, links and parentheses.
fn markers(text: &str) -> Vec<Marker> {
    let mut markers = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let mut length = c.len_utf8();
        match c {
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                length = code_span(rest).unwrap_or(run);
            }
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && at > 0 => markers.extend(marker(rest, at)),
            _ => {}
        }
        at += length;
    }
    markers
}

/// Reads the marker after the space at the start of `rest`, which is at this position of the paragraph.
fn marker(rest: &str, start: usize) -> Option<Marker> {
    let mark = rest.get(1..)?;
    let first = mark.chars().next()?;
    let (bullet, number, length) = if matches!(first, '*' | '-' | '+' | '•' | '·') {
        (Bullet::Char(first), 0, first.len_utf8())
    } else {
        let digits = mark.len() - mark.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = mark.get(..digits).filter(|digits| (1..=2).contains(&digits.len()))?.parse().ok()?;
        let after = mark.get(digits..)?.chars().next().filter(|c| matches!(c, '.' | ')'))?;
        (Bullet::Number(after), number, digits + 1)
    };
    let text = mark.get(length..)?.strip_prefix(' ')?;
    let marked = !text.is_empty() && !text.starts_with(' ');
    marked.then_some(Marker { bullet, number, start, text: start + 1 + length + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts in short: items start with their marker.
    fn parts(text: &str) -> Vec<String> {
        let write = |part: &Part<'_>| match part {
            Part::Prose(text) => (*text).to_owned(),
            Part::Item(marker, text) => format!("{marker} {text}"),
        };
        split(text).iter().map(write).collect()
    }

    #[test]
    fn splits_lists_and_the_prose_around_them() {
        let cases: &[(&str, &[&str])] = &[
            ("One of: * `a` * `b` * `c` If absent, `a`.", &["One of:", "* `a`", "* `b`", "* `c`", "If absent, `a`."]),
            (
                "Limits: - *Size:* 5 GB - *Types:* `*/*` (Any.) For more",
                &["Limits:", "* *Size:* 5 GB", "* *Types:* `*/*` (Any.)", "For more"],
            ),
            ("Either * Not having any. * Having none.", &["Either", "* Not having any.", "* Having none."]),
            ("In order: 1. from 2. where 10. x 3. select", &["In order:", "1. from", "1. where 10. x", "1. select"]),
            ("Any of: • one • two", &["Any of:", "* one", "* two"]),
            (
                "Use: * `a` * `b` Alternatively, use: * `c` * `d` Avoid `e`.",
                &["Use:", "* `a`", "* `b`", "Alternatively, use:", "* `c`", "* `d`", "Avoid `e`."],
            ),
            (
                "Rules. * A dot. It ends. * A colon. It goes. All of it.",
                &["Rules.", "* A dot. It ends.", "* A colon. It goes. All of it."],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parts(text), *expected, "{text}");
        }
    }

    #[test]
    fn leaves_prose_alone() {
        for text in [
            "",
            "A dash - like this one - is prose.",
            "Note: a dash - like this - is prose.",
            "Sizes: - 5 GB",
            "Values: - `a` - the first - `b` - the second",
            "The interval [offset + (i-1) * width, offset + i * width) is open.",
            "The value is N * M * K.",
            "It is a * b * c.",
            "One of (* A * B).",
            "One of: `* a * b`.",
            "Valid values are 0, 1, and 3. Requests with 2. fail.",
            "Version 1. Use it. Version 3. Do not.",
            "[a * B * C](https://a.example/)",
        ] {
            assert_eq!(split(text), [Part::Prose(text)], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn keeps_every_word(text in "[ab:.A`*()1-2\\[\\] •é]{0,40}") {
            let kept: String = split(&text).iter().map(|part| match part {
                Part::Prose(text) | Part::Item(_, text) => *text,
            }).collect();
            let words = |text: &str| text.chars().filter(|c| c.is_alphabetic() || *c == '`').collect::<String>();
            proptest::prop_assert_eq!(words(&kept), words(&text));
        }
    }
}
