//! A tower service as transport.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tower_service::Service;

use super::Transport;
use super::response_body::from_http_body;
use super::tokio_runtime::{require_timers, sleep};
use crate::body::Body;
use crate::error::TransportError;
use crate::error::causes::Cause;
use crate::error::transport::into_transport_error;
use crate::future::BoxFuture;

/// A tower service as transport, such as a hyper client with layers, or an `axum::Router` in tests.
///
/// Needs a tokio runtime with timers. Every attempt uses its own clone of the service, after
/// polling it for readiness.
///
/// Do not retry in the service: the client knows which requests may be sent twice. Do not follow
/// redirects to other hosts, which would receive the token.
///
/// # Errors
///
/// An error of the service is transient, like a broken connection, and a timeout if its causes
/// include an [`io::Error`](std::io::Error) of the kind `TimedOut`. The `Elapsed` error of tower's
/// timeout layer is therefore retried without being a [timeout](crate::Error::is_timeout); prefer
/// the timeouts of the client. A [`TransportError`](crate::TransportError) is passed on unchanged.
///
/// # Examples
///
/// ```
/// use axum::{Router, routing::get};
/// use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, Json, MethodDescriptor, TowerTransport};
///
/// const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # let api = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
/// let server = Router::new().route("/v1/notes/{id}", get(async || r#"{"text": "milk"}"#));
/// let client: Client = ClientBuilder::new(api).transport(TowerTransport::new(server)).build()?;
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
/// # runtime.block_on(async {
/// let note = Call::<Json>::new(&client, &GET).path_text("id", "7").send().await?;
/// assert_eq!(note["text"], "milk");
/// # Ok::<(), discovery_runtime::Error>(())
/// # })?;
/// # Ok::<(), discovery_runtime::Error>(())
/// ```
pub struct TowerTransport<S> {
    /// Only locked to clone the service, because many services are not `Sync`.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport that sends requests with clones of `service`.
    #[must_use]
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S: Clone> TowerTransport<S> {
    fn service(&self) -> S {
        self.service.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send,
    S::Error: Into<Cause>,
    S::Future: Send,
    B: http_body::Body + Send + 'static,
    B::Error: Into<Cause>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut service = self.service();
        Box::pin(async move {
            require_timers()?;
            poll_fn(|context| service.poll_ready(context)).await.map_err(into_transport_error)?;
            let response = service.call(request).await.map_err(into_transport_error)?;
            Ok(response.map(|body| from_http_body(Box::pin(body), into_transport_error)))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        sleep(duration)
    }
}

impl<S: Clone> Clone for TowerTransport<S> {
    fn clone(&self) -> Self {
        Self::new(self.service())
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}
