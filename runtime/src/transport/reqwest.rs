//! reqwest's client as transport.

use std::time::Duration;

use super::Transport;
use crate::body::Body;
use crate::body::incoming;
use crate::error::TransportError;
use crate::error::transport::with_causes;
use crate::future::BoxFuture;

/// A reqwest client as a transport, for programs that have set one up already: with proxies, pools, resolvers of their own.
///
/// Its redirect policy is the caller's, too: reqwest's own follows to other hosts, without the `Authorization` header but
/// with an API key's. Take [`reqwest::redirect::Policy::none`] where in doubt. Its decoders are not asked for by downloads, but
/// decode what a server has encoded all the same; bytes are then counted and compared as decoded.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport that sends by this client.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(outgoing)).map_err(failed)?;
            let response: http::Response<reqwest::Body> = self.client.execute(request).await.map_err(failed)?.into();
            Ok(response.map(|body| incoming(body, failed)))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
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
    made.with_cause_in_message(error)
}
