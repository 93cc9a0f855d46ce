//! Reads and writes values in the unit tests of their types.

use super::{Wire, decode, encode};

/// Reads a value. The error is its message, without the position.
pub(super) fn read<T: Wire>(json: &str) -> Result<T, String> {
    decode(json.as_bytes()).map_err(|error| error.message().to_owned())
}

/// Returns the JSON text of a value.
pub(super) fn write(value: &dyn Wire) -> String {
    String::from_utf8(encode(value)).unwrap()
}
