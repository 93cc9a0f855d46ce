//! Reads the value of a response.

mod data_wrapper;

use crate::error::{Error, Result, UnreadableResponse};
use crate::request::http_body;
use crate::wire::{Wire, decode_into};

/// Where in a response its value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// The body is the value, in JSON.
    Plain,
    /// The value stands under `data`.
    Wrapped,
    /// The value is an `HttpBody`, and the body its data.
    Raw,
}

/// What the response says.
pub(crate) fn read_response<R: Wire>(response: http::Response<Vec<u8>>, form: Form) -> Result<http::Response<R>> {
    let mut value = R::empty();
    let response = if R::ignores_input() { response } else { read(response, &mut value, form)? };
    Ok(response.map(|_| value))
}

/// Reads the body; an empty one, as of a 204, leaves the value as it is, and so does `null`.
fn read(response: http::Response<Vec<u8>>, value: &mut dyn Wire, form: Form) -> Result<http::Response<Vec<u8>>> {
    let body = response.body();
    let read = match form {
        Form::Raw => http_body::read(value, &response),
        _ if matches!(body.trim_ascii(), b"" | b"null") => Ok(()),
        Form::Wrapped => data_wrapper::decode(value, body),
        Form::Plain => decode_into(value, body),
    };
    match read {
        Ok(()) => Ok(response),
        Err(error) => Err(Error::Decode(Box::new(UnreadableResponse::new(error, response)))),
    }
}
