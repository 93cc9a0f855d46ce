//! The error of a file with recorded exchanges.

use std::fmt;
use std::path::Path;

use crate::printable::Printable;

/// The error of a file with recorded exchanges that cannot be written or read.
#[derive(Debug)]
pub struct CassetteError {
    message: String,
    source: Option<std::io::Error>,
}

impl CassetteError {
    pub(super) fn new(path: &Path, problem: &str) -> Self {
        Self { message: format!("{}: {problem}", path.display()), source: None }
    }

    pub(super) fn io(path: &Path, problem: &str, source: std::io::Error) -> Self {
        Self { source: Some(source), ..Self::new(path, problem) }
    }
}

impl fmt::Display for CassetteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.message), f)
    }
}

impl std::error::Error for CassetteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
