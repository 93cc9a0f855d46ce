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

    /// The same, but not to be tried again.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn lasting(self) -> Self {
        Self { transient: false, ..self }
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

/// What a library failed with.
#[cfg(feature = "tokio")]
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What a library's error means: something that may go better next time, as broken connections do, unless what is behind it says
/// otherwise.
#[cfg(feature = "tokio")]
pub(crate) fn failed(error: impl Into<Cause>) -> TransportError {
    let cause = match error.into().downcast::<TransportError>() {
        Ok(said) => return *said,
        Err(cause) => cause,
    };
    // A body that could not be had fails the request that sends it.
    let said = causes(&*cause).find_map(|cause| cause.downcast_ref::<TransportError>());
    let timeout = said.map_or_else(|| causes(&*cause).any(is_timeout), TransportError::is_timeout);
    let transient = said.is_none_or(TransportError::is_transient);
    TransportError { timeout, transient, ..TransportError::new(with_causes(&*cause)) }.with_source(cause)
}

#[cfg(feature = "tokio")]
fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &std::io::Error| error.kind() == std::io::ErrorKind::TimedOut)
}

/// What an error says, down to its cause: the outermost often says no more than "error sending request". Some say it all at once.
#[cfg(feature = "tokio")]
pub(crate) fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut all = error.to_string();
    for said in causes(error).skip(1).map(ToString::to_string) {
        if !all.contains(&said) {
            all = format!("{all}: {said}");
        }
    }
    all
}

/// An error and what is behind it.
#[cfg(feature = "tokio")]
fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
