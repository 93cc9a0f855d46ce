//! Lists that a document has flattened into one line: `One of the following: * A * B`.
//!
//! A hyphen is also a dash and an asterisk also multiplies, so at least two items must follow each
//! other, and what precedes the first one, or how the items start, must look like a list. In doubt
//! the text stays prose.

use super::inline_marker::{Bullet, Marker, Start, markers};
use super::sentence;
use super::span::code_span;

/// A part of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Prose(&'t str),
    /// An item, with the marker that Markdown has for it.
    Item(&'static str, &'t str),
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
        // An item that ends with a colon may introduce another list with its last sentence.
        let introduces = item.ends_with(':');
        let is_last = items.peek().is_none();
        let end = match (is_last, introduces) {
            (false, false) => item.len(),
            (false, true) => start_of_introduction(item),
            (true, _) => end_of_last(item, &group),
        };
        let (item, rest) = item.split_at_checked(end).unwrap_or((item, ""));
        parts.push(Part::Item(markdown, item.trim_end()));
        parts.extend(prose(rest));
        group.push(item);
        if introduces {
            group.clear();
        }
    }
    parts
}

fn prose(text: &str) -> Option<Part<'_>> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(Part::Prose)
}

/// Returns where the last sentence of an item starts, which introduces the next list. It may follow
/// a lone code span.
fn start_of_introduction(item: &str) -> usize {
    let mut start = 0;
    while let Some(end) = item.get(start..).and_then(sentence::end) {
        start += end;
    }
    if start > 0 {
        return start;
    }
    let end = end_of_atom(item);
    if code_span(item).is_some() && end < item.len() { end } else { item.len() }
}

/// Returns where the last item of a list ends: nothing in the text separates it from what follows,
/// so it is assumed to be like the `others`, a single word or code span, or a single sentence.
fn end_of_last(item: &str, others: &[&str]) -> usize {
    let is_atom = |item: &&str| {
        let word = item.trim_end_matches([',', ';', '.']);
        code_span(item) == Some(word.len()) || !word.contains([' ', '`'])
    };
    if others.is_empty() {
        return item.len();
    }
    if others.iter().all(is_atom) {
        return end_of_atom(item);
    }
    if others.iter().any(|other| sentence::end(other).is_some()) {
        return item.len();
    }
    let end = sentence::end(item).unwrap_or(item.len());
    // A list of another kind may be nested in the item.
    let follows = item.get(end..).unwrap_or("").trim_start();
    if follows.starts_with(['-', '*', '+']) { item.len() } else { end }
}

/// Returns where the word or code span at the start of the item ends, if a capital letter follows.
fn end_of_atom(item: &str) -> usize {
    let end = code_span(item).unwrap_or_else(|| item.find(' ').unwrap_or(item.len()));
    let rest = item.get(end..).unwrap_or("");
    let punctuation = rest.len() - rest.trim_start_matches([',', ';', '.']).len();
    let follows = rest.get(punctuation..).unwrap_or("").trim_start();
    if follows.starts_with(char::is_uppercase) { end + punctuation } else { item.len() }
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
            // A number that is out of sequence is not a marker.
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
        Bullet::Char('-' | '+') => {
            introduced && starts.first().is_some_and(|start| all_start_with(*start))
                || before.ends_with('.') && all_start_with(Start::Capital)
        }
        Bullet::Char('*') => {
            introduced || all_start_with(Start::Capital) || after_sentence && !starts.contains(&Start::Lower)
        }
        Bullet::Char(_) => true,
        Bullet::Number(_) => introduced || after_sentence && !starts.contains(&Start::Lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the parts as text, items with their markers.
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
                "Scopes: * container * pod The default is `pod`.",
                &["Scopes:", "* container", "* pod", "The default is `pod`."],
            ),
            (
                "Fields: * `a` is first. See: * `b` Examples: * `a=1` * `b=2`",
                &["Fields:", "* `a` is first.", "See:", "* `b`", "Examples:", "* `a=1`", "* `b=2`"],
            ),
            (
                "Optional. - In requests: unset - In responses: set",
                &["Optional.", "* In requests: unset", "* In responses: set"],
            ),
            (
                "Errors: * NONE: empty * OTHER: - No account. - No page.",
                &["Errors:", "* NONE: empty", "* OTHER: - No account. - No page."],
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
            "Errors. - DENIED - if the user may not",
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
