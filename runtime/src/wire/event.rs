//! What a deserializer saw, handed to the value that is to become it.

use super::{Message, ReadError, Wire};

/// One JSON value on its way in.
pub enum Event<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number without fraction or exponent that fits.
    I64(i64),
    /// A number without fraction or exponent that fits; seen for numbers above `i64::MAX`, or for any that is not negative.
    U64(u64),
    /// Any other number.
    F64(f64),
    /// A string, its escapes resolved.
    Str(&'a str),
    /// An array. What the receiver does not take is skipped.
    Seq(&'a mut dyn SeqSource),
    /// An object. What the receiver does not take is skipped.
    Map(&'a mut dyn MapSource),
}

/// The items of a JSON array that is being read.
pub trait SeqSource {
    /// Reads the next item into `item`; `false` at the end, with `item` untouched.
    ///
    /// # Errors
    /// When the input is not JSON or `item` refuses what it is given. The receiver passes the error on.
    fn next(&mut self, item: &mut dyn Wire) -> Result<bool, ReadError>;
}

/// The fields of a JSON object that is being read.
pub trait MapSource {
    /// Reads every field into the place that `message` has for it.
    ///
    /// # Errors
    /// When the input is not JSON or a field refuses what it is given. The receiver passes the error on.
    fn read_into(&mut self, message: &mut dyn Message) -> Result<(), ReadError>;
}
