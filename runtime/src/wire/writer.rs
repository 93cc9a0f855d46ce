//! Writes JSON text.

use super::float::format_non_finite;
use super::patch::merge_map_entries;
use super::reader::plain_end;
use super::{Message, UnknownFields, View, Wire};

/// The initial capacity in bytes, so that small messages are written without copying.
const CAPACITY: usize = 1024;

/// A compact JSON text that is being written.
#[derive(Debug)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Creates a writer of an empty text.
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(CAPACITY))
    }

    /// Returns the text.
    pub(super) fn into_text(self) -> Vec<u8> {
        self.0
    }

    /// Writes text without quotes and escapes.
    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Writes `null`.
    #[inline]
    pub(super) fn null(&mut self) {
        self.text("null");
    }

    /// Opens an object or an array.
    #[inline]
    pub(super) fn open(&mut self, bracket: u8) {
        self.0.push(bracket);
    }

    /// Closes an object or an array.
    #[inline]
    pub(super) fn close(&mut self, bracket: u8) {
        self.0.push(bracket);
    }

    /// Writes a comma, unless nothing but the opening bracket was written. No value ends with one.
    #[inline]
    pub(super) fn separate(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[')) {
            self.0.push(b',');
        }
    }

    /// Writes the name of a field, after a comma if necessary.
    pub(super) fn name(&mut self, name: &str) {
        self.0.reserve(name.len() + 4);
        self.separate();
        self.characters(name);
        self.0.extend_from_slice(b"\":");
    }

    /// Writes a string.
    pub(super) fn string(&mut self, text: &str) {
        self.0.reserve(text.len() + 2);
        self.characters(text);
        self.0.push(b'"');
    }

    /// Writes a string without its last quotation mark.
    #[inline]
    fn characters(&mut self, text: &str) {
        self.0.push(b'"');
        let end = plain_end(text.as_bytes(), 0);
        if end == text.len() {
            self.0.extend_from_slice(text.as_bytes());
        } else {
            self.escaped(text.as_bytes(), end);
        }
    }

    /// Writes a string whose first special byte is at `end`.
    #[cold]
    fn escaped(&mut self, bytes: &[u8], mut end: usize) {
        let mut start = 0;
        loop {
            self.0.extend_from_slice(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else { return };
            self.escape(*byte);
            start = end + 1;
            end = plain_end(bytes, start);
        }
    }

    fn escape(&mut self, byte: u8) {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x8 => "\\b",
            0x9 => "\\t",
            0xa => "\\n",
            0xc => "\\f",
            0xd => "\\r",
            _ => return self.text(&format!("\\u{byte:04x}")),
        };
        self.text(escape);
    }

    /// Writes an integer.
    #[inline]
    pub(super) fn integer(&mut self, value: impl itoa::Integer) {
        self.text(itoa::Buffer::new().format(value));
    }

    /// Writes an integer as a string.
    #[inline]
    pub(super) fn quoted_integer(&mut self, value: impl itoa::Integer) {
        self.0.push(b'"');
        self.integer(value);
        self.0.push(b'"');
    }

    /// Writes a value of any type.
    pub(super) fn json(&mut self, value: &impl serde_core::Serialize) {
        // Infallible: keys are strings, numbers are finite, and writing to a `Vec` does not fail.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    /// Writes a value without characters that have to be escaped.
    fn quoted(&mut self, value: &dyn std::fmt::Display) {
        // Writing to a `Vec` does not fail.
        let _ = std::io::Write::write_fmt(&mut self.0, format_args!("\"{value}\""));
    }

    /// Writes a value by its view.
    pub(super) fn view(&mut self, view: &View<'_>) {
        match view {
            View::Null => self.null(),
            View::Bool(value) => value.write(self),
            View::I32(value) => self.integer(*value),
            View::U32(value) => self.integer(*value),
            View::I64(value) => self.quoted_integer(*value),
            View::U64(value) => self.quoted_integer(*value),
            View::Integer(value) => self.integer(*value),
            View::F32(value) if value.is_finite() => self.json(value),
            View::F64(value) if value.is_finite() => self.json(value),
            View::F32(value) => self.string(format_non_finite((*value).into())),
            View::F64(value) => self.string(format_non_finite(*value)),
            View::Str(value) => self.string(value),
            View::String(value) => self.string(value),
            View::Date(value) => self.quoted(value),
            View::DateTime(value) => self.quoted(value),
            View::Duration(value) => self.quoted(value),
            View::Timestamp(value) => self.quoted(value),
            View::Seq(items) => {
                self.open(b'[');
                for item in (0..items.len()).filter_map(|index| items.at(index)) {
                    self.separate();
                    item.write(self);
                }
                self.close(b']');
            }
            View::Message(message) => self.message(*message),
            View::Number(value) => self.json(value),
            View::Json(value) => self.json(value),
        }
    }

    /// Writes a message or a map.
    pub(super) fn message(&mut self, message: &dyn Message) {
        self.open(b'{');
        let is_map = message.map_len().is_some();
        message.fields(&mut |known, unknown| {
            if is_map {
                self.entries(known);
            } else if unknown.is_empty() {
                known.iter().for_each(|(name, field)| field.write_field(name, self));
            } else {
                self.overridden_fields(known, unknown);
            }
        });
        self.close(b'}');
    }

    /// Writes a message or a map as a field, unless it is an empty map.
    pub(super) fn message_field(&mut self, name: &str, message: &dyn Message) {
        if message.map_len() != Some(0) {
            self.name(name);
            self.message(message);
        }
    }

    fn entries(&mut self, entries: &[(&str, &dyn Wire)]) {
        for (name, value) in entries {
            self.name(name);
            value.write(self);
        }
    }

    /// Writes the known fields that no unknown field overrides, and then the unknown fields.
    fn overridden_fields(&mut self, known: &[(&str, &dyn Wire)], unknown: &UnknownFields) {
        for (name, field) in known {
            if !unknown.contains(name) {
                field.write_field(name, self);
            }
        }
        for (name, value) in unknown.values() {
            self.name(name);
            match (merge_map_entries(known, name, value.json()), value.text()) {
                (Some(merged), _) => self.json(&merged),
                (None, Some(text)) => self.text(text.get()),
                (None, None) => self.json(value.json()),
            }
        }
    }
}
