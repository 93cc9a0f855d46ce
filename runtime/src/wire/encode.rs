//! Encodes values as JSON text.

use super::{Wire, Writer};

/// Encodes a value as compact JSON. Fields that are not set are omitted.
#[inline]
#[must_use]
pub fn encode<T: Wire + ?Sized>(value: &T) -> Vec<u8> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.into_text()
}
