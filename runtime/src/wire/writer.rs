//! Writes JSON text.

mod collections;
mod member;
mod number;
mod string;

use super::buffer::Buffer;
use super::message::ObjectKind;
use super::{View, Wire};

/// A compact JSON text that is being written.
#[derive(Debug)]
pub struct Writer(Buffer);

impl Writer {
    /// Creates a writer of an empty text.
    #[inline]
    pub(super) fn new() -> Self {
        Self(Buffer::new())
    }

    /// Returns the text.
    #[inline]
    pub(super) fn into_text(self) -> Vec<u8> {
        self.0.into_text()
    }

    /// Writes text without quotes and escapes.
    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }

    /// Writes `null`.
    pub(super) fn null(&mut self) {
        self.0.push(b"null");
    }

    /// Writes a boolean.
    pub(super) fn bool(&mut self, value: bool) {
        if value { self.0.push(b"true") } else { self.0.push(b"false") }
    }

    /// Writes a value by its view.
    pub(super) fn view(&mut self, view: &View<'_>) {
        match view {
            View::Null => self.null(),
            View::Bool(value) => self.bool(*value),
            View::I32(value) => self.integer(*value),
            View::U32(value) => self.integer(*value),
            View::I64(value) => self.quoted_integer(*value),
            View::U64(value) => self.quoted_integer(*value),
            View::Integer(value) => self.integer(*value),
            View::F32(value) => value.write(self),
            View::F64(value) => value.write(self),
            View::Str(value) => self.string(value),
            View::String(value) => self.string(value),
            View::Date(value) => self.displayed(value),
            View::DateTime(value) => self.displayed(value),
            View::Duration(value) => self.displayed(value),
            View::Timestamp(value) => self.displayed(value),
            View::Seq(items) => self.array((0..items.len()).filter_map(|index| items.at(index))),
            View::Message(message) => self.message(*message, ObjectKind::of(*message)),
            View::Number(value) => self.number(value),
            View::Json(value) => value.write(self),
        }
    }
}
