//! A value on its way out, in the form it has in JSON.

use super::{Json, Message, Number, Wire};

/// One JSON value on its way out.
pub enum View<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    I32(i32),
    /// A number.
    U32(u32),
    /// A string of digits: JSON numbers above 2^53 get lost in JavaScript.
    I64(i64),
    /// A string of digits.
    U64(u64),
    /// A number, or one of the strings `NaN`, `Infinity`, `-Infinity`.
    F32(f32),
    /// A number, or one of the strings `NaN`, `Infinity`, `-Infinity`.
    F64(f64),
    /// A string.
    Str(&'a str),
    /// A string that was made for the occasion.
    Text(String),
    /// An array.
    Seq(&'a dyn Seq),
    /// An object.
    Message(&'a dyn Message),
    /// A number of any kind.
    Number(&'a Number),
    /// Any value, as it is.
    Json(&'a Json),
}

/// The items of an array.
pub trait Seq {
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at `index`, counted from 0.
    fn at(&self, index: usize) -> Option<&dyn Wire>;
}
