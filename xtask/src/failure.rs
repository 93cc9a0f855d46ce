//! The error type of all commands.

use std::fmt;
use std::path::{Path, PathBuf};

use discovery_codegen::output::printable_path;

/// An error that ends a command. Texts may end with a `help:` line.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The generator rejects a document, or the options for it.
    Document(PathBuf, discovery_codegen::Error),
    /// A file cannot be read or written.
    Disk(discovery_codegen::output::Error),
    /// A file has invalid contents.
    File { path: PathBuf, message: String },
    /// A document cannot be fetched.
    Web(String),
    /// Several documents, each with its own error.
    Several(Vec<Failure>),
    /// Any other error, such as an unusable argument.
    Usage(String),
}

impl Failure {
    /// Returns the results, or all errors, so that one of them does not hide the others.
    pub(crate) fn all<T>(results: impl IntoIterator<Item = Result<T, Self>>) -> Result<Vec<T>, Self> {
        let (mut values, mut failures) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Ok(value) => values.push(value),
                Err(failure) => failures.push(failure),
            }
        }
        match failures.pop() {
            None => Ok(values),
            Some(only) if failures.is_empty() => Err(only),
            Some(last) => {
                failures.push(last);
                Err(Self::Several(failures))
            }
        }
    }

    /// Returns a function that adds the path and the failed operation to an I/O error.
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
            Self::Document(path, error) => write!(f, "{}: {error:#}", printable_path(path)),
            Self::Disk(error) => write!(f, "{error:#}"),
            Self::File { path, message } => write!(f, "{}: {message}", printable_path(path)),
            Self::Several(failures) => {
                for (index, failure) in failures.iter().enumerate() {
                    write!(f, "{}{failure}", if index > 0 { "\n" } else { "" })?;
                }
                Ok(())
            }
            Self::Web(message) | Self::Usage(message) => f.write_str(message),
        }
    }
}
