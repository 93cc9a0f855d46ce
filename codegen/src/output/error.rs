//! What can go wrong on a disk.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::shown;

/// Why files could not be compared or written: which one, what was tried, and what to do.
#[non_exhaustive]
pub enum Error {
    /// A file or folder, what could not be done with it, and why.
    Io {
        /// The file or folder, from the current folder where it is below that.
        path: PathBuf,
        /// What could not be done.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A file that no generator wrote stands where one would be written.
    Foreign(PathBuf),
}

impl Error {
    /// For `map_err`: `what` could not be done with the file or folder.
    pub fn io(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = shown(path);
        move |source| Self::Io { path, what, source }
    }
}

/// As `Display`: a `main` that returns an error prints this.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, what, source } => {
                write!(f, "{}: {what}: {source}", path.display())?;
                match source.kind() {
                    io::ErrorKind::NotFound => write!(f, "\n  help: check the path"),
                    io::ErrorKind::NotADirectory => {
                        write!(f, "\n  help: a part of the path is a file; choose another folder")
                    }
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        write!(f, "\n  help: choose a place that you may write to, or change its permissions")
                    }
                    _ => Ok(()),
                }
            }
            Self::Foreign(path) => write!(
                f,
                "{}: this file was not generated, and would be overwritten\n  help: move it away, or choose another folder",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Foreign(_) => None,
        }
    }
}
