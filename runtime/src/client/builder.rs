//! Builds clients.

mod insecure;
mod limits;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;

use super::endpoint::Endpoint;
use super::headers;
use super::{Client, Server, Settings};
use crate::auth::{Credentials, NoCredentials};
use crate::descriptor::ApiDescriptor;
use crate::error::BuildError;
use crate::observe::Observer;
use crate::retry::{Backoff, BudgetTracker, RetryBudget, RetryPolicy};
use crate::transport::{Transport, default_transport};

/// The default limit for response bodies, in bytes.
const MAX_RESPONSE_SIZE: u64 = 256 << 20;

/// Builds a client. Returned by the function `builder` of a generated client.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C> {
    api: ApiDescriptor,
    endpoint: Option<Endpoint>,
    uses_emulator: bool,
    sends_credentials_in_clear: bool,
    headers: Vec<(String, String)>,
    credentials: Arc<dyn Credentials>,
    transport: Option<Box<dyn Transport>>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    first_byte_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    max_response_size: u64,
    generate_request_ids: bool,
    keep_mismatched: bool,
    retry: Option<Box<dyn RetryPolicy>>,
    budget: RetryBudget,
    observers: Vec<Box<dyn Observer>>,
    user_agent: Option<String>,
    api_key: Option<String>,
    quota_project: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Creates a builder for an API, without credentials and with the API's own root URL.
    pub fn new(api: ApiDescriptor) -> Self {
        Self {
            api,
            endpoint: None,
            uses_emulator: true,
            sends_credentials_in_clear: false,
            headers: Vec::new(),
            credentials: Arc::new(NoCredentials),
            transport: None,
            timeout: None,
            connect_timeout: None,
            first_byte_timeout: None,
            idle_timeout: None,
            max_response_size: MAX_RESPONSE_SIZE,
            generate_request_ids: true,
            keep_mismatched: false,
            retry: None,
            budget: RetryBudget::default(),
            observers: Vec::new(),
            user_agent: None,
            api_key: None,
            quota_project: None,
            client: PhantomData,
        }
    }

    /// Sets the credentials that authorize requests.
    pub fn credentials(mut self, credentials: impl Credentials + 'static) -> Self {
        self.credentials = Arc::new(credentials);
        self
    }

    /// Sets an API key that is sent with every request. It identifies a project, not a user.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Sets where requests are sent: a root URL, e.g. of a proxy or a test server, or an
    /// [`Endpoint`] of the API, e.g. that of a region. The default is the API's own root URL.
    pub fn endpoint(mut self, endpoint: impl Into<Endpoint>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets a header that is sent with every request: with calls, batches, uploads, downloads and
    /// polls. An earlier value is replaced; a call can override it with its own
    /// [`header`](crate::CallOptions::header).
    ///
    /// A resumable session or a redirect at another origin does not receive it. `Debug` output of
    /// requests does not contain the value if the name is that of a secret.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the project that is billed for requests and whose quota they use. It overrides the
    /// quota project of the credentials; a call can override it in turn.
    pub fn quota_project(mut self, project: impl Into<String>) -> Self {
        self.quota_project = Some(project.into());
        self
    }

    /// Sets the transport that sends requests, instead of the default one.
    ///
    /// Without it, each client that is built has its own connections. Clients of several APIs share
    /// them if they are built with clones of one transport, e.g. of a `HyperTransport`.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets the default retry policy of calls. Without one, [`Backoff`] is used with its defaults.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Box::new(policy));
        self
    }

    /// Adds an observer, to which every call and every attempt is reported. A client can have
    /// several.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.push(Box::new(observer));
        self
    }

    /// Sets the default timeout of a call, including retries; in a list, of each page. Without one,
    /// only the limits of the retry policy apply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the limit for the body of a response that is read into memory, in bytes after
    /// decompression. A larger response is an error, and is not retried. The default is 256 MiB.
    ///
    /// The limit also applies to [`Download::bytes`](crate::media::Download::bytes), but not to
    /// downloads that are streamed or written to a file.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sets whether requests of methods with a `requestId` receive a random one if the caller sets
    /// none. The server recognizes a repeated request by it, so that calls which change something
    /// can be retried. The default is `true`.
    pub fn generate_request_ids(mut self, generate: bool) -> Self {
        self.generate_request_ids = generate;
        self
    }

    /// Sets whether a response is accepted if the value of a field does not fit its type, e.g. an
    /// empty string for a time. The default is `false`: the call fails then, and the error names
    /// the path of the value.
    ///
    /// With `true`, the field is unset, and its value is stored in the
    /// [unknown fields](crate::UnknownFields) of the message under the name that the field has on
    /// the wire. It is reported to `tracing` and written back unchanged. To write another value,
    /// remove the unknown field.
    pub fn keep_mismatched(mut self, keep: bool) -> Self {
        self.keep_mismatched = keep;
        self
    }

    /// Sets a product name and version that precede the client's own in the header `User-Agent`,
    /// e.g. `my-service/1.2`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Builds the client.
    ///
    /// Without a transport and without a feature that provides one, the client can build requests,
    /// but not send them.
    ///
    /// # Errors
    ///
    /// Returns an error if the endpoint is not a usable URL, if the API has no such endpoint, if the
    /// environment names an [emulator](Self::emulator_from_env) that is not usable, if the user
    /// agent, API key, quota project or a header is not valid, or if the default transport cannot be
    /// set up.
    pub fn build(self) -> Result<C, BuildError> {
        let root_url = self.root_url()?;
        let sends_credentials = root_url.is_trusted || self.sends_credentials_in_clear;
        let mut headers = headers::header_map(self.headers)?;
        if !sends_credentials {
            headers::remove_secrets(&mut headers);
        }
        let transport = transport(self.transport, self.connect_timeout)?;
        let now = transport.now();
        let product = self.api.user_agent();
        let prefix = self.user_agent.map_or_else(String::new, |name| format!("{name} "));
        let server = root_url.url.parse().ok().and_then(|url| Server::of_url(&url));
        let settings = Settings {
            server: server.ok_or_else(|| BuildError::new("endpoint has no host"))?,
            root_url: root_url.url,
            is_insecure: root_url.is_insecure,
            sends_credentials,
            emulator_token: root_url.token.map(HeaderValue::from_static),
            headers,
            universe_domain: Endpoint::universe_domain_of(self.endpoint.as_ref(), &self.api),
            transport,
            timeout: self.timeout,
            first_byte_timeout: self.first_byte_timeout,
            idle_timeout: self.idle_timeout,
            max_response_size: self.max_response_size,
            generate_request_ids: self.generate_request_ids,
            keep_mismatched: self.keep_mismatched,
            retry: self.retry.unwrap_or_else(|| Box::new(Backoff::default())),
            budget: Arc::new(BudgetTracker::new(self.budget, now)),
            observers: self.observers,
            // Google's servers compress only if the user agent contains `gzip`, too.
            user_agent: header_value(format!("{prefix}{product} (gzip)"), "user agent")?,
            api_key: self.api_key.map(secret_header_value).transpose()?,
            quota_project: self.quota_project.map(|project| header_value(project, "quota project")).transpose()?,
            api_client: header_value(format!("gdcl/{} {product}", env!("CARGO_PKG_VERSION")), "API client name")?,
        };
        Ok(Client::new(self.api, settings, self.credentials).into())
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.id())
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// Returns the transport of the caller, or the default one.
fn transport(
    of_caller: Option<Box<dyn Transport>>,
    connect_timeout: Option<Duration>,
) -> Result<Box<dyn Transport>, BuildError> {
    match of_caller {
        Some(_) if connect_timeout.is_some() => {
            let message = "connect timeout has no effect on a custom transport, which has its own";
            Err(BuildError::new(message))
        }
        Some(transport) => Ok(transport),
        None => default_transport(connect_timeout),
    }
}

fn secret_header_value(key: String) -> Result<HeaderValue, BuildError> {
    let mut key = header_value(key, "API key")?;
    key.set_sensitive(true);
    Ok(key)
}

/// Converts a text into a header value. The error contains its name only: the text may be secret.
fn header_value(text: String, name: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::try_from(text)
        .map_err(|_| BuildError::new(format!("{name} contains characters that are not allowed in a header value")))
}
