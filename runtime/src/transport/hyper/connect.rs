//! How connections are made: through the proxy that the system names, in TLS, in time.

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

use crate::error::transport::Cause;

/// Google's hosts have many addresses: one that does not answer should not use up the time for the others.
const CONNECT: Duration = Duration::from_secs(20);

/// All of it, TLS and proxies included.
const IN_ALL: Duration = Duration::from_secs(40);

/// So that a connection in the pool whose other end is gone is noticed before a call is.
const PROBE: Duration = Duration::from_secs(15);

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Cause>> + Send>>;

/// Connections without TLS.
pub(super) fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(CONNECT));
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(PROBE));
    tcp.set_keepalive_interval(Some(PROBE));
    tcp.set_keepalive_retries(Some(3));
    tcp
}

/// Connects within a limit of time, or not at all.
#[derive(Clone)]
pub(super) struct InTime<C>(pub(super) C);

impl<C> Service<Uri> for InTime<C>
where
    C: Service<Uri, Error = Cause>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = Cause;
    type Future = Connecting<C::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.0.call(to);
        Box::pin(async move {
            tokio::time::timeout(IN_ALL, connecting).await.unwrap_or_else(|_| {
                let message = format!("no connection after {} seconds", IN_ALL.as_secs());
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}

/// Reaches a server, without speaking to it. `P` reaches proxies, in TLS if they want it.
#[derive(Clone)]
pub(super) struct Reach<P> {
    tcp: HttpConnector,
    to_proxies: P,
    proxies: Arc<Matcher>,
}

impl<P> Reach<P> {
    pub(super) fn new(to_proxies: P) -> Self {
        Self { tcp: tcp(), to_proxies, proxies: Arc::new(Matcher::from_system()) }
    }
}

impl<P> Service<Uri> for Reach<P>
where
    P: Service<Uri, Error = Cause> + Clone,
    P::Response: From<TokioIo<TcpStream>> + Read + Write + Send + Unpin + 'static,
    P::Future: Send + 'static,
{
    type Response = P::Response;
    type Error = Cause;
    type Future = Connecting<P::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        // Without TLS there are servers on this machine alone.
        let secure = to.scheme() == Some(&http::uri::Scheme::HTTPS);
        let Some(proxy) = self.proxies.intercept(&to).filter(|_| secure) else {
            let connecting = self.tcp.call(to);
            return Box::pin(async { Ok(connecting.await?.into()) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxies.clone());
        if let Some(secret) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(secret.clone());
        }
        let connecting = tunnel.call(to);
        Box::pin(async { Ok(connecting.await?) })
    }
}
