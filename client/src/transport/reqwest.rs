//! The ready-made transport.

use std::sync::Arc;
use std::time::Duration;

use rustls_platform_verifier::BuilderVerifierExt;

use super::error::with_causes;
use super::http_body::incoming;
use super::{Body, Carrying, Sleeping, Transport, TransportError};
use crate::error::BuildError;

/// Google's hosts have many addresses: one that does not answer should not use up the time for the others.
const CONNECT: Duration = Duration::from_secs(20);

/// reqwest over rustls: pooled connections, HTTP/2, gzip, the system's proxy settings and certificates.
///
/// Redirects are followed within one host alone: a token must not go to another.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with connections of its own.
    ///
    /// # Errors
    ///
    /// If the system's certificates cannot be had.
    pub fn new() -> Result<Self, BuildError> {
        let failed = |error: &dyn std::fmt::Display| BuildError::new(format!("TLS cannot be set up: {error}"));
        // ring and not aws-lc-rs, which needs CMake on some systems; said here, and not for the whole process.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| failed(&error))?
            .with_no_client_auth();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::custom(within_one_host))
            .connect_timeout(CONNECT)
            .build();
        Ok(Self { client: client.map_err(|error| failed(&error))? })
    }

    /// A transport over a client that the caller has set up: with other certificates, proxies or pools.
    ///
    /// Its redirect policy is the caller's, too: reqwest's own follows to other hosts, without the `Authorization` header but
    /// with an API key's. Take [`reqwest::redirect::Policy::none`] where in doubt.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }
}

fn within_one_host(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let origin =
        |url: &reqwest::Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    let same = attempt.previous().first().is_some_and(|first| origin(first) == origin(attempt.url()));
    if same && attempt.previous().len() <= 10 { attempt.follow() } else { attempt.stop() }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> Carrying<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(outgoing)).map_err(failed)?;
            let response: http::Response<reqwest::Body> = self.client.execute(request).await.map_err(failed)?.into();
            Ok(response.map(|body| incoming(body, failed)))
        })
    }

    fn sleep(&self, duration: Duration) -> Sleeping {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn outgoing(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap_stream(body),
    }
}

/// The URL may hold a key.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let message = with_causes(&error);
    let made = if error.is_timeout() {
        TransportError::timed_out(message)
    } else if error.is_builder() || error.is_redirect() {
        TransportError::new(message)
    } else {
        TransportError::transient(message)
    };
    made.with_source(error)
}
