//! What can go wrong with a batch beside its calls.

use std::fmt;

/// Why a batch that was answered does not answer a call. Whether the server did what the call asks for is not known then.
#[derive(Clone, Debug)]
pub struct BatchError(String);

impl BatchError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BatchError {}
