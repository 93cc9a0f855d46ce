//! Fields that a message has in JSON but not in Rust.

use std::fmt;

use super::{Json, Map, Wire};

/// The fields that a message's type does not know, kept so that they are written back.
///
/// A field inserted here under the wire name of a known field stands for that one when the message is written: that is how
/// to send an explicit `null` or an empty list. Of a map, the entries of an object stand each for that of its key; an empty
/// object stands for all.
#[derive(Clone, Default, PartialEq)]
// One word wide, for almost every message has none. Never an empty map inside, so that equality can be derived.
pub struct UnknownFields(Option<Box<Map<Json>>>);

impl UnknownFields {
    pub(super) const NONE: &'static Self = &Self(None);

    /// No fields.
    #[inline]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The place for the value of the field `name`; an earlier value is forgotten.
    pub fn field(&mut self, name: &str) -> &mut dyn Wire {
        let value = self.0.get_or_insert_default().entry(name.to_owned()).or_default();
        *value = Json::Null;
        value
    }

    /// Calls `each` with every field, by name in alphabetical order.
    pub fn each(&self, each: &mut dyn FnMut(&str, &dyn Wire)) {
        for (name, value) in self.iter() {
            each(name, value);
        }
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name)
    }

    /// Whether there is a field of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field; returns the value that it had.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Removes a field; returns the value that it had.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let value = self.0.as_mut()?.remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        value
    }

    /// Every field, by name in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.len())
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
