//! Fields that a message has in JSON but not in Rust.

use std::fmt;

use super::number_text::{has_huge_number, is_exact};
use super::{DecodeError, Json, Map, Wire, decode, encode_json};

/// Fields not described by the document; preserved when the message is written back.
///
/// A field inserted under the wire name of a known field overrides that field when the message is
/// written. This is how [`send_null!`](crate::send_null) sends an explicit `null`. For a field that
/// is a map, the entries of an object override the entries with the same keys, and an empty object
/// overrides the whole map.
///
/// Fields that were decoded keep all digits of their numbers, also those of integers beyond 64 bits
/// for which [`Json`] has only the nearest float: [`encode`](crate::encode) writes them unchanged,
/// and [`text`](Self::text) returns them.
#[derive(Clone, Default, PartialEq)]
// One word, because almost every message has none. The map is never empty, so that equality can be
// derived.
pub struct UnknownFields(Option<Box<Map<Value>>>);

#[derive(Clone, Default)]
pub(super) struct Value {
    json: Json,
    /// The text, if `json` is not exactly the same value.
    text: Option<Box<str>>,
}

impl Value {
    pub(super) fn json(&self) -> &Json {
        &self.json
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json && self.text == other.text
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        Self { json, text: None }
    }
}

impl UnknownFields {
    pub(crate) const NONE: &'static Self = &Self(None);

    /// Creates an empty set of fields.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Sets a field to `null` and returns a reference to its value.
    pub(super) fn insert_null(&mut self, name: &str) -> &mut dyn Wire {
        let value = self.0.get_or_insert_default().entry(name.to_owned()).or_default();
        *value = Value::default();
        &mut value.json
    }

    /// Sets a field to the value of a JSON text.
    pub(super) fn insert_text(&mut self, name: &str, text: &str) -> Result<(), DecodeError> {
        let value = match decode(text.as_bytes()) {
            Ok(json) if is_exact(text) => Value::from(json),
            Ok(json) => Value { json, text: Some(text.into()) },
            // Only the text can represent the number.
            Err(_) if has_huge_number(text) => Value { json: text.into(), text: Some(text.into()) },
            Err(error) => return Err(error),
        };
        self.0.get_or_insert_default().insert(name.to_owned(), value);
        Ok(())
    }

    /// Returns the value of a field. One with a number beyond the range of floats, such as `1e400`,
    /// is a string with its JSON text.
    ///
    /// [`decode_json`](crate::decode_json) decodes it as a message.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name).map(Value::json)
    }

    /// Returns the value of a field as JSON text, with all digits of its numbers.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let value = self.0.as_ref()?.get(name)?;
        Some(value.text().map_or_else(|| encode_json(&value.json), str::to_owned))
    }

    /// Returns `true` if there is a field with this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().insert(name.into(), value.into().into()).map(|value| value.json)
    }

    /// Removes a field and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let value = self.0.as_mut()?.remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        value.map(|value| value.json)
    }

    /// Returns an iterator over all fields, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.values().map(|(name, value)| (name, value.json()))
    }

    /// Returns an iterator over all fields with the digits of their numbers.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(name, value)| (name.as_str(), value))
    }

    /// Returns `true` if the set is empty.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|fields| fields.is_empty())
    }

    /// Returns the number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.len())
    }
}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for UnknownFields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields: Map<Value> = fields.into_iter().map(|(name, value)| (name.into(), value.into().into())).collect();
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
