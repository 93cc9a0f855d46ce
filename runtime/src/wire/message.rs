//! JSON objects.

use std::fmt;

use super::{UnknownFields, Wire};

/// Receives the known fields of a message, each with its name on the wire, and the unknown fields.
///
/// A struct, because the compiler checks a call of its function in less time than one of a
/// `dyn FnMut`.
#[allow(missing_debug_implementations, reason = "a function has no representation")]
pub struct FieldVisitor<'a>(pub(crate) &'a mut Visit<'a>);

type Visit<'a> = dyn FnMut(&[(&str, &dyn Wire)], &UnknownFields) + 'a;

impl FieldVisitor<'_> {
    /// Passes all fields of a message on.
    #[inline]
    pub fn visit(self, known: &[(&str, &dyn Wire)], unknown: &UnknownFields) {
        (self.0)(known, unknown);
    }

    /// Passes an entry of a map on.
    pub(super) fn visit_entry(&mut self, key: &str, value: &dyn Wire) {
        (self.0)(&[(key, value)], UnknownFields::NONE);
    }
}

/// Receives the fields of a message like [`FieldVisitor`], to change them.
#[allow(missing_debug_implementations, reason = "a function has no representation")]
pub struct FieldVisitorMut<'a>(pub(crate) &'a mut VisitMut<'a>);

type VisitMut<'a> = dyn FnMut(&mut [(&str, &mut dyn Wire)], &mut UnknownFields) + 'a;

impl FieldVisitorMut<'_> {
    /// Passes all fields of a message on.
    #[inline]
    pub fn visit(self, known: &mut [(&str, &mut dyn Wire)], unknown: &mut UnknownFields) {
        (self.0)(known, unknown);
    }
}

/// A type that is a JSON object: a struct of a generated crate, or a [map](crate::Map).
///
/// This trait is sealed.
pub trait Message: fmt::Debug {
    /// Passes all fields to `visitor`, whether they are set or not, and the unknown fields. An
    /// unknown field with the name of a known one overrides it; if that one is a map, entry by
    /// entry. A map passes its own entries one by one.
    fn fields(&self, visitor: FieldVisitor<'_>);

    /// Passes all known fields and the unknown fields to `visitor`. Does nothing for a map.
    fn fields_mut(&mut self, visitor: FieldVisitorMut<'_>) {
        let _ = visitor;
    }

    /// Returns whether the name of a field contains a character that JSON has to escape. Not called
    /// for a map, any of whose keys can.
    #[inline]
    fn escapes_names(&self) -> bool {
        false
    }

    /// Returns the unknown fields of a message without known ones, which is read and written with
    /// fewer calls. Returns `None` for any other message, and for a map.
    #[inline]
    fn only_fields(&self) -> Option<&UnknownFields>
    where
        Self: Sized,
    {
        None
    }

    /// Returns a message to read into. It lacks the fixed values that a new message has, such as
    /// `kind`: a partial response does not contain them.
    #[inline]
    fn without_fixed_values() -> Self
    where
        Self: Sized + Default,
    {
        Self::default()
    }

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

/// How the members of an object are read and written.
#[derive(Clone, Copy, Debug)]
pub(super) enum ObjectKind {
    /// A message.
    Message,
    /// A message with names that have to be escaped.
    EscapedMessage,
    /// A map.
    Map,
}

impl ObjectKind {
    /// Returns the kind of an object, which the compiler knows if it knows the type.
    #[inline]
    pub(super) fn of<M: Message + ?Sized>(object: &M) -> Self {
        match object.map_len() {
            Some(_) => Self::Map,
            None if object.escapes_names() => Self::EscapedMessage,
            None => Self::Message,
        }
    }
}

impl<M: Message + Default> Message for Box<M> {
    #[inline]
    fn fields(&self, visitor: FieldVisitor<'_>) {
        (**self).fields(visitor);
    }

    #[inline]
    fn fields_mut(&mut self, visitor: FieldVisitorMut<'_>) {
        (**self).fields_mut(visitor);
    }

    #[inline]
    fn escapes_names(&self) -> bool {
        (**self).escapes_names()
    }

    #[inline]
    fn only_fields(&self) -> Option<&UnknownFields> {
        (**self).only_fields()
    }

    #[inline]
    fn without_fixed_values() -> Self {
        Self::new(M::without_fixed_values())
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
