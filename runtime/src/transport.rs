//! What carries a request to a server and a response back.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod hyper;
mod memory;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

use std::sync::Arc;
use std::time::Duration;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use self::hyper::HyperTransport;
pub use self::memory::MemoryTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;
use crate::body::Body;
use crate::error::{BuildError, TransportError};
use crate::future::BoxFuture;

/// What a client needs of the world: to send a request, and to wait. It knows nothing of credentials, attempts and time limits;
/// a call that takes too long is dropped.
pub trait Transport: Send + Sync {
    /// Sends a request. Any status is a response here; only what prevents one is an error. The response may come before its
    /// body has arrived.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Waits between two attempts: `Box::pin(tokio::time::sleep(duration))` with tokio. A transport for tests may be back at once.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Waits for the end of a time limit. It is a matter of its own only for transports without a clock.
    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.sleep(after)
    }
}

/// Of several clients, or chosen while the program runs.
macro_rules! behind {
    ($($pointer:ident),+) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer<T> {
            fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
                (**self).send(request)
            }

            fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
                (**self).sleep(duration)
            }

            fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
                (**self).alarm(after)
            }
        }
    )+};
}

behind!(Arc, Box);

/// The transport of a client that was given none.
pub(crate) fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    return Ok(Box::new(HyperTransport::new()?));
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    Ok(Box::new(Nowhere))
}

/// Without a transport, requests can still be made; only sending fails.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
struct Nowhere;

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let message = "there is no transport: turn on the feature `rustls` or `native-tls`, or give the client one with `transport`";
        Box::pin(std::future::ready(Err(TransportError::new(message))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        // Nothing is ever sent, so a time limit must not win over the error.
        Box::pin(std::future::pending())
    }
}
