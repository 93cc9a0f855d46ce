//! Text from elsewhere, such as documents, servers and file names, in messages.

use std::fmt::{self, Write as _};

use crate::markdown::visible;

/// The default maximum number of characters.
const MAX_CHARS: usize = 1000;

/// Displays text from elsewhere on one line, truncated and without control over the terminal. See
/// [`printable`].
#[derive(Clone, Copy, Debug)]
pub struct Printable<'t> {
    text: &'t str,
    limit: usize,
}

/// Displays text from elsewhere, such as a document or a server, in a message.
///
/// Line breaks, other control characters, and characters that hide or reorder text are escaped.
/// After 1000 characters, the text is truncated.
///
/// ```
/// use discovery_codegen::printable;
///
/// assert_eq!(printable("a\u{1b}[31m\nb\u{202e}").to_string(), r"a\u{1b}[31m\nb\u{202e}");
/// assert_eq!(printable("long text").limit(4).to_string(), "long…");
/// ```
#[must_use]
pub fn printable(text: &str) -> Printable<'_> {
    Printable { text, limit: MAX_CHARS }
}

impl Printable<'_> {
    /// Sets the maximum number of characters, before they are escaped.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.text.chars();
        for c in chars.by_ref().take(self.limit) {
            if is_printable(c) {
                f.write_char(c)?;
            } else {
                write!(f, "{}", c.escape_default())?;
            }
        }
        if chars.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Returns `true` for characters that are displayed unchanged: neither control characters, including
/// line breaks, nor characters that hide or reorder text.
#[must_use]
pub fn is_printable(c: char) -> bool {
    !c.is_control() && visible(c) == c
}

/// Returns the first `limit` characters of a text from elsewhere. See [`printable`].
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    printable(text).limit(limit).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_is_not_visible() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let is_unsafe = matches!(
                c,
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
                    | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            );
            let shown = printable(&text).to_string();
            if is_unsafe || !is_printable(c) {
                assert!(shown.starts_with('\\') && shown.is_ascii() && shown.len() > 1, "{shown:?}");
            } else {
                assert_eq!(shown, text);
            }
        }
    }

    #[test]
    fn counts_characters_before_escaping() {
        assert_eq!(excerpt("a\u{1b}[31mb", 20), "a\\u{1b}[31mb");
        assert_eq!(excerpt("abc", 2), "ab…");
        assert_eq!(excerpt("é\n", 2), "é\\n");
        assert_eq!(excerpt("", 0), "");
        assert_eq!(printable(&"x".repeat(5000)).to_string().chars().count(), MAX_CHARS + 1);
    }
}
