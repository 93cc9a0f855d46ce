//! What carries a request to a server and a response back.

#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
use crate::error::BuildError;
use crate::request::{HttpRequest, HttpResponse};

/// A response on its way through a transport.
pub type Carrying<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse<Vec<u8>>, TransportError>> + Send + 'a>>;

/// Carries requests. Any status is a response here; only what prevents one is an error.
pub trait Transport: Send + Sync {
    /// Sends a request. `timeout` bounds all of it, up to the last byte of the response.
    fn send(&self, request: HttpRequest, timeout: Option<Duration>) -> Carrying<'_>;
}

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

/// The transport of a client that was given none.
pub(crate) fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    #[cfg(feature = "reqwest")]
    return Ok(Box::new(ReqwestTransport::new()?));
    #[cfg(not(feature = "reqwest"))]
    Ok(Box::new(Nowhere))
}

/// Without a transport, requests can still be made; only sending fails.
#[cfg(not(feature = "reqwest"))]
struct Nowhere;

#[cfg(not(feature = "reqwest"))]
impl Transport for Nowhere {
    fn send(&self, _: HttpRequest, _: Option<Duration>) -> Carrying<'_> {
        let message = "there is no transport: turn on the feature `reqwest`, or give the client one with `transport`";
        Box::pin(std::future::ready(Err(TransportError::new(message))))
    }
}
