//! The HTTP client for token endpoints.

mod limited_connector;

use std::fmt;
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use yup_oauth2::client::{CustomHyperClientBuilder, HttpClient};
use yup_oauth2::{Error, HyperClientBuilder};

use self::limited_connector::LimitedConnector;

/// The default limit of a response, in bytes.
const MAX_RESPONSE_SIZE: u64 = 1 << 20;

/// The default timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(60);

/// An HTTP client for the authenticators of [`yup_oauth2`] that limits the responses of token
/// endpoints.
///
/// The default client of yup-oauth2 reads responses of any size into memory. See
/// [`Authenticated`](crate::Authenticated) for an example.
#[derive(Clone)]
#[must_use = "a client does nothing until an authenticator uses it"]
pub struct TokenClient {
    max_response_size: u64,
    timeout: Duration,
}

impl Default for TokenClient {
    fn default() -> Self {
        Self { max_response_size: MAX_RESPONSE_SIZE, timeout: TIMEOUT }
    }
}

impl TokenClient {
    /// Creates a client with a limit of 1 MiB and a timeout of a minute.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limit for a response, including its headers, in bytes. A larger response is an
    /// error.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }
}

impl HyperClientBuilder for TokenClient {
    type Connector = LimitedConnector<HttpsConnector<HttpConnector>>;

    fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn build_hyper_client(self) -> Result<HttpClient<Self::Connector>, Error> {
        let provider = rustls::crypto::ring::default_provider();
        let https = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let connector = LimitedConnector::new(https.https_or_http().enable_http1().build(), self.max_response_size);
        // The limit is that of a connection, so a connection must not serve two requests.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(CustomHyperClientBuilder::from(client).build_hyper_client()?.with_timeout(self.timeout))
    }
}

impl fmt::Debug for TokenClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenClient")
            .field("max_response_size", &self.max_response_size)
            .field("timeout", &self.timeout)
            .finish()
    }
}
