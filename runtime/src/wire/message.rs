//! JSON objects.

use std::fmt;

use super::{UnknownFields, Wire};

/// Receives the known fields of a message, each with its name on the wire, and the unknown fields.
/// A message may call it more than once, each time with a part of its fields.
pub type FieldVisitor<'a> = dyn FnMut(&[(&str, &dyn Wire)], &UnknownFields) + 'a;

/// Where the value of a field is stored.
pub enum FieldSlot<'a> {
    /// A field of the message's type.
    Known(&'a mut dyn Wire),
    /// The unknown fields of the message.
    Unknown(&'a mut UnknownFields),
}

impl<'a> FieldSlot<'a> {
    /// Returns the value to read the field called `name` into.
    #[must_use]
    pub fn into_value(self, name: &str) -> &'a mut dyn Wire {
        match self {
            Self::Known(field) => field,
            Self::Unknown(fields) => fields.insert_null(name),
        }
    }
}

impl fmt::Debug for FieldSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(_) => f.write_str("Known"),
            Self::Unknown(_) => f.write_str("Unknown"),
        }
    }
}

/// A type that is a JSON object: a struct of a generated crate, or a [map](crate::Map).
///
/// This trait is sealed.
pub trait Message: fmt::Debug {
    /// Returns the slot of the field called `name` on the wire. In a map this is a new entry, which
    /// replaces an existing one with that key.
    fn field(&mut self, name: &str) -> FieldSlot<'_>;

    /// Passes all fields to `visit`, whether they are set or not, and the unknown fields. An
    /// unknown field with the name of a known one overrides it; in a map, entry by entry.
    fn fields(&self, visit: &mut FieldVisitor<'_>);

    /// Clears the fields with a fixed value, such as `kind`, before a response is read into the
    /// message: a partial response does not contain them.
    fn clear_fixed_values(&mut self) {}

    /// Returns the number of entries, or `None` if this is not a map.
    ///
    /// A message omits a field that is an empty map. A map reads `null` as empty, and writes all of
    /// its entries, those without a value as `null`.
    fn map_len(&self) -> Option<usize> {
        None
    }

    /// Returns the entry of a map.
    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        let _ = key;
        None
    }
}

impl<M: Message + ?Sized> Message for Box<M> {
    #[inline]
    fn field(&mut self, name: &str) -> FieldSlot<'_> {
        (**self).field(name)
    }

    #[inline]
    fn fields(&self, visit: &mut FieldVisitor<'_>) {
        (**self).fields(visit);
    }

    #[inline]
    fn clear_fixed_values(&mut self) {
        (**self).clear_fixed_values();
    }

    #[inline]
    fn map_len(&self) -> Option<usize> {
        (**self).map_len()
    }

    #[inline]
    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        (**self).map_entry(key)
    }
}

/// Returns the unknown fields of a message, by requesting the slot of a name that no known field
/// has. Returns `None` for a map.
pub(super) fn unknown_fields(message: &mut dyn Message) -> Option<&mut UnknownFields> {
    if message.map_len().is_some() {
        return None;
    }
    let mut longest = 0;
    message.fields(&mut |known, _| longest = known.iter().map(|(name, _)| name.len()).fold(longest, usize::max));
    match message.field(&"_".repeat(longest + 1)) {
        FieldSlot::Unknown(fields) => Some(fields),
        FieldSlot::Known(_) => None,
    }
}
