//! Errors of media, apart from those of the requests that carry them.

use std::{fmt, io};

use crate::printable::Printable;

/// The error of an upload or a download that could not be completed.
pub struct MediaError {
    message: String,
    io_error: Option<io::Error>,
}

impl MediaError {
    /// Creates an error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), io_error: None }
    }

    /// Creates the error of a range that no media have.
    pub(crate) fn beyond_the_end() -> Self {
        Self::new("the requested range starts after the last byte")
    }

    /// Creates an error about a file; `problem` is e.g. `cannot be read`.
    #[cfg(feature = "tokio")]
    pub(crate) fn file(path: &std::path::Path, problem: &str, error: io::Error) -> Self {
        Self { message: format!("{} {problem}: {error}", path.display()), io_error: Some(error) }
    }

    /// Returns the error of the file system, if that is the cause. It is part of the displayed
    /// message.
    #[must_use]
    pub fn io_error(&self) -> Option<&io::Error> {
        self.io_error.as_ref()
    }
}

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.message), f)
    }
}

impl fmt::Debug for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.io_error.as_ref().map(io::Error::kind);
        f.debug_struct("MediaError").field("message", &Printable(&self.message)).field("io_error", &kind).finish()
    }
}

impl std::error::Error for MediaError {}
