//! JSON objects.

use std::fmt;

use super::{UnknownFields, Wire};

/// Receives the known fields of a message, each with its name on the wire, and the unknown fields.
/// A message may call it more than once, each time with a part of its fields.
pub type FieldVisitor<'a> = dyn FnMut(&[(&str, &dyn Wire)], &UnknownFields) + 'a;

/// Receives the fields of a message like [`FieldVisitor`], to change them. Called once.
pub type FieldVisitorMut<'a> = dyn FnMut(&mut [(&str, &mut dyn Wire)], &mut UnknownFields) + 'a;

/// A type that is a JSON object: a struct of a generated crate, or a [map](crate::Map).
///
/// This trait is sealed.
pub trait Message: fmt::Debug {
    /// Passes all fields to `visit`, whether they are set or not, and the unknown fields. An
    /// unknown field with the name of a known one overrides it; in a map, entry by entry.
    fn fields(&self, visit: &mut FieldVisitor<'_>);

    /// Passes all known fields and the unknown fields to `visit`. Does nothing for a map.
    fn fields_mut(&mut self, visit: &mut FieldVisitorMut<'_>) {
        let _ = visit;
    }

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

    /// Adds an entry to a map, which replaces an existing one with that key. Returns `None` if this
    /// is not a map.
    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        let _ = key;
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
    fn fields(&self, visit: &mut FieldVisitor<'_>) {
        (**self).fields(visit);
    }

    #[inline]
    fn fields_mut(&mut self, visit: &mut FieldVisitorMut<'_>) {
        (**self).fields_mut(visit);
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
    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        (**self).entry(key)
    }

    #[inline]
    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        (**self).map_entry(key)
    }
}
