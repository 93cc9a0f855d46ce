//! TLS by rustls.

use std::error::Error;
use std::sync::Arc;

use hyper_rustls::HttpsConnector;
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

use super::connect::{InTime, Reach, tcp};
use super::exchange::pooled;
use super::{HyperTransport, no_tls};
use crate::error::BuildError;

/// What the system trusts.
pub(super) fn settings() -> Result<ClientConfig, BuildError> {
    // ring and not aws-lc-rs, which needs CMake on some systems; said here, and not for the whole process.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| no_tls(&error))?;
    Ok(builder.with_no_client_auth())
}

impl HyperTransport {
    /// A transport over rustls with these settings: a certificate of one's own for [`mtls`](crate::Endpoint::mtls), other
    /// authorities to trust. Which versions of HTTP are offered is not theirs to say.
    #[must_use]
    pub fn with_rustls(mut settings: ClientConfig) -> Self {
        settings.alpn_protocols = vec![b"http/1.1".to_vec()];
        let to_proxies = HttpsConnector::from((tcp(), settings.clone()));
        #[cfg(feature = "http2")]
        settings.alpn_protocols.insert(0, b"h2".to_vec());
        let https = HttpsConnector::from((Reach::new(to_proxies), settings));
        Self { http: Arc::new(pooled(InTime(https))) }
    }
}

pub(super) fn is_about_trust(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}
