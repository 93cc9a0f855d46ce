//! Decodes JSON text and JSON values.

use std::fmt;

use serde_core::de::DeserializeSeed;

use super::deserialize::ValueSeed;
use super::reader::{LEVELS, Reader};
use super::reading::Reading;
use super::surrogates::replace_lone_surrogates;
use super::{Json, Wire};
use crate::printable::Printable;

/// Decodes a value from JSON text.
///
/// A message has the fields that the text contains: also a fixed value such as `kind`, which a new
/// message has from the start, is unset if the text omits it.
///
/// # Errors
///
/// Returns an error if the text is not valid JSON or does not fit `T`.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::empty();
    // The type is known here, so that its function is not called through a table.
    if !fits(&mut value, json) {
        read_again(&mut value, json)?;
    }
    Ok(value)
}

/// Decodes JSON text into an existing value. Fields of a message that the text omits are kept.
///
/// # Errors
///
/// Returns an error under the same conditions as [`decode`]. The value may be partially updated
/// then.
pub fn decode_into(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    if fits(value, json) { Ok(()) } else { read_again(value, json) }
}

/// Reads a text with the fast reader. Returns `false` if that rejects it.
#[inline]
fn fits<T: Wire + ?Sized>(value: &mut T, json: &[u8]) -> bool {
    let text = str::from_utf8(without_byte_order_mark(json));
    text.is_ok_and(|text| Reader::new(text).read_document(value).is_ok())
}

/// Reads a text that the fast reader has rejected.
#[cold]
fn read_again(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    read(value, without_byte_order_mark(json), Reading::of_json).map(|_| ())
}

/// Decodes a JSON value, such as an unknown field or the result of an operation whose type is only
/// known at run time. The value is not written as text first.
///
/// ```
/// use discovery_runtime::{Json, decode_json};
/// use serde_json::json;
///
/// let result: Json = json!({"pages": "12", "sizes": [1, 2]});
/// assert_eq!(decode_json::<i64>(&result["pages"]), Ok(12));
/// assert_eq!(decode_json::<Vec<i32>>(&result["sizes"]), Ok(vec![1, 2]));
/// ```
///
/// # Errors
///
/// Returns an error if the value does not fit `T`, or has more levels than [`decode`] accepts.
pub fn decode_json<T: Wire>(json: &Json) -> Result<T, DecodeError> {
    if has_too_many_levels(json) {
        let message = "recursion limit exceeded".to_owned();
        return Err(DecodeError(Box::new(Inner { path: String::new(), line: 0, column: 0, message })));
    }
    let mut value = T::empty();
    let mut reading = Reading::of_any_format();
    let seed = ValueSeed { target: &mut value, reading: &mut reading, is_item: false };
    match seed.deserialize(json) {
        Ok(()) => Ok(value),
        Err(error) => Err(DecodeError::new(&error, &reading)),
    }
}

/// Returns `true` if a value has more levels of lists and objects than are accepted in text.
fn has_too_many_levels(json: &Json) -> bool {
    let mut open = vec![(json, LEVELS)];
    while let Some((value, left)) = open.pop() {
        let is_nested = matches!(value, Json::Array(_) | Json::Object(_));
        if is_nested && left == 1 {
            return true;
        }
        match value {
            Json::Array(items) => open.extend(items.iter().map(|item| (item, left - 1))),
            Json::Object(members) => open.extend(members.values().map(|member| (member, left - 1))),
            _ => {}
        }
    }
    false
}

/// Decodes JSON text into an existing value. Where the value of a field does not fit its type, it
/// becomes an unknown field of that name. Returns the names of these fields.
///
/// # Errors
///
/// Returns an error if the text is not valid JSON, or if it is not the JSON of a message.
pub(crate) fn decode_keeping_mismatched(value: &mut dyn Wire, json: &[u8]) -> Result<Vec<String>, DecodeError> {
    // Almost all responses fit, and reading them once is faster.
    let Err(error) = decode_into(value, json) else { return Ok(Vec::new()) };
    // The first error has the position of the value, unless the second reader gets further.
    read(value, without_byte_order_mark(json), Reading::of_json_keeping_mismatched)
        .map(Reading::into_kept)
        .map_err(|_| error)
}

#[inline]
fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json)
}

/// Reads JSON text that may contain halves of surrogate pairs.
pub(super) fn read(value: &mut dyn Wire, json: &[u8], reading: fn() -> Reading) -> Result<Reading, DecodeError> {
    read_once(value, json, reading()).or_else(|error| match replace_lone_surrogates(json) {
        Some(replaced) => read_once(value, &replaced, reading()),
        None => Err(error),
    })
}

fn read_once(value: &mut dyn Wire, json: &[u8], mut reading: Reading) -> Result<Reading, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let seed = ValueSeed { target: value, reading: &mut reading, is_item: false };
    match seed.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => Ok(reading),
        Err(error) => Err(DecodeError::new(&error, &reading)),
    }
}

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

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
    pub(crate) fn custom(message: impl Into<String>) -> Self {
        Self(Box::new(Inner { path: String::new(), line: 1, column: 0, message: message.into() }))
    }

    /// Converts an error about the root of a text.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        Self::new(error, &Reading::of_json())
    }

    fn new(error: &serde_json::Error, reading: &Reading) -> Self {
        let (line, column) = (error.line(), error.column());
        Self(Box::new(Inner { path: reading.trail.path(), line, column, message: message_of(error) }))
    }

    /// Returns the path of the value, such as `participants[2].status`. It is empty for the root.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the line in the text, counted from 1. It is 0 if a value was decoded, not a text.
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
        write!(f, "{}", Printable(message))?;
        if *line == 0 {
            return Ok(());
        }
        write!(f, " (line {line}, column {column})")
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// Returns the message of an error without the position.
pub(super) fn message_of(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    message.truncate(message.strip_suffix(&position).map_or(message.len(), str::len));
    message
}
