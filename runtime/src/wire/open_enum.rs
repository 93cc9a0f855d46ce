//! Enums whose values may grow on the server.

use std::borrow::Cow;
use std::fmt;

use super::{Event, ReadError};

/// A value of an open enum that its type does not know. Only reading or converting from a string makes one, so it is never
/// a value that has a variant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// The value as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// For [`open_enum!`](crate::open_enum) alone.
pub fn unknown_value(text: &str) -> UnknownValue {
    UnknownValue(text.to_owned())
}

/// The text of an enum's value, for [`open_enum!`](crate::open_enum). Servers send those that they have no name for as numbers.
pub fn enum_text(event: Event<'_>) -> Result<Cow<'_, str>, ReadError> {
    match event {
        Event::Str(text) => Ok(text.into()),
        Event::I64(number) => Ok(number.to_string().into()),
        Event::U64(number) => Ok(number.to_string().into()),
        other => Err(ReadError::expected("a string", &other)),
    }
}
