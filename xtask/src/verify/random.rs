//! Random values of a schema, made from the plain JSON of the document: the value as a server may
//! send it, and the value expected after decoding and encoding it. They differ as follows:
//!
//! - properties that are `null`, an empty list or an empty map are omitted; `null` as a free-form
//!   value is preserved
//! - 64-bit integers become strings and 32-bit integers become numbers, regardless of their
//!   original form
//! - bytes become padded, URL-safe base64, regardless of their original alphabet
//! - times have 0, 3, 6 or 9 fractional digits; `google-datetime` is in UTC, `date-time` keeps its
//!   offset
//! - `null` as a map value is preserved if the map's description mentions null values

mod difference;
mod sampler;
mod scalar;

use serde_json::Value;

pub(super) use difference::difference;
pub(super) use sampler::Sampler;

/// A value before and after a round trip.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) sent: Value,
    pub(super) expected: Value,
}

impl Sample {
    /// Returns a sample that a round trip does not change.
    pub(super) fn unchanged(value: Value) -> Self {
        Self { sent: value.clone(), expected: value }
    }
}

/// Returns the FNV-1a hash of a string. It is equal on every machine and in every version, so that
/// printed seeds stay valid.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
