//! Connectors: TCP, and a timeout.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use tower_service::Service;

use crate::error::causes::Cause;

/// The default timeout of a connection as a whole, including proxies and TLS.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(40);

/// The time after which an idle connection is probed, so that a broken one leaves the pool before a
/// request uses it.
const KEEPALIVE: Duration = Duration::from_secs(15);

pub(super) type ConnectFuture<T> = Pin<Box<dyn Future<Output = Result<T, Cause>> + Send>>;

/// Creates a connector for plain TCP, which uses at most half of the time for a connection as a
/// whole. hyper divides it among the addresses of the host, so that one that does not respond leaves
/// time for the others.
pub(super) fn tcp_connector(timeout: Duration) -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(timeout / 2));
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(3));
    tcp
}

/// Limits the time of another connector.
///
/// hyper clones its connector for every request, and keeps it in several places of a future. The
/// other connector is therefore only cloned to connect.
pub(super) struct TimeoutConnector<C> {
    connector: Arc<C>,
    timeout: Duration,
}

impl<C> TimeoutConnector<C> {
    pub(super) fn new(connector: C, timeout: Duration) -> Self {
        Self { connector: Arc::new(connector), timeout }
    }
}

impl<C> Clone for TimeoutConnector<C> {
    fn clone(&self) -> Self {
        Self { connector: Arc::clone(&self.connector), timeout: self.timeout }
    }
}

impl<C> Service<Uri> for TimeoutConnector<C>
where
    C: Service<Uri, Error = Cause> + Clone + Send + 'static,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = Cause;
    type Future = ConnectFuture<C::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let timeout = self.timeout;
        let mut connector = C::clone(&self.connector);
        let connecting = async move {
            poll_fn(|context| connector.poll_ready(context)).await?;
            connector.call(target).await
        };
        Box::pin(async move {
            tokio::time::timeout(timeout, connecting).await.unwrap_or_else(|_| {
                let message = format!("connecting timed out after {timeout:?}");
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}
