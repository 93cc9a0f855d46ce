//! Arrays in the place of a message: some methods respond with several messages, although their
//! documents declare one.

use crate::error::{DecodeResponseError, Error};
use crate::streaming::{Single, error_of, single};
use crate::wire::{DecodeError, Wire, decode_into};

/// Decodes the only element of an array into a value that could not be decoded from the array.
/// `error` is the reason why not.
pub(super) fn decode(
    value: &mut dyn Wire,
    response: http::Response<Vec<u8>>,
    error: DecodeError,
) -> Result<http::Response<Vec<u8>>, Error> {
    let error = match single(response.body()) {
        None => error,
        Some(Single::None) => DecodeError::custom("expected a message, found an empty array"),
        Some(Single::Several) => {
            DecodeError::custom("expected a message, found an array of several: read them with `stream`")
        }
        Some(Single::One(element)) => match (error_of(&element), decode_into(value, &element)) {
            (Some(error), _) => return Err(error.into()),
            (None, Ok(())) => return Ok(response),
            (None, Err(error)) => error,
        },
    };
    Err(DecodeResponseError::new(error, response).into())
}
