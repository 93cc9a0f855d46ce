//! Errors of file operations.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::{InvalidText, display_path, printable_path};

/// An error that prevented files from being compared or written.
///
/// `{}` prints one line, `{:#}` and `{:?}` add advice on a second line.
#[non_exhaustive]
pub enum Error {
    /// An operation on a file or folder failed.
    Io {
        /// The file or folder, relative to the current directory if it is below it.
        path: PathBuf,
        /// The operation that failed: `cannot be read`.
        what: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// A file is too large, or is not text.
    Text {
        /// The file, relative to the current directory if it is below it.
        path: PathBuf,
        /// The reason.
        reason: InvalidText,
    },
    /// A file without the generator's mark would have to be overwritten.
    NotGenerated(PathBuf),
}

impl Error {
    /// Returns a conversion from [`io::Error`] for `map_err`, where `what` says which operation
    /// failed.
    pub fn io(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = display_path(path);
        move |source| Self::Io { path, what, source }
    }

    pub(super) fn text(path: &Path) -> impl FnOnce(InvalidText) -> Self + use<> {
        let path = display_path(path);
        move |reason| Self::Text { path, reason }
    }

    /// Returns `true` if the file or folder does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => Some("check the path"),
                io::ErrorKind::NotADirectory => Some("a component of the path is a file; choose another folder"),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("choose a writable folder, or change the permissions")
                }
                _ => None,
            },
            Self::Text { reason, .. } => reason.hint(),
            Self::NotGenerated(_) => Some("move it away, or choose another folder"),
        }
    }
}

/// Prints the error and its advice, for a `main` that returns an error.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The cause is part of the message, so `source` does not return it again.
            Self::Io { path, what, source } => write!(f, "{}: {what}: {source}", printable_path(path))?,
            Self::Text { path, reason } => write!(f, "{}: {reason}", printable_path(path))?,
            Self::NotGenerated(path) => {
                write!(f, "{}: refusing to overwrite a file that was not generated", printable_path(path))?;
            }
        }
        match self.help() {
            Some(help) if f.alternate() => write!(f, "\n  help: {help}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_advice_only_in_the_alternate_form() {
        let error = Error::NotGenerated(PathBuf::from("src/lib.rs"));
        let message = "src/lib.rs: refusing to overwrite a file that was not generated";
        assert_eq!(error.to_string(), message);
        assert_eq!(format!("{error:#}"), format!("{message}\n  help: move it away, or choose another folder"));
    }
}
