//! The client that generated ones wrap: settings that all calls share.

pub(crate) mod endpoint;
mod universe_domain;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;

use crate::auth::{Credentials, NoCredentials};
use crate::client::endpoint::Endpoint;
use crate::client::universe_domain::Universe;
use crate::descriptor::ApiDescriptor;
use crate::error::{BuildError, Error, Result};
use crate::retry::{Backoff, RetryPolicy};
use crate::transport::{Transport, default_transport};

/// Settings and connections. Cheap to clone; clones share both.
#[derive(Clone)]
pub struct Client {
    shared: Arc<(ApiDescriptor, Settings)>,
}

pub(crate) struct Settings {
    /// With a slash behind.
    pub(crate) root_url: String,
    pub(crate) credentials: Box<dyn Credentials>,
    /// Of the endpoint, until credentials were seen to be of the same.
    pub(crate) universe: Universe,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Box<dyn RetryPolicy>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_key: Option<HeaderValue>,
    pub(crate) quota_project: Option<HeaderValue>,
    /// What the client calls itself where servers count clients.
    pub(crate) api_client: HeaderValue,
}

impl Client {
    pub(crate) fn api(&self) -> &ApiDescriptor {
        &self.shared.0
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.1
    }

    /// Whether both are clones of one client.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.api().id())
            .field("root_url", &self.settings().root_url)
            .finish_non_exhaustive()
    }
}

/// Collects what a client needs. Made by the `builder` function of a generated client.
pub struct ClientBuilder<C> {
    api: ApiDescriptor,
    endpoints: Vec<Endpoint>,
    credentials: Box<dyn Credentials>,
    transport: Option<Box<dyn Transport>>,
    timeout: Option<Duration>,
    retry: Option<Box<dyn RetryPolicy>>,
    user_agent: Option<String>,
    api_key: Option<String>,
    quota_project: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with no credentials and the API's own root URL.
    #[must_use]
    pub fn new(api: ApiDescriptor) -> Self {
        Self {
            api,
            endpoints: Vec::new(),
            credentials: Box::new(NoCredentials),
            transport: None,
            timeout: None,
            retry: None,
            user_agent: None,
            api_key: None,
            quota_project: None,
            client: PhantomData,
        }
    }

    /// In whose name requests are sent.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials + 'static) -> Self {
        self.credentials = Box::new(credentials);
        self
    }

    /// Sends an API key with every request. It says which project asks, not who.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Another root URL: a region's, a proxy's, a test server's. `https` alone is taken, except for loopback addresses.
    #[must_use]
    pub fn endpoint(mut self, root_url: impl Into<String>) -> Self {
        self.endpoints.push(Endpoint::Url(root_url.into()));
        self
    }

    /// Another universe than `googleapis.com`: the API's host, in that domain. Credentials that are known to be of another one than the
    /// client are an error of its calls.
    #[must_use]
    pub fn universe_domain(mut self, domain: impl Into<String>) -> Self {
        self.endpoints.push(Endpoint::Universe(domain.into()));
        self
    }

    /// The root URL that the API has in a region: `europe-west3`. [`ApiDescriptor::locations`] are those that there are.
    #[must_use]
    pub fn region(mut self, location: impl Into<String>) -> Self {
        self.endpoints.push(Endpoint::Region(location.into()));
        self
    }

    /// The API's root URL for clients that show a certificate. The transport has to have one: see
    /// `HyperTransport::with_rustls` and `with_native_tls`.
    #[must_use]
    pub fn mtls(mut self) -> Self {
        self.endpoints.push(Endpoint::Mtls);
        self
    }

    /// The project that pays for requests and whose quota they use, where it is not the credentials' own. It goes before what the
    /// credentials say, and a call may name another.
    #[must_use]
    pub fn quota_project(mut self, project: impl Into<String>) -> Self {
        self.quota_project = Some(project.into());
        self
    }

    /// What sends the requests, in place of the ready-made one.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// When calls are tried again, in place of [`Backoff`]'s defaults.
    #[must_use]
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Box::new(policy));
        self
    }

    /// How long a call may take, with all of its attempts, unless it says otherwise itself. Without one, only the retry policy's bounds count.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// What to put before the client's own name in `User-Agent`: `my-service/1.2`.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// If the endpoint is no URL that may be used, or the user agent or the API key no header. Without a ready-made transport and a
    /// transport of your own the client is made all the same, for its requests; only sending fails.
    pub fn build(self) -> Result<C> {
        let own = self.api.user_agent();
        // Google packs answers for clients that say so here, too, and not only in `Accept-Encoding`.
        let user_agent = self.user_agent.map_or_else(String::new, |name| format!("{name} ")) + own + " (gzip)";
        let settings = Settings {
            root_url: Endpoint::root_url(&self.endpoints, &self.api).map_err(Error::Build)?,
            credentials: self.credentials,
            universe: Universe::new(Endpoint::universe(&self.endpoints, &self.api)),
            transport: match self.transport {
                Some(transport) => transport,
                None => default_transport().map_err(Error::Build)?,
            },
            timeout: self.timeout,
            retry: self.retry.unwrap_or_else(|| Box::new(Backoff::default())),
            user_agent: header(user_agent, "the user agent").map_err(Error::Build)?,
            api_key: self.api_key.map(secret).transpose().map_err(Error::Build)?,
            quota_project: self
                .quota_project
                .map(|project| header(project, "the quota project"))
                .transpose()
                .map_err(Error::Build)?,
            api_client: header(format!("gdcl/{} {own}", env!("CARGO_PKG_VERSION")), "the API's own name")
                .map_err(Error::Build)?,
        };
        Ok(Client { shared: Arc::new((self.api, settings)) }.into())
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.id())
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}

fn secret(key: String) -> std::result::Result<HeaderValue, BuildError> {
    let mut key = header(key, "the API key")?;
    key.set_sensitive(true);
    Ok(key)
}

/// `what` is said in the error, the value is not.
fn header(value: String, what: &str) -> std::result::Result<HeaderValue, BuildError> {
    HeaderValue::try_from(value)
        .map_err(|_| BuildError::new(format!("{what} holds characters that no header may have")))
}
