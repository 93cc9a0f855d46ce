//! What can go wrong with media beside the calls that carry them.

use std::fmt;

/// Why bytes could not be had or sent in full.
#[derive(Debug)]
pub struct MediaError {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl MediaError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    #[cfg(feature = "tokio")]
    pub(crate) fn file(path: &std::path::Path, what: &str, error: std::io::Error) -> Self {
        Self { message: format!("{} {what}: {error}", path.display()), source: Some(error.into()) }
    }
}

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MediaError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
