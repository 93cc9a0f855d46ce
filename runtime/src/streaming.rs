//! Responses that consist of several messages, one after the other.
//!
//! Some methods respond with a JSON array of the declared message, and send each element as soon as
//! they have it. Their request builders have a function `stream`; [`Call::stream`] does the same
//! for any call. With the parameter `alt` set to `sse`, servers that support it send the messages
//! as server-sent events, which are read in the same way.
//!
//! [`Call::stream`]: crate::Call::stream

mod elements;
mod error_element;
mod json;
mod response_stream;
mod server_sent_events;

pub(crate) use self::error_element::error_of;
pub(crate) use self::json::{Single, single};
pub use self::response_stream::ResponseStream;
