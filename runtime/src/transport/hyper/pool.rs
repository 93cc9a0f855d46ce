//! A client with a connection pool.

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue, RANGE};
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::super::response_body::from_http_body;
use super::decompression::decompressed;
use super::tls::certificate_error::is_certificate_error;
use crate::body::Body;
use crate::error::TransportError;
use crate::error::causes::Cause;
use crate::error::transport;

/// A hyper client with any connector.
pub(super) trait HttpClient: Send + Sync {
    /// Sends a request and returns the response as received.
    fn exchange(&self, request: http::Request<Body>) -> ResponseFuture;
}

impl<C: Connect + Clone + Send + Sync + 'static> HttpClient for Client<C, Body> {
    fn exchange(&self, request: http::Request<Body>) -> ResponseFuture {
        self.request(request)
    }
}

/// Creates a client that reuses connections.
pub(super) fn pooled_client<C>(connector: C) -> Client<C, Body>
where
    C: Connect + Clone,
{
    let mut client = Client::builder(TokioExecutor::new());
    client.pool_timer(TokioTimer::new());
    // Detects a shared connection that broke without notice, which would stall every request on it.
    #[cfg(feature = "http2")]
    client
        .timer(TokioTimer::new())
        .http2_adaptive_window(true)
        .http2_keep_alive_interval(std::time::Duration::from_secs(30))
        .http2_keep_alive_timeout(std::time::Duration::from_secs(20));
    client.build(connector)
}

/// Sends a request and returns the response, whose body is decompressed unless the request asks for
/// encoded bytes.
pub(super) fn send(
    client: &dyn HttpClient,
    mut request: http::Request<Body>,
) -> impl Future<Output = Result<http::Response<Body>, TransportError>> + Send + use<> {
    // A caller that requests an encoding or a byte range expects the encoded bytes.
    let headers = request.headers_mut();
    let decompresses = !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE);
    if decompresses {
        headers.insert(ACCEPT_ENCODING, const { HeaderValue::from_static("gzip") });
    }
    let sending = client.exchange(request);
    async move {
        let response = sending.await.map_err(into_transport_error)?;
        if decompresses && response.headers().contains_key(CONTENT_ENCODING) {
            // Boxed, so that other responses need no space for it.
            let response = Box::pin(decompressed(response)).await;
            return Ok(response.map(|body| from_http_body(body, into_transport_error)));
        }
        Ok(response.map(|body| from_http_body(body, into_transport_error)))
    }
}

/// Marks certificate errors as permanent: a retry would fail in the same way.
fn into_transport_error(error: impl Into<Cause>) -> TransportError {
    let error = error.into();
    let permanent = is_certificate_error(&*error);
    let error = transport::into_transport_error(error);
    if permanent { error.lasting() } else { error }
}
