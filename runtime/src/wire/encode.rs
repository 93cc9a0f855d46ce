//! Encodes values as JSON text.

use super::Wire;
use super::serialize::Output;

/// Encodes a value as compact JSON. Fields that are not set are omitted.
#[must_use]
pub fn encode(value: &dyn Wire) -> Vec<u8> {
    // Infallible: keys are strings, numbers are finite, and writing to a `Vec` does not fail.
    serde_json::to_vec(&Output { view: value.view(), is_json: true }).unwrap_or_default()
}
