//! JSON values that are being written.

use std::fmt;

use super::{Date, DateTime, Duration, Json, Message, Number, Timestamp, Wire};

/// A JSON value that is being written.
#[derive(Debug)]
pub enum View<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    I32(i32),
    /// A number.
    U32(u32),
    /// A string of digits, because JavaScript rounds numbers above 2^53.
    I64(i64),
    /// A string of digits.
    U64(u64),
    /// A number: an unknown value of an enum.
    Integer(i64),
    /// A number, or one of the strings `NaN`, `Infinity` and `-Infinity`.
    F32(f32),
    /// A number, or one of the strings `NaN`, `Infinity` and `-Infinity`.
    F64(f64),
    /// A string that is part of the value.
    Str(&'a str),
    /// A string that was formatted for this view.
    String(String),
    /// A string.
    Date(Date),
    /// A string.
    DateTime(DateTime),
    /// A string.
    Duration(Duration),
    /// A string.
    Timestamp(Timestamp),
    /// An array.
    Seq(&'a dyn Seq),
    /// An object.
    Message(&'a dyn Message),
    /// A number of any kind.
    Number(&'a Number),
    /// Any value.
    Json(&'a Json),
}

/// The items of an array.
pub trait Seq: fmt::Debug {
    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Returns `true` if the array is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at `index`, counted from 0.
    fn at(&self, index: usize) -> Option<&dyn Wire>;
}
