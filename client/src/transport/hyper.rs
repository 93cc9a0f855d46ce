//! The ready-made transport.

mod connect;
mod redirect;

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT_ENCODING, RANGE};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls_platform_verifier::BuilderVerifierExt;
use tower_http::decompression::Decompression;
use tower_service::Service;

use self::connect::Connector;
use self::redirect::Sent;
use super::error::{self, Cause};
use super::http_body::incoming;
use super::{Body, Carrying, Sleeping, Transport, TransportError};
use crate::error::BuildError;
use crate::request::HttpResponse;

/// How often a call is sent on before the response that says so is its answer.
const REDIRECTS: usize = 10;

/// hyper over rustls: pooled connections, gzip, the system's certificates and proxy settings (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`).
/// With the feature `http2` many calls share a connection; without it each has one of its own while it lasts.
///
/// Redirects are followed within one host alone: a token must not go to another.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Connector, Body>,
}

impl HyperTransport {
    /// A transport with connections of its own.
    ///
    /// # Errors
    ///
    /// If the system's certificates cannot be had.
    pub fn new() -> Result<Self, BuildError> {
        let failed = |error: &dyn fmt::Display| BuildError::new(format!("TLS cannot be set up: {error}"));
        // ring and not aws-lc-rs, which needs CMake on some systems; said here, and not for the whole process.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| failed(&error))?;
        Ok(Self::with_tls(tls.with_no_client_auth()))
    }

    /// A transport with these settings for TLS: a certificate of one's own for [`mtls`](crate::ClientBuilder::mtls), other
    /// authorities to trust. Which versions of HTTP are offered is not theirs to say.
    #[must_use]
    pub fn with_tls(tls: rustls::ClientConfig) -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        client.pool_timer(TokioTimer::new());
        // A shared connection that died without a word would hold up every call on it.
        #[cfg(feature = "http2")]
        client
            .timer(TokioTimer::new())
            .http2_adaptive_window(true)
            .http2_keep_alive_interval(Duration::from_secs(30))
            .http2_keep_alive_timeout(Duration::from_secs(20));
        Self { client: client.build(Connector::new(tls)) }
    }

    async fn follow(&self, mut request: http::Request<Body>) -> Result<HttpResponse<Body>, TransportError> {
        let mut left = REDIRECTS;
        loop {
            let sent = Sent::of(&request);
            let response = self.exchange(request).await?;
            match sent.and_then(|sent| sent.redirected(&response)) {
                Some(next) if left > 0 => request = next,
                _ => return Ok(response),
            }
            left -= 1;
        }
    }

    async fn exchange(&self, request: http::Request<Body>) -> Result<HttpResponse<Body>, TransportError> {
        // Who asks for an encoding, or counts bytes, gets them as they come.
        let headers = request.headers();
        if headers.contains_key(ACCEPT_ENCODING) || headers.contains_key(RANGE) {
            let response = self.client.request(request).await.map_err(failed)?;
            return Ok(response.map(|body| incoming(body, failed)));
        }
        let response = Decompression::new(&self.client).call(request).await.map_err(failed)?;
        Ok(response.map(|body| incoming(Box::pin(body), failed)))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> Carrying<'_> {
        Box::pin(self.follow(request))
    }

    fn sleep(&self, duration: Duration) -> Sleeping {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

/// A certificate that is not trusted now is not trusted a second later.
fn failed(error: impl Into<Cause>) -> TransportError {
    let error = error.into();
    let lasting = is_about_certificates(&*error);
    let error = error::failed(error);
    if lasting { error.lasting() } else { error }
}

/// An [`io::Error`] gives what it was made of by another way than as its source.
fn is_about_certificates(error: &(dyn Error + 'static)) -> bool {
    let inner = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner as &(dyn Error + 'static)),
        None => error.source(),
    };
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
        || inner.is_some_and(is_about_certificates)
}
