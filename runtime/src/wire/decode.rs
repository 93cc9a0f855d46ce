//! Decodes JSON text.

use std::fmt;

use serde_core::de::DeserializeSeed;

use super::Wire;
use super::deserialize::ValueSeed;
use super::trail::Trail;
use crate::printable::Printable;

/// Decodes a value from JSON text.
///
/// Reading a message starts from its default, so that a constant field such as `kind` has its value
/// even if the text omits it.
///
/// # Errors
///
/// Returns an error if the text is not valid JSON or does not fit `T`.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::empty();
    decode_into(&mut value, json)?;
    Ok(value)
}

/// Decodes JSON text into an existing value. Fields of a message that the text omits are kept.
///
/// # Errors
///
/// Returns an error under the same conditions as [`decode`]. The value may be partially updated
/// then.
pub fn decode_into(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    let mut trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    ValueSeed { target: value, trail: &mut trail }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| DecodeError::new(&error, &trail))
}

/// The reason why JSON text could not be decoded, and the position of the value in question.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    path: String,
    line: usize,
    column: usize,
    message: String,
}

impl DecodeError {
    /// Creates an error about the root of a text.
    pub(crate) fn custom(message: impl fmt::Display) -> Self {
        Self::of_json(&serde_core::de::Error::custom(message))
    }

    /// Converts an error about the root of a text.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        Self::new(error, &Trail::default())
    }

    fn new(error: &serde_json::Error, trail: &Trail) -> Self {
        let (line, column) = (error.line(), error.column());
        let mut message = error.to_string();
        if let Some(rest) = message.strip_suffix(&format!(" at line {line} column {column}")) {
            message.truncate(rest.len());
        }
        Self(Box::new(Inner { path: trail.path(), line, column, message }))
    }

    /// Returns the path of the value, such as `participants[2].status`. It is empty for the root.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the line in the text, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Returns the column in bytes, counted from 1. A column of 0 is the end of the previous line.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// Returns the description of the error, without the position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, line, column, message } = &*self.0;
        if !path.is_empty() {
            write!(f, "{}: ", Printable(path))?;
        }
        write!(f, "{} (line {line}, column {column})", Printable(message))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
