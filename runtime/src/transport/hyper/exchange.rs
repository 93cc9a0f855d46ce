//! One request and its response, over connections that are kept.

use std::error::Error;
use std::io;

use http::header::{ACCEPT_ENCODING, RANGE};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_http::decompression::Decompression;
use tower_service::Service;

use crate::body::Body;
use crate::body::incoming;
use crate::error::TransportError;
use crate::error::transport::{self as error, Cause};
use crate::future::BoxFuture;

/// A client of hyper's, whatever its connections are.
pub(super) trait Exchange: Send + Sync {
    fn exchange(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// A client that keeps its connections.
pub(super) fn pooled<C>(connector: C) -> Client<C, Body>
where
    C: Connect + Clone,
{
    let mut client = Client::builder(TokioExecutor::new());
    client.pool_timer(TokioTimer::new());
    // A shared connection that died without a word would hold up every call on it.
    #[cfg(feature = "http2")]
    client
        .timer(TokioTimer::new())
        .http2_adaptive_window(true)
        .http2_keep_alive_interval(std::time::Duration::from_secs(30))
        .http2_keep_alive_timeout(std::time::Duration::from_secs(20));
    client.build(connector)
}

impl<C> Exchange for Client<C, Body>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn exchange(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            // Who asks for an encoding, or counts bytes, gets them as they come.
            let headers = request.headers();
            if headers.contains_key(ACCEPT_ENCODING) || headers.contains_key(RANGE) {
                let response = self.request(request).await.map_err(failed)?;
                return Ok(response.map(|body| incoming(body, failed)));
            }
            let response: http::Response<_> = Decompression::new(self).call(request).await.map_err(failed)?;
            Ok(response.map(|body| incoming(Box::pin(body), failed)))
        })
    }
}

/// A server that is not trusted now is not trusted a second later.
fn failed(error: impl Into<Cause>) -> TransportError {
    let error = error.into();
    let lasting = is_about_trust(&*error);
    let error = error::failed(error);
    if lasting { error.lasting() } else { error }
}

/// An [`io::Error`] gives what it was made of by another way than as its source.
fn is_about_trust(error: &(dyn Error + 'static)) -> bool {
    let inner = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner as &(dyn Error + 'static)),
        None => error.source(),
    };
    says_so(error) || inner.is_some_and(is_about_trust)
}

fn says_so(error: &(dyn Error + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if super::rustls::is_about_trust(error) {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if super::native_tls::is_about_trust(error) {
        return true;
    }
    false
}
