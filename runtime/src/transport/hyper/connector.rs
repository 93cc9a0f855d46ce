//! Connectors: TCP, proxies, and a timeout.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::causes::Cause;

/// The timeout of a TCP connection. hyper divides it among the addresses of the host, so that one
/// that does not respond leaves time for the others.
const TCP_TIMEOUT: Duration = Duration::from_secs(20);

/// The timeout of a connection as a whole, including proxies and TLS.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(40);

/// The time after which an idle connection is probed, so that a broken one leaves the pool before a
/// request uses it.
const KEEPALIVE: Duration = Duration::from_secs(15);

type ConnectFuture<T> = Pin<Box<dyn Future<Output = Result<T, Cause>> + Send>>;

/// Creates a connector for plain TCP.
pub(super) fn tcp_connector() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(TCP_TIMEOUT));
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(3));
    tcp
}

/// Limits the time of another connector.
#[derive(Clone)]
pub(super) struct TimeoutConnector<C>(pub(super) C);

impl<C> Service<Uri> for TimeoutConnector<C>
where
    C: Service<Uri, Error = Cause>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = Cause;
    type Future = ConnectFuture<C::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async move {
            tokio::time::timeout(TOTAL_TIMEOUT, connecting).await.unwrap_or_else(|_| {
                let message = format!("connecting timed out after {} seconds", TOTAL_TIMEOUT.as_secs());
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}

/// Connects to servers, through a proxy if the system's settings select one. `P` connects to
/// proxies.
#[derive(Clone)]
pub(super) struct ProxyConnector<P> {
    tcp: HttpConnector,
    to_proxy: P,
    proxies: Arc<Matcher>,
}

impl<P> ProxyConnector<P> {
    pub(super) fn new(to_proxy: P) -> Self {
        Self { tcp: tcp_connector(), to_proxy, proxies: Arc::new(Matcher::from_system()) }
    }
}

impl<P> Service<Uri> for ProxyConnector<P>
where
    P: Service<Uri, Error = Cause> + Clone,
    P::Response: From<TokioIo<TcpStream>> + Read + Write + Send + Unpin + 'static,
    P::Future: Send + 'static,
{
    type Response = P::Response;
    type Error = Cause;
    type Future = ConnectFuture<P::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        // Plain HTTP is only used for loopback addresses, which need no proxy.
        let is_https = target.scheme() == Some(&http::uri::Scheme::HTTPS);
        let Some(proxy) = self.proxies.intercept(&target).filter(|_| is_https) else {
            let connecting = self.tcp.call(target);
            return Box::pin(async { Ok(connecting.await?.into()) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(auth) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let connecting = tunnel.call(target);
        Box::pin(async { Ok(connecting.await?) })
    }
}
