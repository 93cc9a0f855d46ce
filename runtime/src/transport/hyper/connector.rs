//! Connectors: TCP, and a timeout.

use std::future::Future;
use std::io;
use std::pin::Pin;
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
#[derive(Clone)]
pub(super) struct TimeoutConnector<C> {
    connector: C,
    timeout: Duration,
}

impl<C> TimeoutConnector<C> {
    pub(super) fn new(connector: C, timeout: Duration) -> Self {
        Self { connector, timeout }
    }
}

impl<C> Service<Uri> for TimeoutConnector<C>
where
    C: Service<Uri, Error = Cause>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = Cause;
    type Future = ConnectFuture<C::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let timeout = self.timeout;
        let connecting = self.connector.call(target);
        Box::pin(async move {
            tokio::time::timeout(timeout, connecting).await.unwrap_or_else(|_| {
                let message = format!("connecting timed out after {timeout:?}");
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}
