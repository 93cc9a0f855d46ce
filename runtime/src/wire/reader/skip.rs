//! Values that are not read.

use super::{Reader, Rejected, Result};
use crate::wire::plain::plain_end;

impl Reader<'_> {
    /// Skips a value with any number of levels.
    pub(in crate::wire) fn skip_value(&mut self) -> Result {
        // The brackets that close the current arrays and objects.
        let mut closing = Vec::new();
        loop {
            match self.peek() {
                b'{' => {
                    self.position += 1;
                    if self.peek() != b'}' {
                        closing.push(b'}');
                        self.skip_name()?;
                        continue;
                    }
                    self.position += 1;
                }
                b'[' => {
                    self.position += 1;
                    if self.peek() != b']' {
                        closing.push(b']');
                        continue;
                    }
                    self.position += 1;
                }
                b'"' => self.skip_string()?,
                _ => self.scalar().map(|_| ())?,
            }
            loop {
                let Some(bracket) = closing.last() else { return Ok(()) };
                let byte = self.peek();
                self.position += 1;
                if byte == *bracket {
                    closing.pop();
                } else if byte != b',' {
                    return Err(Rejected);
                } else if *bracket == b'}' {
                    self.skip_name()?;
                    break;
                } else {
                    break;
                }
            }
        }
    }

    /// Skips the name of a field, and the colon.
    fn skip_name(&mut self) -> Result {
        self.skip_string()?;
        self.expect(b':')
    }

    /// Skips a string. Halves of surrogate pairs are accepted, as serde_json does.
    fn skip_string(&mut self) -> Result {
        self.expect(b'"')?;
        loop {
            let end = plain_end(self.text.as_bytes(), self.position);
            self.position = end + 1;
            match self.text.as_bytes().get(end) {
                Some(b'"') => return Ok(()),
                Some(b'\\') => {}
                _ => return Err(Rejected),
            }
            let escape = self.text.as_bytes().get(self.position).copied();
            self.position += 1;
            match escape {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                Some(b'u') => self.unit().map(|_| ())?,
                _ => return Err(Rejected),
            }
        }
    }
}
