//! Enums to which servers may add values.

use std::fmt;
use std::hash::{Hash, Hasher};

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

// `open_enum!` expands to calls of the functions below. They compile faster than operators or
// trait methods, which matters in a crate with hundreds of enums.

/// Implements `PartialEq`.
#[inline]
#[must_use]
pub fn equal_str(left: &str, right: &str) -> bool {
    left == right
}

/// Implements `Hash`, consistently with `str`.
#[inline]
pub fn hash_str<H: Hasher>(value: &str, state: &mut H) {
    value.hash(state);
}

/// Implements `Debug`.
pub fn fmt_str(value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(value, f)
}

/// Implements `Wire::read` for [`open_enum!`](crate::open_enum). Servers send a value without a
/// name as a number.
pub fn read_enum<E: for<'a> From<&'a str>>(target: &mut E, event: Event<'_>) -> Result<(), ReadError> {
    *target = match event {
        Event::Str(value) => E::from(value),
        Event::I64(number) => E::from(&number.to_string()),
        Event::U64(number) => E::from(&number.to_string()),
        other => return Err(ReadError::expected("a string", &other)),
    };
    Ok(())
}
