//! Encodes values as JSON text.

use super::{Json, Wire, Writer};

/// Encodes a value as compact JSON. Fields that are not set are omitted.
#[inline]
#[must_use]
pub fn encode<T: Wire + ?Sized>(value: &T) -> Vec<u8> {
    if let Some(text) = value.only_text() {
        return text.as_bytes().to_vec();
    }
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.into_text()
}

/// Returns a JSON value as text. The `Display` of serde_json contains a second encoder, and a third
/// for texts with line breaks.
pub(crate) fn encode_json(json: &Json) -> String {
    String::from_utf8(encode(json)).unwrap_or_default()
}
