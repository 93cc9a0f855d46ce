//! Why a command could not do its work: which file, what is wrong, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// An input that cannot be used, or a file that cannot be read or written.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The document is there and the generator refuses it, or what was asked of it.
    Document(PathBuf, discovery_codegen::Error),
    /// What could not be done on the disk.
    Disk(discovery_codegen::output::Error),
    /// Something wrong in a file that people write.
    File { path: PathBuf, message: String },
    /// What the web did not give, and all that was tried.
    Web(String),
    /// Something wrong on the command line.
    Usage(String),
}

impl Failure {
    pub(crate) fn io(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let failure = discovery_codegen::output::Error::io(path, what);
        move |source| Self::Disk(failure(source))
    }
}

impl From<discovery_codegen::output::Error> for Failure {
    fn from(error: discovery_codegen::output::Error) -> Self {
        Self::Disk(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(path, error) => write!(f, "{}: {error:#}", path.display()),
            Self::Disk(error) => write!(f, "{error:#}"),
            Self::File { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Web(message) | Self::Usage(message) => f.write_str(message),
        }
    }
}
