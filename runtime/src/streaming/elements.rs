//! The messages in a body, in either form.

use bytes::{Buf, Bytes};
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use super::json::{JsonElements, JsonError};
use super::server_sent_events::Events;
use crate::error::{DecodeResponseError, Error, Result, TransportError};
use crate::wire::DecodeError;

/// The number of bytes that are kept of a body that cannot be read.
const MAX_UNREAD: usize = 64 << 10;

/// Divides a body into messages.
#[derive(Debug)]
pub(super) struct Elements {
    form: Form,
    /// Bytes that have been received, but not read.
    bytes: Bytes,
    limit: u64,
    content_type: Option<HeaderValue>,
}

#[derive(Debug)]
enum Form {
    Json(JsonElements),
    Events(Events),
}

impl Elements {
    /// Creates a reader for the body of a response. `limit` is the maximum size of a message.
    pub(super) fn of_response(headers: &HeaderMap, limit: u64) -> Self {
        let content_type = headers.get(CONTENT_TYPE).cloned();
        let text = content_type.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        let form = if text.trim_start().to_ascii_lowercase().starts_with("text/event-stream") {
            Form::Events(Events::default())
        } else {
            Form::Json(JsonElements::default())
        };
        Self { form, bytes: Bytes::new(), limit, content_type }
    }

    /// Adds bytes. All earlier bytes have been read.
    pub(super) fn receive(&mut self, bytes: Bytes) {
        self.bytes = bytes;
    }

    /// Returns the next message, or `None` if more bytes are needed.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON, or if the message is too large.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let read = match &mut self.form {
            Form::Json(json) => json.read(&self.bytes, self.limit),
            Form::Events(events) => events.read(&self.bytes, self.limit),
        };
        let (read, element) = read.map_err(|error| self.error(error))?;
        self.bytes.advance(read);
        Ok(element)
    }

    /// Returns the last message, at the end of the body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not complete.
    pub(super) fn finish(&mut self) -> Result<Option<Vec<u8>>> {
        match &mut self.form {
            Form::Json(json) => json.finish().map_err(|error| self.error(error)),
            Form::Events(events) => Ok(events.finish()),
        }
    }

    fn error(&self, error: JsonError) -> Error {
        match error {
            JsonError::Incomplete => TransportError::transient("the response ended before its last message").into(),
            JsonError::TooLong => {
                let limit = self.limit;
                let problem = format!("message exceeds the limit of {limit} bytes set by `max_response_size`");
                TransportError::new(problem).into()
            }
            JsonError::Unexpected(byte) => {
                let problem = format!("expected a JSON value, found {:?}", char::from(byte));
                DecodeResponseError::new(DecodeError::custom(problem), self.unread()).into()
            }
        }
    }

    /// Returns a response with the bytes that cannot be read, such as the page of a proxy.
    fn unread(&self) -> http::Response<Vec<u8>> {
        let mut response = http::Response::new(self.bytes.slice(..self.bytes.len().min(MAX_UNREAD)).to_vec());
        response.headers_mut().extend(self.content_type.clone().map(|value| (CONTENT_TYPE, value)));
        response
    }
}
