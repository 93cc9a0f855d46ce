//! Displays text of a server.

use std::fmt::{self, Write as _};

/// The maximum number of characters that are displayed.
const MAX_CHARS: usize = 2000;

/// Displays text from a server on one line, shortened, without control characters or characters
/// that reorder text. The output may reach a terminal or a log.
pub(crate) struct Printable<'t>(pub(crate) &'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index == MAX_CHARS {
                return f.write_char('…');
            }
            match c {
                '\n' | '\r' | '\t' => f.write_char(' ')?,
                _ if c.is_control() || is_invisible(c) => write!(f, "{}", c.escape_unicode())?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Returns `true` for characters that reorder or hide text.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
