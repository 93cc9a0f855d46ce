//! The client that generated ones wrap: settings that all calls share.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::HeaderValue;

use crate::credentials::{Credentials, NoCredentials};
use crate::error::{BuildError, Error, Result};
use crate::request::Api;
use crate::retry::{Backoff, RetryPolicy};
use crate::transport::{Transport, default_transport};

/// Settings and connections. Cheap to clone; clones share both.
#[derive(Clone)]
pub struct Client {
    shared: Arc<(Api, Settings)>,
}

pub(crate) struct Settings {
    /// With a slash behind.
    pub(crate) root_url: String,
    pub(crate) credentials: Box<dyn Credentials>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Box<dyn RetryPolicy>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_key: Option<HeaderValue>,
}

impl Client {
    pub(crate) fn api(&self) -> &Api {
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
    api: Api,
    endpoint: Option<String>,
    credentials: Box<dyn Credentials>,
    transport: Option<Box<dyn Transport>>,
    timeout: Option<Duration>,
    retry: Option<Box<dyn RetryPolicy>>,
    user_agent: Option<String>,
    api_key: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with no credentials and the API's own root URL.
    #[must_use]
    pub fn new(api: Api) -> Self {
        Self {
            api,
            endpoint: None,
            credentials: Box::new(NoCredentials),
            transport: None,
            timeout: None,
            retry: None,
            user_agent: None,
            api_key: None,
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
        self.endpoint = Some(root_url.into());
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
    /// If the endpoint is no URL that may be used, or the user agent or the API key no header. Without the feature `reqwest` and a
    /// transport of your own the client is made all the same, for its requests; only sending fails.
    pub fn build(self) -> Result<C> {
        let root_url = self.endpoint.unwrap_or_else(|| self.api.root_url().to_owned());
        let own = self.api.agent();
        let user_agent = self.user_agent.map_or_else(|| own.to_owned(), |name| format!("{name} {own}"));
        let settings = Settings {
            root_url: checked(root_url).map_err(Error::Build)?,
            credentials: self.credentials,
            transport: match self.transport {
                Some(transport) => transport,
                None => default_transport().map_err(Error::Build)?,
            },
            timeout: self.timeout,
            retry: self.retry.unwrap_or_else(|| Box::new(Backoff::default())),
            user_agent: HeaderValue::try_from(user_agent).map_err(|_| {
                Error::Build(BuildError::new("the user agent holds characters that no header may have"))
            })?,
            api_key: self.api_key.map(secret).transpose().map_err(Error::Build)?,
        };
        Ok(Client { shared: Arc::new((self.api, settings)) }.into())
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.id())
            .field("endpoint", &self.endpoint.as_deref().filter(|url| !names_user(url)))
            .finish_non_exhaustive()
    }
}

/// Whether there is something before the host, well-formed or not: it may be a password, so it must not be shown.
fn names_user(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    authority.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

fn secret(key: String) -> std::result::Result<HeaderValue, BuildError> {
    let mut key = HeaderValue::try_from(key)
        .map_err(|_| BuildError::new("the API key holds characters that no header may have"))?;
    key.set_sensitive(true);
    Ok(key)
}

/// A root URL with a slash behind. Tokens must not travel in the clear, except within this machine.
fn checked(root_url: String) -> std::result::Result<String, BuildError> {
    if names_user(&root_url) {
        return Err(BuildError::new("an endpoint must not hold a user name or password"));
    }
    let bad = |what: &str| BuildError::new(format!("the endpoint `{root_url}` {what}"));
    let uri: Uri = root_url.parse().map_err(|_| bad("is not a URL"))?;
    if uri.authority().is_none() {
        return Err(bad("has no host"));
    }
    if root_url.contains(['?', '#']) {
        return Err(bad("has a query or a fragment, which paths cannot follow"));
    }
    if !may_be_called(&uri) {
        let plain = uri.scheme_str() == Some("http");
        return Err(bad(if plain { "is not https, and not on this machine" } else { "is not https" }));
    }
    Ok(if root_url.ends_with('/') { root_url } else { format!("{root_url}/") })
}

/// Whether a token may be sent there: by https, or within this machine.
pub(crate) fn may_be_called(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let address: Option<std::net::IpAddr> = host.parse().ok();
    let loopback = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => !host.is_empty(),
        Some("http") => loopback,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn endpoints() {
        for good in ["https://a.example/", "http://127.0.0.1:80/", "http://localhost", "http://[::1]:9/x"] {
            assert!(checked(good.to_owned()).is_ok_and(|url| url.ends_with('/')), "{good}");
        }
        for bad in [
            "http://a.example/",
            "ftp://a.example/",
            "a.example",
            "/path",
            "https://user:secret@a.example/",
            "https://user:secret@a example/",
            "https://a.example/#x",
            "https://a.example/?x=1",
            "http://127.0.0.1.a.example/",
            "http://localhost.a.example/",
        ] {
            let error = checked(bad.to_owned()).expect_err(bad).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
