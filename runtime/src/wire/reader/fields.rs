//! Objects.

use super::{Reader, Rejected, Result};
use crate::wire::{Message, UnknownFields, Wire};

impl Reader<'_> {
    /// Reads an object into a message.
    pub(in crate::wire) fn message(&mut self, message: &mut dyn Message) -> Result {
        self.open(b'{')?;
        if message.map_len().is_some() {
            return self.entries(message);
        }
        // A message without fields is not visited.
        let mut result = Err(Rejected);
        message.fields_mut(&mut |known, unknown| result = self.fields(known, unknown));
        result
    }

    fn fields(&mut self, known: &mut [(&str, &mut dyn Wire)], unknown: &mut UnknownFields) -> Result {
        if self.close(b'}') {
            return Ok(());
        }
        let mut expected = 0;
        loop {
            let name = self.string()?;
            match find(known, name, expected) {
                Some(index) => {
                    expected = index + 1;
                    self.expect(b':')?;
                    match known.get_mut(index) {
                        Some((_, field)) => field.read_from(self)?,
                        None => return Err(Rejected),
                    }
                }
                None => {
                    let name = name.to_owned();
                    self.expect(b':')?;
                    let value = self.value_text()?;
                    unknown.insert_text(&name, value.text).map_err(|_| Rejected)?;
                }
            }
            if !self.next(b'}')? {
                return Ok(());
            }
        }
    }

    fn entries(&mut self, map: &mut dyn Message) -> Result {
        if self.close(b'}') {
            return Ok(());
        }
        loop {
            let value = map.entry(self.string()?).ok_or(Rejected)?;
            self.expect(b':')?;
            value.read_from(self)?;
            if !self.next(b'}')? {
                return Ok(());
            }
        }
    }

    /// Skips a comma and returns `true`, or closes the object or array and returns `false`.
    #[inline]
    pub(super) fn next(&mut self, bracket: u8) -> Result<bool> {
        if self.peek() == b',' {
            self.position += 1;
            return Ok(true);
        }
        if self.close(bracket) { Ok(false) } else { Err(Rejected) }
    }
}

/// Returns the index of the field called `name`. Searches from `expected` on, because fields are
/// usually in the same order as those of the message.
#[inline]
fn find(known: &[(&str, &mut dyn Wire)], name: &str, expected: usize) -> Option<usize> {
    let (before, after) = known.split_at_checked(expected)?;
    let position = |fields: &[(&str, &mut dyn Wire)]| fields.iter().position(|(known, _)| *known == name);
    position(after).map(|index| index + expected).or_else(|| position(before))
}
