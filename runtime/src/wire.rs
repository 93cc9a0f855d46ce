//! The JSON codec: how Rust values are represented on the wire.
//!
//! | Rust | written as | also accepted |
//! |---|---|---|
//! | `bool` | `true` | `"true"` |
//! | `i32`, `u32` | `5` | `5.0`, `"5"` |
//! | `i64`, `u64` | `"5"` | `5`, `5.0` |
//! | `f32`, `f64` | `0.5`, `"NaN"`, `"Infinity"`, `"-Infinity"` | `"0.5"` |
//! | `String` | `"text"` | numbers and booleans, as their text |
//! | `Vec<u8>` | padded base64 in the URL-safe alphabet | both alphabets, with or without padding |
//! | [`Timestamp`] | `"2024-05-01T10:00:00.500Z"`, with as many fractional digits as read | other offsets |
//! | [`DateTime`] | the same, with its own offset or without one | |
//! | [`Date`] | `"2024-05-01"` | `"2024-5-1"` |
//! | [`Duration`] | `"3.500s"`, with as many fractional digits as read | |
//! | [`FieldMask`] | `"a,b.c"` | |
//! | [`Json`] | itself | |
//! | [`NullValue`] | `null` | `"NULL_VALUE"` |
//! | `()` | `null` | anything; the value is ignored |
//! | `Vec<T>` | an array | `null` as an empty list; `null` as an empty boolean, number, string or enum in it |
//! | [`Map<T>`](Map) | an object | `null` as an empty map |
//! | a message | an object | |
//! | an open enum | a string | an integer, which is written back as an integer |
//! | `Option<T>` | `T`, or `null` for `None` inside a list or map | `null` as `None` |
//!
//! A byte order mark before the text is skipped, and half of a surrogate pair (`"\ud83d"`) becomes
//! U+FFFD. Anything else is an error, unless
//! [`keep_mismatched`](crate::ClientBuilder::keep_mismatched) is set.
//!
//! Fields of a message that are `None` or empty are omitted. Use [`send_null!`](crate::send_null)
//! and [`send_empty!`](crate::send_empty) to send an explicit `null` or an empty list or map. An
//! `Option<Json>` field reads `null` as `Some(Json::Null)`.
//!
//! The traits [`Wire`] and [`Message`] are sealed: their methods use types that are not part of the
//! public API. They can be named in bounds, for example in a function that is generic over the
//! messages of generated crates:
//!
//! ```
//! use discovery_runtime::wire::{self, Wire};
//!
//! fn to_json<T: Wire>(value: &T) -> String {
//!     String::from_utf8_lossy(&wire::encode(value)).into_owned()
//! }
//!
//! assert_eq!(to_json(&vec![1_i64, 2]), r#"["1","2"]"#);
//! ```

mod buffer;
mod bytes;
mod collection;
pub(crate) mod debug;
mod decode;
pub(crate) mod deserialize;
mod encode;
pub(crate) mod equal;
pub(crate) mod event;
mod field_mask;
pub(crate) mod field_name;
mod float;
mod integer;
mod json;
#[cfg(test)]
mod json_text;
mod member_name;
pub(crate) mod message;
mod message_value;
mod null_value;
mod number_text;
pub(crate) mod open_enum;
mod parameter;
pub(crate) mod patch;
mod plain;
pub(crate) mod read_error;
pub(crate) mod reader;
mod reading;
mod scalar;
#[cfg(feature = "serde")]
pub(crate) mod serialize;
mod surrogates;
mod text_field;
mod time;
mod trail;
pub(crate) mod union;
mod unknown_fields;
pub(crate) mod view;
pub(crate) mod writer;

use std::fmt;

pub use self::collection::Map;
pub(crate) use self::decode::decode_keeping_mismatched;
pub use self::decode::{DecodeError, decode, decode_into, decode_json};
pub use self::encode::encode;
pub(crate) use self::encode::encode_json;
use self::event::Event;
pub use self::field_mask::FieldMask;
pub use self::json::{Json, Number};
use self::member_name::MemberName;
pub use self::message::Message;
pub(crate) use self::message::{FieldVisitor, FieldVisitorMut};
pub use self::null_value::NullValue;
pub(crate) use self::number_text::is_exact;
pub use self::open_enum::UnknownValue;
pub(crate) use self::parameter::{all_parameter_values, parameter_values};
use self::read_error::ReadError;
use self::reader::{Reader, Rejected};
pub(crate) use self::text_field::text_field;
pub use self::time::{Date, DateTime, Duration, TimeError, Timestamp};
pub use self::unknown_fields::UnknownFields;
use self::view::Seq;
pub(crate) use self::view::View;
use self::writer::Writer;

/// A type that can be read from and written as JSON.
///
/// Implemented for scalars, strings, bytes, times, lists, maps, [`Json`], and the messages, enums
/// and unions of generated crates. This trait is sealed.
pub trait Wire: fmt::Debug {
    /// Returns the value that reading starts from.
    fn empty() -> Self
    where
        Self: Sized;

    /// Replaces the value with the one that `event` describes.
    ///
    /// # Errors
    ///
    /// Returns an error if the type cannot represent the JSON value. The value is unspecified then.
    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError>;

    /// Replaces the value with the next one of a JSON text, which is not `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if the value has to be read with [`read`](Self::read), which reports what is
    /// wrong. The value is unspecified then.
    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        if !self.reads_text() {
            let event = reader.scalar()?;
            return self.read(event).map_err(|_| Rejected);
        }
        let mut text = reader.value_text()?;
        self.read(Event::Text(&mut text)).map_err(|_| Rejected)
    }

    /// Returns the JSON text of a value that has no other one: of a message without fields.
    #[inline]
    fn only_text(&self) -> Option<&'static str> {
        None
    }

    /// Writes the value as JSON text.
    fn write(&self, writer: &mut Writer) {
        writer.view(&self.view());
    }

    /// Writes the value as a member of an object.
    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.view_member(name, &self.view());
    }

    /// Writes the value as a field of a message, if it is set.
    fn write_field(&self, name: MemberName<'_>, writer: &mut Writer) {
        if self.is_set() {
            self.write_member(name, writer);
        }
    }

    /// Returns the JSON representation of the value.
    fn view(&self) -> View<'_>;

    /// Returns whether the value is read from the JSON text of an object, if there is a text.
    fn reads_text(&self) -> bool {
        false
    }

    /// Returns what [`reads_text`](Self::reads_text) returns for every value of this type.
    #[inline]
    fn is_text_reader() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Returns whether a message writes a field that has this value.
    fn is_set(&self) -> bool {
        true
    }

    /// Appends the field paths that an update with this value has to name in its mask.
    fn collect_paths(&self, path: &str, paths: &mut Vec<String>) {
        paths.push(path.to_owned());
    }

    /// Returns whether `null` is a value of this type, so that `Option` reads it as `Some`.
    #[inline]
    fn accepts_null() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Returns whether a response of this type is ignored, so that it does not have to be JSON.
    #[inline]
    fn ignores_input() -> bool
    where
        Self: Sized,
    {
        false
    }
}
