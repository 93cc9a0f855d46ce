//! Decodes responses.

use super::format::ResponseFormat;
use super::{array, data_wrapper, http_body};
use crate::error::Result;
use crate::request::UntypedCall;
use crate::wire::{Wire, decode_into};

/// Decodes the responses of a method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseDecoder {
    format: ResponseFormat,
    method_id: &'static str,
}

impl ResponseDecoder {
    pub(crate) fn new(call: &UntypedCall) -> Self {
        Self { format: ResponseFormat::new(call.client.api(), call.method), method_id: call.method.id() }
    }

    /// Decodes a response, unless its type ignores the body.
    pub(crate) fn decode<R: Wire>(&self, response: http::Response<Vec<u8>>) -> Result<http::Response<R>> {
        let mut value = R::empty();
        let response = if R::ignores_input() { response } else { self.decode_into(&mut value, response)? };
        Ok(response.map(|_| value))
    }

    /// Decodes the body. The value is unchanged if the body is empty, as with a 204, or `null`.
    fn decode_into(&self, value: &mut dyn Wire, response: http::Response<Vec<u8>>) -> Result<http::Response<Vec<u8>>> {
        let body = response.body();
        let result = match self.format {
            ResponseFormat::HttpBody => http_body::decode(value, &response),
            _ if matches!(body.trim_ascii(), b"" | b"null") => Ok(()),
            ResponseFormat::DataWrapper => data_wrapper::decode(value, body),
            ResponseFormat::Json => decode_into(value, body),
        };
        match result {
            Ok(()) => Ok(response),
            Err(error) => array::decode(value, response, error).map_err(|error| error.with_method_id(self.method_id)),
        }
    }
}
