//! Services of tower as transports.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tower_service::Service;

use super::Transport;
use crate::body::Body;
use crate::body::incoming;
use crate::error::TransportError;
use crate::error::transport::{Cause, failed};
use crate::future::BoxFuture;

/// Any tower service as a transport: hyper's client, an `axum::Router` in tests, with whatever layers around. Its waits are tokio's, so
/// calls need a runtime of tokio's with timers.
///
/// Each attempt of a call has a clone of the service, which is asked whether it is ready. Leave retries to the client: it knows what may
/// be sent twice. Have redirects end at the host's borders: a token must not go to another.
///
/// What the service fails with counts as something that may go better next time, as it does with connections, and as a lack of time
/// if an [`io::Error`](std::io::Error) behind it says so; the `Elapsed` of tower's own timeout is none of these, and so is tried
/// again but is no [`is_timeout`](crate::Error::is_timeout): the client's limits say both. To say something else, fail with a
/// [`TransportError`](crate::TransportError): it is taken as it is.
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
    /// Locked to be cloned alone: many services, boxed ones among them, may not be shared between threads.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// A transport that sends by clones of this service.
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
            poll_fn(|context| service.poll_ready(context)).await.map_err(failed)?;
            let response = service.call(request).await.map_err(failed)?;
            Ok(response.map(|body| incoming(Box::pin(body), failed)))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
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
