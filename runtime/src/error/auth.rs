//! Errors of credentials.

use std::fmt;

use super::causes::Cause;
#[cfg(feature = "tokio")]
use super::causes::with_causes;
use crate::printable::Printable;

/// The error of credentials that cannot authorize a request. It must not contain secrets.
pub struct AuthError {
    message: String,
    transient: bool,
    cause: Option<Cause>,
    /// Whether the message contains the cause, so that `source` must not return it.
    displays_cause: bool,
}

impl AuthError {
    /// Creates a permanent error: asking for a token again would fail in the same way.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), transient: false, cause: None, displays_cause: false }
    }

    /// Creates a transient error, such as that of a token endpoint that does not respond: the call
    /// is retried, if the retry policy allows it.
    pub fn transient(message: impl Into<String>) -> Self {
        Self { transient: true, ..Self::new(message) }
    }

    /// Creates a permanent error with a message and an underlying cause. The message must not
    /// repeat the cause.
    pub fn from_source(
        message: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::new(message).with_source(source)
    }

    /// Sets the underlying cause, which [`source`](std::error::Error::source) returns. The message
    /// must not repeat it.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { cause: Some(source.into()), ..self }
    }

    /// Sets whether the error is transient, e.g. like its cause.
    #[cfg(feature = "tokio")]
    pub(crate) fn with_transient(self, transient: bool) -> Self {
        Self { transient, ..self }
    }

    /// Appends an underlying cause, which may quote a server, to the message and keeps it for
    /// [`get_ref`](Self::get_ref).
    #[cfg(feature = "tokio")]
    pub(crate) fn with_displayed_cause(self, cause: impl Into<Cause>) -> Self {
        let cause = cause.into();
        let message = format!("{}: {}", self.message, with_causes(&*cause));
        Self { message, cause: Some(cause), displays_cause: true, ..self }
    }

    /// Returns the underlying cause, if any, e.g. to downcast it: also one that is part of the
    /// displayed message and is therefore not returned by [`source`](std::error::Error::source).
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }

    /// Returns `true` if the credentials may authorize the request a little later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.message), f)
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.cause.as_ref().map(|cause| Printable(cause.to_string()));
        f.debug_struct("AuthError")
            .field("message", &Printable(&self.message))
            .field("transient", &self.transient)
            .field("cause", &cause)
            .finish()
    }
}

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.get_ref().filter(|_| !self.displays_cause).map(|cause| cause as _)
    }
}
