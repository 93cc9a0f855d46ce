//! Why no response came.

use std::fmt;

/// Why no response came.
#[derive(Debug)]
pub struct TransportError {
    message: String,
    timeout: bool,
    transient: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// Something that will not go away by itself.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), timeout: false, transient: false, source: None }
    }

    /// The time was up.
    pub fn timed_out(message: impl Into<String>) -> Self {
        Self { timeout: true, transient: true, ..Self::new(message) }
    }

    /// Something that may go better next time, such as a connection that broke.
    pub fn transient(message: impl Into<String>) -> Self {
        Self { transient: true, ..Self::new(message) }
    }

    /// What is behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether the time was up.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Whether it may go better next time.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What an error says, down to its cause: the outermost often says no more than "error sending request".
#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(super) fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// An error and what is behind it.
#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(super) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
