//! The ready-made transport.

mod connect;
mod exchange;
#[cfg(feature = "native-tls")]
mod native_tls;
mod redirect;
#[cfg(feature = "rustls")]
mod rustls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::exchange::Exchange;
use self::redirect::Sent;
use super::Transport;
use crate::body::Body;
use crate::error::BuildError;
use crate::error::TransportError;
use crate::future::BoxFuture;

/// How often a call is sent on before the response that says so is its answer.
const REDIRECTS: usize = 10;

/// hyper's client: pooled connections, gzip, the system's certificates and proxy settings (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`;
/// proxies of HTTP and HTTPS, not of SOCKS). With the feature `http2` many calls share a connection; without it each has one of its
/// own while it lasts.
///
/// Redirects are followed within one host alone: a token must not go to another.
#[derive(Clone)]
pub struct HyperTransport {
    http: Arc<dyn Exchange>,
}

impl HyperTransport {
    /// A transport with connections of its own, over rustls if the feature of that name is on, and else over the system's TLS.
    ///
    /// # Errors
    ///
    /// If the system's certificates cannot be had.
    pub fn new() -> Result<Self, BuildError> {
        #[cfg(feature = "rustls")]
        return Ok(Self::with_rustls(rustls::settings()?));
        #[cfg(not(feature = "rustls"))]
        Self::with_native_tls(&mut ::native_tls::TlsConnector::builder())
    }

    async fn follow(&self, mut request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        let mut left = REDIRECTS;
        loop {
            let sent = Sent::of(&request);
            let response = self.http.exchange(request).await?;
            match sent.and_then(|sent| sent.redirected(&response)) {
                Some(next) if left > 0 => request = next,
                _ => return Ok(response),
            }
            left -= 1;
        }
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(self.follow(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

fn no_tls(error: &dyn fmt::Display) -> BuildError {
    BuildError::new(format!("TLS cannot be set up: {error}"))
}
