//! Enums to which servers may add values.

use std::borrow::Cow;
use std::fmt;

use super::{Event, ReadError};

/// A value that was added to an open enum after the crate was generated.
///
/// Created only by reading or converting a string, so it never equals the value of a variant.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// Returns the value as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Cannot be deserialized, because the value could then equal that of a variant.
#[cfg(feature = "serde")]
impl serde_core::Serialize for UnknownValue {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Creates the value of the catch-all variant for [`open_enum!`](crate::open_enum).
#[must_use]
pub fn unknown_value(value: &str) -> UnknownValue {
    UnknownValue(value.to_owned())
}

/// Returns the value of an enum for [`open_enum!`](crate::open_enum). Servers send a value that they
/// have no name for as a number.
pub fn read_enum_value(event: Event<'_>) -> Result<Cow<'_, str>, ReadError> {
    match event {
        Event::Str(value) => Ok(value.into()),
        Event::I64(number) => Ok(number.to_string().into()),
        Event::U64(number) => Ok(number.to_string().into()),
        other => Err(ReadError::expected("a string", &other)),
    }
}
