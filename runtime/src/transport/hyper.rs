//! The default transport.

mod connector;
mod decompression;
mod pool;
mod proxy;
mod tls;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use self::connector::CONNECT_TIMEOUT;
use self::pool::{HttpClient, send};
use super::Transport;
use super::tokio_runtime::{in_runtime, sleep};
use crate::body::Body;
use crate::error::{BuildError, TransportError};
use crate::future::BoxFuture;

/// The default transport, based on hyper.
///
/// It pools connections, decompresses gzip, trusts the certificates of the system, and uses the
/// proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` select: `http://` and `https://`, or
/// `socks5://` and `socks5h://` for SOCKS version 5. With `socks5h://`, the proxy resolves host
/// names. With the feature `http2`, concurrent requests share a connection; otherwise each one uses
/// its own.
///
/// Requests need a tokio runtime with timers and I/O; outside of one they fail.
#[derive(Clone)]
pub struct HyperTransport {
    http: Arc<dyn HttpClient>,
    /// Creates another client, with its own connections.
    create: Arc<dyn Fn(Duration) -> Arc<dyn HttpClient> + Send + Sync>,
}

impl HyperTransport {
    /// Creates a transport with its own connection pool. It uses rustls if the feature `rustls` is
    /// enabled, and the TLS implementation of the system otherwise.
    ///
    /// # Errors
    ///
    /// Returns an error if the certificates of the system are not available.
    pub fn new() -> Result<Self, BuildError> {
        #[cfg(feature = "rustls")]
        return Ok(Self::with_rustls(tls::rustls::default_config()?));
        #[cfg(not(feature = "rustls"))]
        Self::with_native_tls(&mut ::native_tls::TlsConnector::builder())
    }

    /// Creates a transport. `create` creates a client whose connections take at most this long to
    /// establish.
    fn from_clients(create: impl Fn(Duration) -> Arc<dyn HttpClient> + Send + Sync + 'static) -> Self {
        Self { http: create(CONNECT_TIMEOUT), create: Arc::new(create) }
    }

    /// Sets the longest time to establish a connection, including proxies and TLS. The default is
    /// 40 seconds. The transport that is returned has its own connection pool.
    #[must_use]
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self { http: (self.create)(timeout), ..self }
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        // The future contains the one of hyper once, and not the request.
        let sending = send(&*self.http, request);
        Box::pin(async move { in_runtime(pin!(sending)).await })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        sleep(duration)
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}
