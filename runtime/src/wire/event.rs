//! JSON values that are being read.

use std::fmt;

use super::float::format_non_finite;
use super::{Message, ReadError, Wire, encode_json};

/// A JSON value that is being read, as reported by the deserializer.
pub enum Event<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction or exponent that fits an `i64`.
    I64(i64),
    /// A number without fraction or exponent that fits a `u64`. Some deserializers report every
    /// number that is not negative like this, others only those above `i64::MAX`.
    U64(u64),
    /// Any other number.
    F64(f64),
    /// A string, with its escapes resolved.
    Str(&'a str),
    /// An array. Items that the receiver does not read are skipped.
    Seq(&'a mut dyn SeqSource),
    /// An object. Fields that the receiver does not read are skipped.
    Map(&'a mut dyn MapSource),
    /// Any value except `null`, for types that read the text: see [`Wire::reads_text`].
    Text(&'a mut dyn TextSource),
}

/// The items of a JSON array that is being read.
pub trait SeqSource {
    /// Reads the next item into `item`. Returns `false` at the end and leaves `item` unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON or does not fit `item`. The receiver returns it
    /// unchanged.
    fn next(&mut self, item: &mut dyn Wire) -> Result<bool, ReadError>;
}

/// The fields of a JSON object that is being read.
pub trait MapSource {
    /// Reads every field into the slot that `message` has for it.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON or does not fit a field. The receiver returns it
    /// unchanged.
    fn read_into(&mut self, message: &mut dyn Message) -> Result<(), ReadError>;
}

/// The text of a JSON value.
pub trait TextSource {
    /// Reads the text into `target`. It can be read more than once.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON or does not fit `target`. The receiver returns it
    /// unchanged.
    fn read_into(&mut self, target: &mut dyn Wire) -> Result<(), ReadError>;

    /// Returns the text.
    fn text(&self) -> &str;
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({self})")
    }
}

/// The maximum number of characters of a string that an error shows.
const MAX_CHARS: usize = 40;

/// Shows the value as JSON, shortened.
impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Null => f.write_str("null"),
            Event::Bool(value) => write!(f, "{value}"),
            Event::I64(value) => write!(f, "{value}"),
            Event::U64(value) => write!(f, "{value}"),
            // `Debug` of floats would be linked only for this.
            Event::F64(value) if value.is_finite() => f.write_str(&encode_json(&(*value).into())),
            Event::F64(value) => f.write_str(format_non_finite(*value)),
            Event::Str(value) => match value.char_indices().nth(MAX_CHARS) {
                Some((end, _)) => write!(f, "{:?}…", value.get(..end).unwrap_or_default()),
                None => write!(f, "{value:?}"),
            },
            Event::Text(source) => match source.text().as_bytes().first() {
                Some(b'{') => f.write_str("an object"),
                Some(b'[') => f.write_str("an array"),
                _ => f.write_str("another value"),
            },
            Event::Seq(_) => f.write_str("an array"),
            Event::Map(_) => f.write_str("an object"),
        }
    }
}
