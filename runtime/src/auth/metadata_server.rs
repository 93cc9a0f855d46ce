//! The metadata server of Google Cloud.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::HeaderValue;
use http::{HeaderMap, StatusCode, Uri};
use percent_encoding::utf8_percent_encode;

use super::token::Token;
use super::token_cache::SharedToken;
use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN, joined, token_endpoint};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;
use crate::url::UNRESERVED;

/// The environment variable with the host of another server, as Google's libraries use it.
const HOST_VARIABLE: &str = "GCE_METADATA_HOST";

const DEFAULT_HOST: &str = "metadata.google.internal";

/// The service account of the machine or container, through the metadata server of Google Cloud.
///
/// Available in Compute Engine, Cloud Run, Cloud Functions, App Engine, and in GKE with workload
/// identity. `GCE_METADATA_HOST` is the host and port of another server, such as an emulator.
///
/// Tokens are requested through the transport of the client, over plain HTTP within the machine's
/// network, and replaced before they expire. Clones share them.
#[derive(Clone)]
#[must_use]
pub struct MetadataServer {
    host: String,
    scopes: Option<String>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    token: SharedToken,
    universe_domain: OnceLock<String>,
}

impl Default for MetadataServer {
    fn default() -> Self {
        Self::new()
    }
}

impl MetadataServer {
    /// Creates credentials of the default service account.
    pub fn new() -> Self {
        let host = std::env::var(HOST_VARIABLE).ok().filter(|host| !host.is_empty());
        Self { host: host.unwrap_or_else(|| DEFAULT_HOST.to_owned()), scopes: None, shared: Arc::default() }
    }

    /// Sets the host, and optionally the port, of the server. The default is that of
    /// `GCE_METADATA_HOST`, or `metadata.google.internal`.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self.shared = Arc::default();
        self
    }

    /// Sets the scopes of the tokens. The default, and in Compute Engine the maximum, are those of
    /// the machine.
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(joined(scopes, ","));
        self.shared = Arc::default();
        self
    }

    /// Returns the response to a request for this path, whatever its status is.
    async fn get(&self, path: &str, transport: &dyn Transport) -> Result<(Uri, http::Response<Vec<u8>>), AuthError> {
        let url = format!("http://{}/computeMetadata/v1/{path}", self.host);
        let url: Uri = url.parse().map_err(|_| {
            AuthError::new(format!("host {:?} of the metadata server is not a host with an optional port", self.host))
        })?;
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = url.clone();
        request.headers_mut().insert("metadata-flavor", HeaderValue::from_static("Google"));
        Ok((url, token_endpoint::send(transport, request).await?))
    }

    async fn request(&self, transport: &dyn Transport) -> Result<Token, AuthError> {
        let start = transport.now();
        let mut path = "instance/service-accounts/default/token".to_owned();
        if let Some(scopes) = &self.scopes {
            path = format!("{path}?scopes={}", utf8_percent_encode(scopes, UNRESERVED));
        }
        let (url, response) = self.get(&path, transport).await?;
        Token::from_response(&token_endpoint::json(&with_account(&url, response)?)?, start)
    }

    /// Requests an ID token for an audience.
    pub(super) async fn request_id_token(&self, audience: &str, transport: &dyn Transport) -> Result<Token, AuthError> {
        let start = transport.now();
        let audience = utf8_percent_encode(audience, UNRESERVED);
        let path = format!("instance/service-accounts/default/identity?audience={audience}&format=full");
        let (url, response) = self.get(&path, transport).await?;
        let response = with_account(&url, response)?;
        Token::from_id_token(String::from_utf8_lossy(response.body()).trim(), start)
    }

    async fn lookup_universe_domain(&self, transport: &dyn Transport) -> Option<String> {
        if let Some(domain) = self.shared.universe_domain.get() {
            return Some(domain.clone());
        }
        let (_, response) = self.get("universe/universe-domain", transport).await.ok()?;
        let domain = match response.status() {
            StatusCode::OK => String::from_utf8_lossy(response.body()).trim().to_owned(),
            // Older servers do not know the path; they all belong to the default universe.
            StatusCode::NOT_FOUND => String::new(),
            _ => return None,
        };
        let domain = if domain.is_empty() { DEFAULT_UNIVERSE_DOMAIN.to_owned() } else { domain };
        Some(self.shared.universe_domain.get_or_init(|| domain).clone())
    }
}

/// Returns a successful response about the service account. Its absence has its own error.
fn with_account(url: &Uri, response: http::Response<Vec<u8>>) -> Result<http::Response<Vec<u8>>, AuthError> {
    match response.status() {
        StatusCode::NOT_FOUND => Err(AuthError::new("the metadata server has no service account for this machine")),
        _ => token_endpoint::successful(url, response),
    }
}

impl Credentials for MetadataServer {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(self.shared.token.headers(context.transport(), move || self.request(context.transport())))
    }

    fn refused(&self, headers: &HeaderMap, _: AuthContext<'_>) {
        self.shared.token.refused(headers);
    }

    fn universe_domain<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        Box::pin(self.lookup_universe_domain(context.transport()))
    }
}

impl fmt::Debug for MetadataServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetadataServer").field("host", &self.host).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
