//! TLS by the system.

use std::error::Error;
use std::sync::Arc;

use hyper_tls::HttpsConnector;
use native_tls::TlsConnectorBuilder;

use super::connect::{InTime, Reach, tcp};
use super::exchange::pooled;
use super::{HyperTransport, no_tls};
use crate::error::BuildError;

impl HyperTransport {
    /// A transport over the system's TLS with these settings: a certificate of one's own for [`mtls`](crate::Endpoint::mtls),
    /// other authorities to trust. Which versions of HTTP are offered is not theirs to say.
    ///
    /// # Errors
    ///
    /// If the system does not take these settings.
    pub fn with_native_tls(settings: &mut TlsConnectorBuilder) -> Result<Self, BuildError> {
        let to_proxies = settings.request_alpns(&["http/1.1"]).build().map_err(|error| no_tls(&error))?;
        #[cfg(feature = "http2")]
        settings.request_alpns(&["h2", "http/1.1"]);
        let to_servers = settings.build().map_err(|error| no_tls(&error))?;
        let to_proxies = HttpsConnector::from((tcp(), to_proxies.into()));
        let https = HttpsConnector::from((Reach::new(to_proxies), to_servers.into()));
        Ok(Self { http: Arc::new(pooled(InTime(https))) })
    }
}

/// There are no kinds of these errors, and each system has words of its own; what is missed is tried again in vain.
pub(super) fn is_about_trust(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<native_tls::Error>().is_some_and(|error| error.to_string().contains("certificate"))
}
