//! Strings.

use std::fmt::{self, Write};

use super::Writer;
use crate::wire::plain::{copy_plain, plain_end};

impl Writer {
    /// Writes a string.
    pub(in crate::wire) fn string(&mut self, text: &str) {
        self.quoted::<_, _, false>(*b"\"", text, *b"\"");
    }

    /// Writes a string of `len` ASCII characters that `fill` writes, none of which has to be escaped.
    #[inline]
    pub(in crate::wire) fn ascii(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        self.0.push(b"\"");
        if let Some(target) = self.0.window(len) {
            fill(target);
        }
        self.0.push(b"\"");
    }

    /// Writes a value without characters that have to be escaped.
    pub(super) fn displayed(&mut self, value: &dyn fmt::Display) {
        self.0.push(b"\"");
        // Writing to memory does not fail.
        let _ = write!(self.0, "{value}");
        self.0.push(b"\"");
    }

    /// Writes the characters of a string after and before other bytes. If `PLAIN`, none of them has
    /// to be escaped.
    #[inline]
    pub(super) fn quoted<const N: usize, const M: usize, const PLAIN: bool>(
        &mut self,
        before: [u8; N],
        text: &str,
        after: [u8; M],
    ) {
        let start = self.0.len();
        if let Some(window) = self.0.window(N + text.len() + M)
            && let Some((first, rest)) = window.split_first_chunk_mut()
            && let Some((target, last)) = rest.split_at_mut_checked(text.len())
            && let Some(last) = last.first_chunk_mut()
        {
            (*first, *last) = (before, after);
            let is_plain = copy_plain(text.as_bytes(), target) || PLAIN;
            if !is_plain {
                self.0.truncate(start);
                self.0.push(&before);
                self.escaped(text.as_bytes());
                self.0.push(&after);
            }
        }
    }

    /// Writes the characters of a string some of which have to be escaped.
    #[cold]
    pub(super) fn escaped(&mut self, bytes: &[u8]) {
        let mut start = 0;
        let mut end = plain_end(bytes, start);
        loop {
            self.0.extend(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else { return };
            self.escape(*byte);
            start = end + 1;
            end = plain_end(bytes, start);
        }
    }

    fn escape(&mut self, byte: u8) {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x8 => "\\b",
            0x9 => "\\t",
            0xa => "\\n",
            0xc => "\\f",
            0xd => "\\r",
            _ => return self.text(&format!("\\u{byte:04x}")),
        };
        self.text(escape);
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::Map;
    use crate::wire::json_text::write;

    #[test]
    fn escapes_names_and_strings_like_serde_json() {
        let specials = ['"', '\\', '\u{0}', '\u{8}', '\t', '\n', '\u{c}', '\r', '\u{1f}', '\u{7f}', 'é', '🦀'];
        for len in 0..50 {
            for position in 0..len {
                for special in specials {
                    let mut text = "a".repeat(len);
                    text.replace_range(position..=position, &special.to_string());
                    let map = Map::from([(text.clone(), text.clone()), ("plain".to_owned(), text)]);
                    assert_eq!(write(&map), serde_json::to_string(&map).unwrap());
                }
            }
        }
    }

    #[test]
    fn writes_texts_of_any_length() {
        for len in 0..600 {
            let map = Map::from([("name".to_owned(), vec!["é".repeat(len); 40]), ("next".to_owned(), Vec::new())]);
            assert_eq!(write(&map), serde_json::to_string(&map).unwrap());
        }
    }
}
