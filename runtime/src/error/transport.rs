//! Errors of requests to which no response was received.

use std::fmt;

use super::causes::Cause;
#[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
use super::causes::causes;
#[cfg(feature = "tokio")]
use super::causes::with_causes;
use crate::printable::Printable;

/// The error of a request to which no response was received.
pub struct TransportError {
    message: String,
    timeout: bool,
    transient: bool,
    connect: bool,
    cause: Option<Cause>,
    /// Whether the message contains the cause, so that `source` must not return it.
    displays_cause: bool,
}

impl TransportError {
    /// Creates a permanent error: sending the request again would fail in the same way.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            timeout: false,
            transient: false,
            connect: false,
            cause: None,
            displays_cause: false,
        }
    }

    /// Creates an error of a request that timed out. It is transient.
    pub fn timed_out(message: impl Into<String>) -> Self {
        Self { timeout: true, transient: true, ..Self::new(message) }
    }

    /// Creates a transient error, such as a broken connection: the request may succeed when it is
    /// sent again.
    pub fn transient(message: impl Into<String>) -> Self {
        Self { transient: true, ..Self::new(message) }
    }

    /// Creates a transient error of a connection that was not established: nothing was sent, so
    /// that any request may be sent again.
    pub fn connect(message: impl Into<String>) -> Self {
        Self { connect: true, ..Self::transient(message) }
    }

    /// Creates an error with the properties of another one.
    pub(crate) fn with_flags(message: impl Into<String>, timeout: bool, transient: bool, connect: bool) -> Self {
        Self { timeout, transient, connect, ..Self::new(message) }
    }

    /// Creates the error of a response that is too large to be read into memory, permanently.
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(format!("response body exceeds the limit of {limit} bytes set by `max_response_size`"))
    }

    /// Makes the error permanent.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn lasting(self) -> Self {
        Self { transient: false, ..self }
    }

    /// Sets whether the connection was not established.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_connect(self, connect: bool) -> Self {
        Self { connect, ..self }
    }

    /// Sets the underlying cause, which [`source`](std::error::Error::source) returns. The message
    /// must not repeat it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(source.into());
        self
    }

    /// Appends an underlying cause to the message and keeps it for [`get_ref`](Self::get_ref).
    #[cfg(feature = "tokio")]
    pub(crate) fn with_displayed_cause(self, cause: impl Into<Cause>) -> Self {
        let cause = cause.into();
        let message = format!("{}: {}", self.message, with_causes(&*cause));
        Self { message, ..self }.with_cause_in_message(cause)
    }

    /// Keeps an underlying cause, which the message already contains, for
    /// [`get_ref`](Self::get_ref).
    #[cfg(feature = "tokio")]
    pub(crate) fn with_cause_in_message(self, cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), displays_cause: true, ..self }
    }

    /// Returns the underlying cause, if any, e.g. to downcast it: also one that is part of the
    /// displayed message and is therefore not returned by [`source`](std::error::Error::source).
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }

    /// Returns `true` if the request timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Returns `true` if the connection was not established, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.connect
    }

    /// Returns `true` if the request may succeed when it is sent again.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Printable(&self.message), f)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.cause.as_ref().map(|cause| Printable(cause.to_string()));
        f.debug_struct("TransportError")
            .field("message", &Printable(&self.message))
            .field("timeout", &self.timeout)
            .field("transient", &self.transient)
            .field("connect", &self.connect)
            .field("cause", &cause)
            .finish()
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.get_ref().filter(|_| !self.displays_cause).map(|cause| cause as _)
    }
}

/// Converts the error of a library. It is transient, as broken connections are, unless one of its
/// causes is a [`TransportError`] that is not.
#[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
pub(crate) fn into_transport_error(error: impl Into<Cause>) -> TransportError {
    let cause = match error.into().downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(cause) => cause,
    };
    // The error of a request body is among the causes of the request's error.
    let inner = causes(&*cause).find_map(|cause| cause.downcast_ref::<TransportError>());
    TransportError {
        message: with_causes(&*cause),
        timeout: inner.map_or_else(|| causes(&*cause).any(is_timeout), TransportError::is_timeout),
        transient: inner.is_none_or(TransportError::is_transient),
        connect: inner.map_or_else(|| causes(&*cause).any(is_connect), TransportError::is_connect),
        displays_cause: true,
        cause: Some(cause),
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &std::io::Error| error.kind() == std::io::ErrorKind::TimedOut)
}

/// Returns `true` for the error of hyper's client that no connection was established.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn is_connect(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(hyper_util::client::legacy::Error::is_connect)
}

/// Without hyper, the errors of a service are of unknown libraries.
#[cfg(all(feature = "tower", not(any(feature = "rustls", feature = "native-tls"))))]
fn is_connect(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}
