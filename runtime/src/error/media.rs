//! Errors of media, apart from those of the requests that carry them.

use std::{fmt, io};

use crate::printable::Printable;

/// The error of an upload or a download that could not be completed.
pub struct MediaError {
    message: String,
    io_error: Option<io::Error>,
    is_session_gone: bool,
    is_checksum_mismatch: bool,
}

impl MediaError {
    /// Creates an error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), io_error: None, is_session_gone: false, is_checksum_mismatch: false }
    }

    /// Creates the error of a range that no media have.
    pub(crate) fn beyond_the_end() -> Self {
        Self::new("the requested range starts after the last byte")
    }

    /// Creates the error of a body that ends before its declared length.
    pub(crate) fn too_short(actual: u64, declared: u64) -> Self {
        Self::new(format!("body is {actual} bytes long, but its declared length is {declared}"))
    }

    /// Creates the error of bytes that are not those that were sent.
    pub(crate) fn checksum_mismatch(message: String) -> Self {
        Self { is_checksum_mismatch: true, ..Self::new(message) }
    }

    /// Creates the error of a resumable session that the server does not know. `cause` is its
    /// response.
    pub(crate) fn session_gone(cause: &super::Error) -> Self {
        let message = format!("the resumable session no longer exists; upload all media again ({})", cause.kind());
        Self { is_session_gone: true, ..Self::new(message) }
    }

    /// Creates an error about a file; `problem` is e.g. `cannot be read`.
    #[cfg(feature = "tokio")]
    pub(crate) fn file(path: &std::path::Path, problem: &str, error: io::Error) -> Self {
        let message = format!("{} {problem}: {error}", path.display());
        Self { io_error: Some(error), ..Self::new(message) }
    }

    /// Returns `true` if the resumable session has expired or was canceled, so that the upload has
    /// to start over. Media in memory are sent again once before this error is returned.
    #[must_use]
    pub fn is_session_gone(&self) -> bool {
        self.is_session_gone
    }

    /// Returns `true` if bytes were damaged: those received are not those that the server sent, or
    /// the server stored other bytes than were uploaded.
    #[must_use]
    pub fn is_checksum_mismatch(&self) -> bool {
        self.is_checksum_mismatch
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
