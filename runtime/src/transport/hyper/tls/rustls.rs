//! TLS with rustls.

use std::sync::Arc;

use hyper_rustls::HttpsConnector;
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

use super::super::HyperTransport;
use super::super::connector::{TimeoutConnector, tcp_connector};
use super::super::pool::pooled_client;
use super::super::proxy::ProxyConnector;
use super::tls_unavailable;
use crate::error::BuildError;

/// Returns a configuration that trusts the certificates of the system.
pub(in super::super) fn default_config() -> Result<ClientConfig, BuildError> {
    // Explicitly ring: aws-lc-rs needs CMake on some systems, and the process-wide provider belongs
    // to the application.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| tls_unavailable(&error))?;
    Ok(builder.with_no_client_auth())
}

impl HyperTransport {
    /// Creates a transport with a custom rustls configuration, for example with a client
    /// certificate for mTLS or with additional root certificates. The ALPN protocols of the
    /// configuration are overwritten.
    #[cfg_attr(docsrs, doc(cfg(feature = "rustls")))]
    #[must_use]
    pub fn with_rustls(mut config: ClientConfig) -> Self {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let proxy_config = config.clone();
        #[cfg(feature = "http2")]
        config.alpn_protocols.insert(0, b"h2".to_vec());
        Self::from_clients(move |timeout| {
            let tcp = tcp_connector(timeout);
            let to_proxy = HttpsConnector::from((tcp.clone(), proxy_config.clone()));
            let to_server = HttpsConnector::from((ProxyConnector::new(tcp, to_proxy), config.clone()));
            Arc::new(pooled_client(TimeoutConnector::new(to_server, timeout)))
        })
    }
}
