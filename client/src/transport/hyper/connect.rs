//! How connections are made: through the proxy that the system names, in TLS, in time.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::transport::error::Cause;

/// Google's hosts have many addresses: one that does not answer should not use up the time for the others.
const CONNECT: Duration = Duration::from_secs(20);

/// All of it, TLS and proxies included.
const IN_ALL: Duration = Duration::from_secs(40);

/// So that a connection in the pool whose other end is gone is noticed before a call is.
const PROBE: Duration = Duration::from_secs(15);

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Cause>> + Send>>;

/// A TCP connection, or one in TLS to a proxy.
type Way = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Connects to servers.
#[derive(Clone)]
pub(super) struct Connector {
    tls: HttpsConnector<Reach>,
}

impl Connector {
    pub(super) fn new(mut tls: rustls::ClientConfig) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(PROBE));
        tcp.set_keepalive_interval(Some(PROBE));
        tcp.set_keepalive_retries(Some(3));
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        let to_proxies = HttpsConnector::from((tcp.clone(), tls.clone()));
        #[cfg(feature = "http2")]
        tls.alpn_protocols.insert(0, b"h2".to_vec());
        let reach = Reach { tcp, to_proxies, proxies: Arc::new(Matcher::from_system()) };
        Self { tls: HttpsConnector::from((reach, tls)) }
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Way>;
    type Error = Cause;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.tls.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.tls.call(to);
        Box::pin(async move {
            tokio::time::timeout(IN_ALL, connecting).await.unwrap_or_else(|_| {
                let message = format!("no connection after {} seconds", IN_ALL.as_secs());
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}

/// Reaches a server, without speaking to it.
#[derive(Clone)]
struct Reach {
    tcp: HttpConnector,
    to_proxies: HttpsConnector<HttpConnector>,
    proxies: Arc<Matcher>,
}

impl Service<Uri> for Reach {
    type Response = Way;
    type Error = Cause;
    type Future = Connecting<Way>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        // Without TLS there are servers on this machine alone.
        let secure = to.scheme() == Some(&http::uri::Scheme::HTTPS);
        let Some(proxy) = self.proxies.intercept(&to).filter(|_| secure) else {
            let connecting = self.tcp.call(to);
            return Box::pin(async { Ok(MaybeHttpsStream::Http(connecting.await?)) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxies.clone());
        if let Some(secret) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(secret.clone());
        }
        let connecting = tunnel.call(to);
        Box::pin(async { Ok(connecting.await?) })
    }
}
