//! Errors of successful responses that cannot be decoded.

use std::fmt;

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::excerpt::{ForeignBody, is_markup};
use crate::wire::DecodeError;

/// The error of a successful response whose body cannot be decoded. It keeps the response.
pub struct DecodeResponseError {
    error: DecodeError,
    response: http::Response<Vec<u8>>,
}

impl DecodeResponseError {
    /// Creates an error from the failure to decode a body, and the response.
    #[must_use]
    pub fn new(error: DecodeError, response: http::Response<Vec<u8>>) -> Self {
        Self { error, response }
    }

    pub(super) fn response(&self) -> &http::Response<Vec<u8>> {
        &self.response
    }

    /// Returns the underlying error, with its position in the body. It is part of the displayed
    /// message.
    #[must_use]
    pub fn decode_error(&self) -> &DecodeError {
        &self.error
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the body as received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }
}

impl fmt::Display for DecodeResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response with status {} cannot be decoded: {}", self.status().as_u16(), self.error)?;
        let content_type = self.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let is_declared_json =
            content_type.is_none_or(|value| value.to_ascii_lowercase().windows(4).any(|part| part == b"json"));
        // The page of a proxy or a login, which only its text can explain.
        if !is_declared_json || is_markup(self.body()) {
            write!(f, "{}", ForeignBody { headers: self.headers(), body: self.body() })?;
        }
        Ok(())
    }
}

impl fmt::Debug for DecodeResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeResponseError")
            .field("error", &self.error)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeResponseError {}
