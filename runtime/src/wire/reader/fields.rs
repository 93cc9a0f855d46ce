//! Objects.

use super::hints::Hints;
use super::{Reader, Rejected, Result};
use crate::wire::message::ObjectKind;
use crate::wire::plain::is_same;
use crate::wire::{FieldVisitorMut, Message, UnknownFields, Wire};

impl Reader<'_> {
    /// Skips an object if it has no members. Returns `false` and skips nothing otherwise.
    #[inline]
    pub(in crate::wire) fn skip_empty_object(&mut self) -> bool {
        let is_empty =
            self.peek() == b'{' && self.text.as_bytes().get(self.position + 1) == Some(&b'}') && self.levels > 1;
        self.position += if is_empty { 2 } else { 0 };
        is_empty
    }

    /// Reads an object into a message or a map.
    pub(in crate::wire) fn message(&mut self, message: &mut dyn Message, kind: ObjectKind) -> Result {
        self.open(b'{')?;
        if self.close(b'}') {
            return Ok(());
        }
        if let ObjectKind::Map = kind {
            return self.entries(message);
        }
        // Only maps, which have been read above, do not call the visitor.
        let mut result = Err(Rejected);
        let is_plain = matches!(kind, ObjectKind::Message);
        message.fields_mut(FieldVisitorMut(&mut |known, unknown| result = self.fields(known, unknown, is_plain)));
        result
    }

    /// Reads the members of an object, which has at least one. If `is_plain`, no name of a known field
    /// contains characters that have to be escaped.
    fn fields(&mut self, known: &mut [(&str, &mut dyn Wire)], unknown: &mut UnknownFields, is_plain: bool) -> Result {
        let message = Hints::message(known.first().map_or("", |(name, _)| name), known.len());
        let mut position = 0;
        loop {
            let hint = self.hints.get(message, position);
            let is_next = is_plain && known.get(hint).is_some_and(|(name, _)| self.skip_known_name(name));
            let (index, name) = if is_next {
                (Some(hint), "")
            } else {
                let name = self.string()?;
                (find(known, name, position), name)
            };
            match index {
                Some(index) => {
                    if !is_next {
                        self.hints.set(message, position, index);
                    }
                    position = index + 1;
                    self.expect(b':')?;
                    match known.get_mut(index) {
                        Some((_, field)) => self.value(*field)?,
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

    /// Skips the name of a member if it is `name`, which has no characters that have to be escaped.
    /// Returns `false` otherwise, or if the name is written with escapes.
    #[inline]
    fn skip_known_name(&mut self, name: &str) -> bool {
        if self.peek() != b'"' {
            return false;
        }
        let start = self.position + 1;
        let end = start + name.len();
        let text = self.text.as_bytes();
        let is_name =
            text.get(end) == Some(&b'"') && text.get(start..end).is_some_and(|text| is_same(text, name.as_bytes()));
        if is_name {
            self.position = end + 1;
        }
        is_name
    }

    fn entries(&mut self, map: &mut dyn Message) -> Result {
        loop {
            let value = map.entry(self.string()?).ok_or(Rejected)?;
            self.expect(b':')?;
            self.value(value)?;
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

/// Returns the index of the field called `name`. Searches from `start` on, because fields are often
/// in the same order as those of the message.
fn find(known: &[(&str, &mut dyn Wire)], name: &str, start: usize) -> Option<usize> {
    let (before, after) = known.split_at_checked(start)?;
    let position = |fields: &[(&str, &mut dyn Wire)]| fields.iter().position(|(known, _)| *known == name);
    position(after).map(|index| index + start).or_else(|| position(before))
}
