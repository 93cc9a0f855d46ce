//! Errors of credentials.

use std::fmt;

use super::causes::Cause;
use crate::printable::Printable;

/// The error of credentials that cannot authorize a request. It must not contain secrets.
pub struct AuthError {
    message: String,
    source: Option<Cause>,
}

impl AuthError {
    /// Creates an error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Creates an error with a message and an underlying cause. The message must not repeat the
    /// cause.
    pub fn from_source(
        message: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.message), f)
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source.as_ref().map(|source| Printable(source.to_string()));
        f.debug_struct("AuthError").field("message", &Printable(&self.message)).field("source", &source).finish()
    }
}

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
