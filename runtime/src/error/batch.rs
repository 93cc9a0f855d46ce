//! Errors of batches, apart from those of their calls.

use std::fmt;

use crate::printable::Printable;

/// The error of a call for which the response to a batch has no usable part. The server may or may
/// not have executed the call.
#[derive(Clone)]
pub struct BatchError(String);

impl BatchError {
    /// Creates an error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.0), f)
    }
}

impl fmt::Debug for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BatchError").field(&Printable(&self.0)).finish()
    }
}

impl std::error::Error for BatchError {}
