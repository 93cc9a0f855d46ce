//! Strings.

use super::{Reader, Rejected, Result};
use crate::wire::plain::plain_end;

impl Reader<'_> {
    /// Reads a string.
    pub(in crate::wire) fn string(&mut self) -> Result<&str> {
        self.expect(b'"')?;
        let start = self.position;
        let end = plain_end(self.text.as_bytes(), start);
        self.position = end + 1;
        match self.text.as_bytes().get(end) {
            Some(b'"') => self.text.get(start..end).ok_or(Rejected),
            Some(b'\\') => self.escaped_string(start, end),
            _ => Err(Rejected),
        }
    }

    /// Reads the rest of a string that starts at `start` and has its first backslash at `end`.
    #[cold]
    fn escaped_string(&mut self, mut start: usize, mut end: usize) -> Result<&str> {
        self.unescaped.clear();
        loop {
            self.unescaped.push_str(self.text.get(start..end).ok_or(Rejected)?);
            self.position = end + 1;
            match self.text.as_bytes().get(end) {
                Some(b'"') => return Ok(&self.unescaped),
                Some(b'\\') => {
                    let character = self.escape()?;
                    self.unescaped.push(character);
                }
                _ => return Err(Rejected),
            }
            start = self.position;
            end = plain_end(self.text.as_bytes(), start);
        }
    }

    /// Reads an escape after its backslash.
    fn escape(&mut self) -> Result<char> {
        let byte = *self.text.as_bytes().get(self.position).ok_or(Rejected)?;
        self.position += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(Rejected),
        })
    }

    /// Reads the digits of an escape, and the second half of a surrogate pair. A half without the
    /// other is rejected.
    fn unicode_escape(&mut self) -> Result<char> {
        let first = self.unit()?;
        let units = if (0xD800..0xDC00).contains(&first) {
            self.literal(r"\u")?;
            [first, self.unit()?]
        } else {
            [first, 0]
        };
        char::decode_utf16(units).next().and_then(std::result::Result::ok).ok_or(Rejected)
    }

    /// Reads the four digits of a UTF-16 unit.
    pub(super) fn unit(&mut self) -> Result<u16> {
        let digits = self.text.get(self.position..self.position + 4).ok_or(Rejected)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Rejected);
        }
        self.position += 4;
        u16::from_str_radix(digits, 16).map_err(|_| Rejected)
    }
}
