//! Encodes values as JSON text.

use super::{Wire, Writer};

/// Encodes a value as compact JSON. Fields that are not set are omitted.
#[must_use]
pub fn encode(value: &dyn Wire) -> Vec<u8> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.into_text()
}
