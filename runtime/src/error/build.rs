//! Errors from before anything is sent.

use std::fmt;

use crate::printable::Printable;

/// The error of a request or a client that cannot be built.
#[derive(Clone)]
pub struct BuildError(String);

impl BuildError {
    /// Creates an error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Creates an error about a path parameter.
    pub(crate) fn path_parameter(name: &str, problem: &str) -> Self {
        Self(format!("path parameter `{name}` {problem}"))
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.0), f)
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BuildError").field(&Printable(&self.0)).finish()
    }
}

impl std::error::Error for BuildError {}
