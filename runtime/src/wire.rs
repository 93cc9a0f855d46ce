//! The wire format: which Rust type has which form in JSON.
//!
//! | Rust | JSON written | JSON read |
//! |---|---|---|
//! | `bool` | `true` | the same |
//! | `i32` `u32` | `5` | also `5.0` and `"5"` |
//! | `i64` `u64` | `"5"` | also `5` and `5.0` |
//! | `f32` `f64` | `0.5`, `"NaN"`, `"Infinity"`, `"-Infinity"` | also `"0.5"` |
//! | `String` | `"text"` | the same |
//! | `Vec<u8>` | padded base64, URL-safe alphabet | either alphabet, padded or not |
//! | [`Timestamp`] | `"2024-05-01T10:00:00.5Z"`, with 0, 3, 6 or 9 digits of a second | also other offsets |
//! | [`DateTime`] | the same, with its offset or without one | the same |
//! | [`Date`] | `"2024-05-01"` | the same |
//! | [`Duration`] | `"3.500s"` | the same |
//! | [`FieldMask`] | `"a,b.c"` | the same |
//! | [`Json`] | itself | anything |
//! | `()` | `null` | anything; forgotten |
//! | `Vec<T>` | an array | the same; `null` as none |
//! | [`Map<T>`] | an object | the same; `null` as none |
//! | a message | an object | the same |
//! | an open enum | a string | the same |
//! | `Option<T>` | `T`; else `null` in a list or a map, and nothing in a message | `T`; `null` as `None` (of `Json`: as `Some(Json::Null)`) |
//!
//! A message's own fields that are `None` or empty are left out. To send an explicit `null` or an empty list, see
//! [`send_null!`](crate::send_null) and [`send_empty!`](crate::send_empty).

mod bytes;
mod collection;
mod debug;
mod decode;
mod duration;
mod equal;
mod event;
mod field_mask;
mod json;
mod message;
mod open_enum;
mod patch;
mod read;
mod read_error;
mod scalar;
mod text;
mod time;
mod trail;
mod union;
mod unknown;
mod view;
mod write;

pub use self::collection::Map;
#[doc(hidden)]
pub use self::debug::debug;
pub use self::decode::{DecodeError, decode, decode_into};
pub use self::duration::Duration;
#[doc(hidden)]
pub use self::equal::equal;
pub use self::event::{Event, MapSource, SeqSource};
pub use self::field_mask::FieldMask;
pub use self::json::{Json, Number};
pub use self::message::{FieldSink, Message, Place};
pub use self::open_enum::UnknownValue;
#[doc(hidden)]
pub use self::open_enum::{enum_text, unknown_value};
#[doc(hidden)]
pub use self::patch::Patch;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use self::read::deserialize;
pub use self::read_error::ReadError;
pub(crate) use self::text::texts;
pub use self::time::{Date, DateTime, Timestamp};
#[doc(hidden)]
pub use self::union::{union_kind, union_object, union_variant};
pub use self::unknown::UnknownFields;
pub use self::view::{Seq, View};
pub use self::write::encode;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use self::write::serialize;

/// A Rust type with one form in JSON.
pub trait Wire {
    /// The value that reading starts from.
    fn empty() -> Self
    where
        Self: Sized;

    /// Becomes what `event` says, whatever it was before.
    ///
    /// # Errors
    /// When the event is of a kind or a range that this type does not hold; the value is then any.
    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError>;

    /// The form that this value has in JSON.
    fn view(&self) -> View<'_>;

    /// Whether a message that has this value in a field writes the field.
    fn is_set(&self) -> bool {
        true
    }

    /// Adds the paths of what is set here to those of a mask.
    #[doc(hidden)]
    fn paths(&self, path: &str, paths: &mut Vec<String>) {
        paths.push(path.to_owned());
    }

    /// Whether `null` is a value like others, so that `Option` keeps it.
    #[doc(hidden)]
    #[inline]
    fn takes_null() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Whether a response is of no interest, so that it need not even be JSON.
    #[doc(hidden)]
    #[inline]
    fn ignores_input() -> bool
    where
        Self: Sized,
    {
        false
    }
}
