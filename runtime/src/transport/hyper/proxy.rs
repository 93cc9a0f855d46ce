//! Connections through proxies.

use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::connector::ConnectFuture;
use crate::error::TransportError;
use crate::error::causes::Cause;
use crate::url::{host, port};

/// The port of a SOCKS proxy whose URL has none.
const SOCKS_PORT: u16 = 1080;

/// Connects to servers, through a proxy if the system's settings select one. `P` connects to HTTP
/// proxies.
#[derive(Clone)]
pub(super) struct ProxyConnector<P> {
    tcp: HttpConnector,
    to_proxy: P,
    proxies: Arc<Matcher>,
}

impl<P> ProxyConnector<P> {
    pub(super) fn new(tcp: HttpConnector, to_proxy: P) -> Self {
        Self { tcp, to_proxy, proxies: Arc::new(Matcher::from_system()) }
    }
}

impl<P> Service<Uri> for ProxyConnector<P>
where
    P: Service<Uri, Error = Cause> + Clone + 'static,
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
        // Plain HTTP is only used for this machine and for emulators, which need no proxy.
        let is_https = target.scheme() == Some(&Scheme::HTTPS);
        let Some(proxy) = self.proxies.intercept(&target).filter(|_| is_https) else {
            let connecting = self.tcp.call(target);
            return Box::pin(async { Ok(connecting.await?.into()) });
        };
        match proxy.uri().scheme_str() {
            Some("http" | "https") => Box::pin(self.through_http_proxy(&proxy, target)),
            Some(scheme @ ("socks5" | "socks5h")) => {
                let resolves_here = scheme == "socks5";
                Box::pin(through_socks_proxy(self.tcp.clone(), proxy, target, resolves_here))
            }
            scheme => {
                let scheme = scheme.unwrap_or_default();
                let message = format!("proxies with the scheme `{scheme}` are not supported");
                Box::pin(async { Err(TransportError::new(message).into()) })
            }
        }
    }
}

impl<P> ProxyConnector<P>
where
    P: Service<Uri, Error = Cause> + Clone + 'static,
    P::Response: Read + Write + Send + Unpin + 'static,
    P::Future: Send + 'static,
{
    fn through_http_proxy(
        &self,
        proxy: &Intercept,
        target: Uri,
    ) -> impl Future<Output = Result<P::Response, Cause>> + Send + use<P> {
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(auth) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let connecting = tunnel.call(target);
        async { Ok(connecting.await?) }
    }
}

/// Connects through a SOCKS proxy of version 5. The name of the target is resolved here, or by the
/// proxy.
async fn through_socks_proxy<T: From<TokioIo<TcpStream>>>(
    mut tcp: HttpConnector,
    proxy: Intercept,
    target: Uri,
    resolves_here: bool,
) -> Result<T, Cause> {
    let target = if resolves_here { resolve(target).await? } else { target };
    // The connector needs a scheme and a port.
    let authority = proxy.uri().authority().ok_or("the URL of the proxy has no host")?;
    let port = authority.port_u16().unwrap_or(SOCKS_PORT);
    let address: Uri = format!("http://{}:{port}", authority.host()).parse()?;
    std::future::poll_fn(|context| tcp.poll_ready(context)).await?;
    let mut socks = SocksV5::new(address, tcp);
    if let Some((user, password)) = proxy.raw_auth() {
        socks = socks.with_auth(user.to_owned(), password.to_owned());
    }
    Ok(socks.call(target).await?.into())
}

/// Replaces the host of a URL with its address. The library would block the thread.
async fn resolve(target: Uri) -> Result<Uri, Cause> {
    let addresses = tokio::net::lookup_host((host(&target).unwrap_or_default(), port(&target))).await?;
    let address = addresses.into_iter().next().ok_or("the host has no address")?;
    Ok(format!("https://{address}/").parse()?)
}
