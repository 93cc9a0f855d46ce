//! Why a command could not do its work: which file, what is wrong, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// An input that cannot be used, or a file that cannot be read or written.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The document is there and the generator refuses it, or what was asked of it.
    Document(PathBuf, discovery_codegen::Error),
    /// A file or folder, what could not be done with it, and why.
    Io { path: PathBuf, what: &'static str, source: std::io::Error },
    /// Something wrong in a file that people write.
    File { path: PathBuf, message: String },
    /// What the web did not give, and all that was tried.
    Web(String),
    /// Something wrong on the command line.
    Usage(String),
}

impl Failure {
    pub(crate) fn io(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = crate::place::shown(path);
        move |source| Self::Io { path, what, source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Io { path, what, source } => {
                write!(f, "{}: {what}: {source}", path.display())?;
                match source.kind() {
                    std::io::ErrorKind::NotFound => write!(f, "\n  help: check the path"),
                    std::io::ErrorKind::NotADirectory => {
                        write!(f, "\n  help: a part of the path is a file; choose another folder")
                    }
                    std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                        write!(f, "\n  help: choose a place that you may write to, or change its permissions")
                    }
                    _ => Ok(()),
                }
            }
            Self::File { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Web(message) | Self::Usage(message) => f.write_str(message),
        }
    }
}
