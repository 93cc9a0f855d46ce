//! Displays foreign text: text of a server, of a library's error, or of a caller's argument.

use std::fmt::{self, Write as _};

/// The maximum number of characters that are displayed.
const MAX_CHARS: usize = 2000;

/// Displays foreign text on one line, shortened, without control characters or characters that
/// reorder text. The output may reach a terminal or a log.
///
/// `Debug` also quotes the text. This is the only place that decides how foreign text is displayed.
pub(crate) struct Printable<T>(pub(crate) T);

impl<T: AsRef<str>> fmt::Display for Printable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_shortened(f, self.0.as_ref(), |f, c| match c {
            '\n' | '\r' | '\t' => f.write_char(' '),
            _ => f.write_char(c),
        })
    }
}

impl<T: AsRef<str>> fmt::Debug for Printable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        write_shortened(f, self.0.as_ref(), |f, c| match c {
            '\n' | '\r' | '\t' | '"' | '\\' => write!(f, "{}", c.escape_default()),
            _ => f.write_char(c),
        })?;
        f.write_char('"')
    }
}

/// Writes the first characters of a text. `write_char` writes those that are neither invisible nor
/// control characters other than tabs and line breaks.
fn write_shortened(
    f: &mut fmt::Formatter<'_>,
    text: &str,
    write_char: fn(&mut fmt::Formatter<'_>, char) -> fmt::Result,
) -> fmt::Result {
    for (index, c) in text.chars().enumerate() {
        if index == MAX_CHARS {
            return f.write_char('…');
        }
        let is_space = matches!(c, '\n' | '\r' | '\t');
        if !is_space && (c.is_control() || is_invisible(c)) {
            write!(f, "{}", c.escape_unicode())?;
        } else {
            write_char(f, c)?;
        }
    }
    Ok(())
}

/// Returns `true` for characters that reorder or hide text.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_control_characters_and_characters_that_reorder_text() {
        for (text, displayed, quoted) in [
            ("plain é 日本", "plain é 日本", "\"plain é 日本\""),
            ("a\nb\r\tc", "a b  c", r#""a\nb\r\tc""#),
            ("\u{1b}[31m", "\\u{1b}[31m", "\"\\u{1b}[31m\""),
            ("a\u{202e}b", "a\\u{202e}b", "\"a\\u{202e}b\""),
            (r#"say "\""#, r#"say "\""#, r#""say \"\\\"""#),
        ] {
            assert_eq!(Printable(text).to_string(), displayed);
            assert_eq!(format!("{:?}", Printable(text)), quoted);
        }
    }

    #[test]
    fn shortens_long_text() {
        let text = "é".repeat(MAX_CHARS);
        assert_eq!(Printable(&text).to_string(), text);
        assert_eq!(Printable(format!("{text}x")).to_string(), format!("{text}…"));
    }
}
