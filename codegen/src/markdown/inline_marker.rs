//! Markers of list items within a paragraph.

use super::span::code_span;

/// The kind of marker that a list uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bullet {
    /// `*`, `-`, `+`, `•` or `·`.
    Char(char),
    /// `1.` or `1)`, with the character after the number.
    Number(char),
}

/// A marker between two spaces.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    pub(super) bullet: Bullet,
    pub(super) number: usize,
    /// The position of the space before the marker.
    pub(super) start: usize,
    /// The position of the item's text.
    pub(super) text: usize,
}

/// How an item starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Lower,
    /// A capital letter that is not a word, as in a formula, is `Other`.
    Capital,
    Code,
    Emphasis,
    Other,
}

impl Start {
    pub(super) fn of(text: &str) -> Self {
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
pub(super) fn markers(text: &str) -> Vec<Marker> {
    let mut markers = Vec::new();
    let after_space = |at: usize| text.get(at + 1..).and_then(|mark| marker(mark, at));
    // Most paragraphs contain none.
    if !text.bytes().enumerate().any(|(at, byte)| byte == b' ' && after_space(at).is_some()) {
        return markers;
    }
    let (mut at, mut depth) = (0, 0_usize);
    // All characters that matter are ASCII.
    while let Some(byte) = text.as_bytes().get(at) {
        let mut length = 1;
        match byte {
            b'`' => {
                let rest = text.get(at..).unwrap_or_default();
                let run = rest.len() - rest.trim_start_matches('`').len();
                length = code_span(rest).unwrap_or(run);
            }
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            b' ' if depth == 0 && at > 0 => markers.extend(after_space(at)),
            _ => {}
        }
        at += length;
    }
    markers
}

/// Reads the marker at the start of `mark`, which follows a space at the position `start` of the
/// paragraph.
fn marker(mark: &str, start: usize) -> Option<Marker> {
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
