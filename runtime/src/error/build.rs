//! Errors from before anything is sent.

use std::fmt;

/// The error of a request or a client that cannot be built.
#[derive(Clone, Debug)]
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
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}
