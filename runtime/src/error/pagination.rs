//! Errors of lists that are divided into pages.

use std::fmt;

use crate::printable::Printable;

/// The error of a list whose server returned the same page token twice, so that the list would
/// never end.
#[derive(Clone)]
pub struct PaginationError {
    token: String,
}

impl PaginationError {
    /// Creates an error about a repeated page token.
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into() }
    }

    /// Returns the repeated page token.
    #[must_use]
    pub fn page_token(&self) -> &str {
        &self.token
    }
}

impl fmt::Display for PaginationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = Printable(&self.token);
        write!(f, "the server returned page token {token:?} twice; stopping to avoid an endless list")
    }
}

impl fmt::Debug for PaginationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaginationError").field("token", &Printable(&self.token)).finish()
    }
}

impl std::error::Error for PaginationError {}
