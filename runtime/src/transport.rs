//! Transports, which send HTTP requests.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod hyper;
mod redirect;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "native-tls", feature = "reqwest", feature = "rustls", feature = "tower"))]
mod response_body;
mod timeout;
#[cfg(any(feature = "native-tls", feature = "reqwest", feature = "rustls", feature = "tower"))]
mod tokio_runtime;
#[cfg(feature = "tower")]
mod tower;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use self::hyper::HyperTransport;
pub(crate) use self::redirect::{MAX_REDIRECTS, follow_redirects};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub(crate) use self::timeout::{with_described_timeout, with_timeout};
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;
use crate::body::Body;
use crate::error::{BuildError, TransportError};
use crate::future::BoxFuture;

/// Sends HTTP requests and waits.
///
/// Authorization, retries, timeouts and redirects within an origin are handled by the client. To
/// cancel a request, the client drops its future.
///
/// The [extensions](http::Request::extensions) of each request contain the
/// `&'static` [`MethodDescriptor`](crate::MethodDescriptor) of the method that is called, e.g. for
/// a tower layer that counts requests by method. The request of a batch has none, because it
/// carries calls of several methods, and a transport can do without them: see
/// [`reads_extensions`](Self::reads_extensions).
///
/// # Examples
///
/// A transport that logs the method and the status of each attempt:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use discovery_runtime::http::{Request, Response};
/// use discovery_runtime::{Body, BoxFuture, MethodDescriptor, Transport, TransportError};
///
/// #[derive(Debug)]
/// struct Logged<T>(T);
///
/// impl<T: Transport> Transport for Logged<T> {
///     fn send(
///         &self,
///         request: Request<Body>,
///     ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
///         let method: Option<&&'static MethodDescriptor> = request.extensions().get();
///         let id = method.map_or("batch", |method| method.id());
///         Box::pin(async move {
///             let response = self.0.send(request).await?;
///             println!("{id}: {}", response.status());
///             Ok(response)
///         })
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         self.0.sleep(duration)
///     }
///
///     fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
///         self.0.alarm(after)
///     }
///
///     fn now(&self) -> Instant {
///         self.0.now()
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request and returns the response, whatever its status is. The body of the response
    /// may still be incomplete.
    ///
    /// # Errors
    ///
    /// Returns an error if no response was received.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Waits between two attempts, with tokio for example by
    /// `Box::pin(tokio::time::sleep(duration))`. A transport for tests may return immediately.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Returns the id of a request with which the server recognizes a repetition, or `None` for a
    /// random one.
    ///
    /// A transport for tests overrides it, so that requests are the same in each run.
    fn request_id(&self) -> Option<String> {
        None
    }

    /// Returns the current time, by which the client counts for how long it retries and polls, and
    /// when tokens expire.
    ///
    /// The time of the system by default. A transport that does not really sleep overrides it, so
    /// that its pauses count. Errors and reports contain real time nevertheless.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Returns whether this transport, or one that it wraps, reads the extensions of requests. If
    /// not, the client does not have to allocate them.
    ///
    /// Returns `true` by default.
    fn reads_extensions(&self) -> bool {
        true
    }

    /// Waits until a timeout expires.
    ///
    /// Calls [`sleep`](Self::sleep) by default. A transport that does not really sleep overrides
    /// it, so that timeouts do not expire immediately.
    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.sleep(after)
    }
}

macro_rules! delegate_to_pointee {
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

            fn now(&self) -> Instant {
                (**self).now()
            }

            fn reads_extensions(&self) -> bool {
                (**self).reads_extensions()
            }

            fn request_id(&self) -> Option<String> {
                (**self).request_id()
            }
        }
    )+};
}

delegate_to_pointee!(Arc, Box);

/// Creates the transport of a client that is built without one.
pub(crate) fn default_transport(connect_timeout: Option<Duration>) -> Result<Box<dyn Transport>, BuildError> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    {
        let transport = HyperTransport::new()?;
        Ok(Box::new(match connect_timeout {
            Some(timeout) => transport.connect_timeout(timeout),
            None => transport,
        }))
    }
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    {
        // Nothing is connected.
        let _ = connect_timeout;
        Ok(Box::new(NoTransport))
    }
}

/// A transport that cannot send, so that a client without transport can still build requests.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[derive(Debug)]
struct NoTransport;

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
impl Transport for NoTransport {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let message = "no transport is available: enable the feature `rustls` or `native-tls`, or pass one to \
                       `ClientBuilder::transport`";
        Box::pin(std::future::ready(Err(TransportError::new(message))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        // Never completes, so that a timeout does not hide the error of `send`.
        Box::pin(std::future::pending())
    }
}
