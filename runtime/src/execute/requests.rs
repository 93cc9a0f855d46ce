//! The requests of a call, one for each attempt.

use bytes::Bytes;

use crate::error::Result;

/// Provides the requests of a call, without credentials.
pub(crate) trait Requests: Sync {
    /// Returns the request of the next attempt.
    fn next(&self) -> Result<http::Request<Bytes>>;
}

/// Each attempt sends a copy.
impl Requests for http::Request<Bytes> {
    fn next(&self) -> Result<http::Request<Bytes>> {
        Ok(self.clone())
    }
}
