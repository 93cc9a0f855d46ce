//! Arrays in the place of a message: some methods respond with several messages, although their
//! documents declare one.

use super::reader::Reader;
use crate::error::{DecodeResponseError, Error};
use crate::streaming::{Single, error_of, single};
use crate::wire::{DecodeError, Wire};

/// Decodes the only element of an array into a value that could not be decoded from the array.
/// `error` is the reason why not. Returns what `reader` returns, and the response.
pub(super) fn decode(
    value: &mut dyn Wire,
    response: http::Response<Vec<u8>>,
    error: DecodeError,
    reader: Reader,
) -> Result<(Vec<String>, http::Response<Vec<u8>>), Error> {
    let error = match single(response.body()) {
        None => error,
        Some(Single::None) => DecodeError::custom("expected a message, found an empty array"),
        Some(Single::Several) => {
            DecodeError::custom("expected a message, found an array of several: read them with `stream`")
        }
        Some(Single::One(element)) => match (error_of(&element), reader(value, &element)) {
            (Some(error), _) => return Err(error.into()),
            (None, Ok(kept)) => return Ok((kept, response)),
            (None, Err(error)) => error,
        },
    };
    Err(DecodeResponseError::new(error, response).into())
}
