//! A reqwest client as transport.

use std::time::Duration;

use super::Transport;
use super::response_body::from_http_body;
use super::tokio_runtime::{in_runtime, sleep};
use crate::body::Body;
use crate::error::TransportError;
use crate::error::causes::with_causes;
use crate::future::BoxFuture;

/// A reqwest client as transport, for programs that already configure one.
///
/// reqwest's default redirect policy follows redirects to other hosts. It removes the
/// `Authorization` header, but not the header of an API key. Use
/// [`reqwest::redirect::Policy::none`] if in doubt.
///
/// If the client decompresses responses, this includes downloads whose server compresses without
/// being asked to. Sizes and checksums then refer to the decompressed bytes.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Creates a transport that sends requests with `client`.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(in_runtime(Box::pin(async move {
            let request = request.map(into_reqwest_body);
            let request = reqwest::Request::try_from(request).map_err(into_transport_error)?;
            let response = self.client.execute(request).await.map_err(into_transport_error)?;
            let response = http::Response::<reqwest::Body>::from(response);
            Ok(response.map(|body| from_http_body(body, into_transport_error)))
        })))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        sleep(duration)
    }
}

fn into_reqwest_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap_stream(body),
    }
}

fn into_transport_error(error: reqwest::Error) -> TransportError {
    // The URL may contain a key.
    let error = error.without_url();
    let message = with_causes(&error);
    let transport_error = if error.is_timeout() {
        TransportError::timed_out(message)
    } else if error.is_builder() || error.is_redirect() {
        TransportError::new(message)
    } else {
        TransportError::transient(message)
    };
    transport_error.with_connect(error.is_connect()).with_cause_in_message(error)
}
