//! Decodes responses.

use http::StatusCode;

use super::format::ResponseFormat;
use super::reader::{Reader, reader};
use super::{array, data_wrapper, http_body};
use crate::error::Result;
use crate::execute::report_kept_field;
use crate::request::UntypedCall;
use crate::wire::{DecodeError, FieldVisitor, View, Wire};

/// Decodes the responses of a method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseDecoder {
    format: ResponseFormat,
    method_id: &'static str,
    reader: Reader,
}

impl ResponseDecoder {
    pub(crate) fn new(call: &UntypedCall) -> Self {
        Self {
            format: ResponseFormat::new(call.client.api(), call.method),
            method_id: call.method.id(),
            reader: reader(call.keeps_mismatched()),
        }
    }

    /// Decodes a response, unless its type ignores the body.
    pub(crate) fn decode<R: Wire>(&self, response: http::Response<Vec<u8>>) -> Result<http::Response<R>> {
        let mut value = R::empty();
        let response = if R::ignores_input() { response } else { self.decode_into(&mut value, response)? };
        Ok(response.map(|_| value))
    }

    fn decode_into(&self, value: &mut dyn Wire, response: http::Response<Vec<u8>>) -> Result<http::Response<Vec<u8>>> {
        let (kept, response) = match self.read(value, &response) {
            Ok(kept) => (kept, response),
            Err(error) => array::decode(value, response, error, self.reader)
                .map_err(|error| error.with_method_id(self.method_id))?,
        };
        kept.iter().for_each(|field| report_kept_field(self.method_id, field));
        Ok(response)
    }

    /// Reads the body. Returns the names of the fields whose values were kept as unknown fields.
    fn read(&self, value: &mut dyn Wire, response: &http::Response<Vec<u8>>) -> Result<Vec<String>, DecodeError> {
        let (reader, body) = (self.reader, response.body());
        let kept = match self.format {
            ResponseFormat::HttpBody => return http_body::decode(value, response).map(|()| Vec::new()),
            _ if matches!(body.trim_ascii(), b"" | b"null") => None,
            ResponseFormat::DataWrapper => data_wrapper::decode(value, body, reader)?,
            ResponseFormat::Json => Some(reader(value, body)?),
        };
        match kept {
            Some(kept) => Ok(kept),
            // A message without its fields would overwrite them in the next update.
            None if response.status() != StatusCode::NO_CONTENT && has_fields(value) => {
                Err(DecodeError::custom("expected an object, found nothing"))
            }
            None => Ok(Vec::new()),
        }
    }
}

/// Returns `true` for scalars and for messages with fields. Empty messages, lists, maps and values
/// of any type can do without a text.
fn has_fields(value: &dyn Wire) -> bool {
    match value.view() {
        View::Message(message) => {
            let mut has_fields = false;
            message.fields(FieldVisitor(&mut |known, _| has_fields |= !known.is_empty()));
            has_fields && message.map_len().is_none()
        }
        View::Null | View::Json(_) | View::Seq(_) => false,
        _ => true,
    }
}
