//! A success that cannot be read.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::wire::DecodeError;

/// A response whose body is not what the method answers. The body is kept.
pub struct UnreadableResponse {
    error: DecodeError,
    response: http::Response<Vec<u8>>,
}

impl UnreadableResponse {
    pub(crate) fn new(error: DecodeError, response: http::Response<Vec<u8>>) -> Self {
        Self { error, response }
    }

    /// Where in the body the trouble is, and what it is.
    #[must_use]
    pub fn decode_error(&self) -> &DecodeError {
        &self.error
    }

    /// The response's status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }
}

impl fmt::Display for UnreadableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, and the response cannot be read: {}", self.status(), self.error)
    }
}

impl fmt::Debug for UnreadableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnreadableResponse")
            .field("error", &self.error)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for UnreadableResponse {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
