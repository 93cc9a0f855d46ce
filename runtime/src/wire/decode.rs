//! JSON text to values.

use std::fmt;

use serde_core::de::DeserializeSeed;

use super::Wire;
use super::read::Seed;
use super::trail::Trail;

/// Reads a value from JSON text.
///
/// Reading starts from `T`'s empty value: a message has its defaults, so a `kind` that the server left out is there.
///
/// # Errors
/// When the text is not JSON, or holds something that `T` cannot hold.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::empty();
    decode_into(&mut value, json)?;
    Ok(value)
}

/// Reads JSON text into a value that is there already: of a message, the fields that the text does not name stay.
///
/// # Errors
/// As [`decode`]; `value` may then hold a part of the text.
pub fn decode_into(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    let mut trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    Seed { wire: value, trail: &mut trail }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| DecodeError::new(&error, &trail))
}

/// Why and where JSON text could not be read.
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
    fn new(error: &serde_json::Error, trail: &Trail) -> Self {
        let (line, column) = (error.line(), error.column());
        let mut message = error.to_string();
        if let Some(rest) = message.strip_suffix(&format!(" at line {line} column {column}")) {
            message.truncate(rest.len());
        }
        Self(Box::new(Inner { path: trail.path(), line, column, message }))
    }

    /// The value that could not be read, like `participants[2].status`; empty for the outermost one.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The line in the text, counted from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column in the line, in bytes, counted from 1; 0 is the end of the line before.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// What was expected, and what was there.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, line, column, message } = &*self.0;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "{message} (line {line}, column {column})")
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
