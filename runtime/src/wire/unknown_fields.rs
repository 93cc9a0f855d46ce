//! Fields that a message has in JSON but not in Rust.

use std::fmt;

use super::{Json, Map, Wire};

/// Fields not described by the document; preserved when the message is written back.
///
/// A field inserted under the wire name of a known field overrides that field when the message is
/// written. This is how [`send_null!`](crate::send_null) sends an explicit `null`. For a field that
/// is a map, the entries of an object override the entries with the same keys, and an empty object
/// overrides the whole map.
#[derive(Clone, Default, PartialEq)]
// One word, because almost every message has none. The map is never empty, so that equality can be
// derived.
pub struct UnknownFields(Option<Box<Map<Json>>>);

impl UnknownFields {
    pub(super) const NONE: &'static Self = &Self(None);

    /// Creates an empty set of fields.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Sets a field to `null` and returns a reference to its value.
    pub(super) fn insert_null(&mut self, name: &str) -> &mut dyn Wire {
        let value = self.0.get_or_insert_default().entry(name.to_owned()).or_default();
        *value = Json::Null;
        value
    }

    /// Returns the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name)
    }

    /// Returns `true` if there is a field with this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Removes a field and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let value = self.0.as_mut()?.remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        value
    }

    /// Returns an iterator over all fields, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(name, value)| (name.as_str(), value))
    }

    /// Returns `true` if the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.len())
    }
}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for UnknownFields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields: Map<Json> = fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self((!fields.is_empty()).then(|| Box::new(fields)))
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde_core::Serialize for UnknownFields {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde_core::Deserialize<'de> for UnknownFields {
    fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::<Json>::deserialize(deserializer).map(Self::from_iter)
    }
}
