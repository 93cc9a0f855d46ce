//! Encodes values as JSON text.

use super::Wire;

/// Encodes a value as compact JSON. Fields that are not set are omitted.
#[must_use]
pub fn encode(value: &dyn Wire) -> Vec<u8> {
    // Infallible: keys are strings, numbers are finite, and writing to a `Vec` does not fail.
    serde_json::to_vec(&value.view()).unwrap_or_default()
}
