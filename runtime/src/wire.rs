//! The JSON codec: how Rust values are represented on the wire.
//!
//! | Rust | written as | also accepted |
//! |---|---|---|
//! | `bool` | `true` | |
//! | `i32`, `u32` | `5` | `5.0`, `"5"` |
//! | `i64`, `u64` | `"5"` | `5`, `5.0` |
//! | `f32`, `f64` | `0.5`, `"NaN"`, `"Infinity"`, `"-Infinity"` | `"0.5"` |
//! | `String` | `"text"` | |
//! | `Vec<u8>` | padded base64 in the URL-safe alphabet | both alphabets, with or without padding |
//! | [`Timestamp`] | `"2024-05-01T10:00:00.500Z"` with 0, 3, 6 or 9 fractional digits | other offsets |
//! | [`DateTime`] | the same, with its own offset or without one | |
//! | [`Date`] | `"2024-05-01"` | |
//! | [`Duration`] | `"3.500s"` | |
//! | [`FieldMask`] | `"a,b.c"` | |
//! | [`Json`] | itself | |
//! | `()` | `null` | anything; the value is ignored |
//! | `Vec<T>` | an array | `null` as an empty list |
//! | [`Map<T>`](Map) | an object | `null` as an empty map |
//! | a message | an object | |
//! | an open enum | a string | an integer |
//! | `Option<T>` | `T`, or `null` for `None` inside a list or map | `null` as `None` |
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

mod bytes;
mod collection;
pub(crate) mod debug;
mod decode;
pub(crate) mod deserialize;
mod duration;
mod encode;
pub(crate) mod equal;
pub(crate) mod event;
mod field_mask;
mod json;
pub(crate) mod message;
mod message_value;
pub(crate) mod open_enum;
mod parameter;
pub(crate) mod patch;
pub(crate) mod read_error;
mod scalar;
pub(crate) mod serialize;
mod text_field;
mod time;
mod trail;
pub(crate) mod union;
mod unknown_fields;
pub(crate) mod view;

use std::fmt;

pub use self::collection::Map;
pub use self::decode::{DecodeError, decode, decode_into};
pub use self::duration::Duration;
pub use self::encode::encode;
use self::event::Event;
pub use self::field_mask::FieldMask;
pub use self::json::{Json, Number};
pub use self::message::Message;
pub(crate) use self::message::{FieldSlot, FieldVisitor};
pub use self::open_enum::UnknownValue;
pub(crate) use self::parameter::{all_parameter_values, parameter_values};
use self::read_error::ReadError;
pub(crate) use self::text_field::text_field;
pub use self::time::{Date, DateTime, Timestamp};
pub use self::unknown_fields::UnknownFields;
use self::view::Seq;
pub(crate) use self::view::View;

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

    /// Returns the JSON representation of the value.
    fn view(&self) -> View<'_>;

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
