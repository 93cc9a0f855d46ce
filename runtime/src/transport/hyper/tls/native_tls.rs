//! TLS with the implementation of the system.

use std::sync::Arc;

use hyper_tls::HttpsConnector;
use native_tls::TlsConnectorBuilder;

use super::super::HyperTransport;
use super::super::connector::{TimeoutConnector, tcp_connector};
use super::super::pool::pooled_client;
use super::super::proxy::ProxyConnector;
use super::tls_unavailable;
use crate::error::BuildError;

impl HyperTransport {
    /// Creates a transport with custom settings for the TLS implementation of the system, for
    /// example with a client certificate for mTLS or with additional root certificates. The ALPN
    /// protocols of the settings are overwritten.
    ///
    /// # Errors
    ///
    /// Returns an error if the system rejects the settings.
    #[cfg_attr(docsrs, doc(cfg(feature = "native-tls")))]
    pub fn with_native_tls(settings: &mut TlsConnectorBuilder) -> Result<Self, BuildError> {
        let proxy_tls = settings.request_alpns(&["http/1.1"]).build().map_err(|error| tls_unavailable(&error))?;
        #[cfg(feature = "http2")]
        settings.request_alpns(&["h2", "http/1.1"]);
        let server_tls = settings.build().map_err(|error| tls_unavailable(&error))?;
        Ok(Self::from_clients(move |timeout| {
            let tcp = tcp_connector(timeout);
            let to_proxy = HttpsConnector::from((tcp.clone(), proxy_tls.clone().into()));
            let to_server = HttpsConnector::from((ProxyConnector::new(tcp, to_proxy), server_tls.clone().into()));
            Arc::new(pooled_client(TimeoutConnector::new(to_server, timeout)))
        }))
    }
}
