//! How the JSON text of a response is read: exactly, or keeping values that do not fit.

use crate::wire::{DecodeError, Wire, decode_into, decode_keeping_mismatched};

/// Decodes JSON text into a value. Returns the names of the fields whose values did not fit.
pub(super) type Reader = fn(&mut dyn Wire, &[u8]) -> Result<Vec<String>, DecodeError>;

pub(super) fn reader(keep_mismatched: bool) -> Reader {
    if keep_mismatched { decode_keeping_mismatched } else { read_exactly }
}

fn read_exactly(value: &mut dyn Wire, json: &[u8]) -> Result<Vec<String>, DecodeError> {
    decode_into(value, json).map(|()| Vec::new())
}
