//! Errors of lists that are divided into pages.

use std::fmt;

/// The error of a list whose server returned the same page token twice, so that the list would
/// never end.
#[derive(Clone, Debug)]
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
        write!(f, "the server returned page token {:?} twice; stopping to avoid an endless list", self.token)
    }
}

impl std::error::Error for PaginationError {}
