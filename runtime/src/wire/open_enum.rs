//! Enums to which servers may add values.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

#[cfg(feature = "serde")]
use super::serialize::Output;
use super::{Event, ReadError, View};

/// A value that was added to an open enum after the crate was generated.
///
/// Created only by reading or converting a string, so it never equals the value of a variant. A
/// value that was read as a number is written as a number; that does not matter for equality,
/// order and hash.
#[derive(Clone)]
pub struct UnknownValue {
    // Not a `String`: an enum is as large as its value, and messages have many.
    text: Box<str>,
    is_number: bool,
}

impl UnknownValue {
    /// Returns the value as it is on the wire, a number as its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for UnknownValue {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for UnknownValue {}

impl Hash for UnknownValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for UnknownValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for UnknownValue {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

/// Cannot be deserialized, because the value could then equal that of a variant.
#[cfg(feature = "serde")]
impl serde_core::Serialize for UnknownValue {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Output { view: view_unknown(self) }.serialize(serializer)
    }
}

/// Creates the value of the catch-all variant for [`open_enum!`](crate::open_enum).
#[must_use]
pub fn unknown_value(value: &str) -> UnknownValue {
    UnknownValue { text: value.into(), is_number: false }
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
pub fn read_enum<E: for<'a> From<&'a str>>(target: &mut E, event: &Event<'_>) -> Result<(), ReadError> {
    let number = match *event {
        Event::Str(value) => {
            *target = E::from(value);
            return Ok(());
        }
        Event::I64(number) => Some(number),
        Event::U64(number) => i64::try_from(number).ok(),
        _ => None,
    };
    let number = number.ok_or_else(|| ReadError::expected("a string", event))?;
    *target = E::from(&number.to_string());
    Ok(())
}

/// Sets whether an unknown value is written as a number: if it was read as one.
pub fn set_is_number(value: &mut UnknownValue, event: &Event<'_>) {
    value.is_number = matches!(event, Event::I64(_) | Event::U64(_));
}

/// Returns the JSON representation of an unknown value.
#[must_use]
pub fn view_unknown(value: &UnknownValue) -> View<'_> {
    match value.text.parse() {
        Ok(number) if value.is_number => View::Integer(number),
        _ => View::Str(&value.text),
    }
}
