//! The root URLs to which a client sends requests.

use std::fmt;

use http::Uri;
use http::uri::Scheme;

use super::emulator::Emulator;
use crate::auth::DEFAULT_UNIVERSE_DOMAIN as GOOGLE;
use crate::descriptor::ApiDescriptor;
use crate::error::BuildError;
use crate::printable::Printable;
use crate::url::is_secure;

/// The endpoint to which a client sends requests, for
/// [`ClientBuilder::endpoint`](crate::ClientBuilder::endpoint).
///
/// A string converts into [`Endpoint::url`].
///
/// # Examples
///
/// ```
/// use discovery_runtime::{ApiDescriptor, BuildError, Client, ClientBuilder, Endpoint};
///
/// # fn main() -> Result<(), BuildError> {
/// # const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/");
/// # let builder = || ClientBuilder::<Client>::new(API);
/// let test = builder().endpoint("http://localhost:8080").build()?;
/// let other_universe = builder().endpoint(Endpoint::universe_domain("cloud.example")).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Location);

#[derive(Clone, PartialEq, Eq)]
enum Location {
    Url(String),
    /// A URL that may be unencrypted.
    Insecure(String),
    UniverseDomain(String),
    Region(String),
    Mtls,
}

/// A root URL, and what may be sent there.
#[derive(Debug)]
pub(super) struct RootUrl {
    /// Ends with a slash.
    pub(super) url: String,
    /// Whether credentials may be sent: the connection is secure, and the program chose the URL.
    pub(super) is_trusted: bool,
    /// Whether the caller accepts that everything is sent unencrypted.
    pub(super) is_insecure: bool,
    /// The value of `Authorization` to send instead of credentials.
    pub(super) token: Option<&'static str>,
}

impl RootUrl {
    /// Returns the root URL of an emulator, which the environment names.
    pub(super) fn of_emulator(emulator: &Emulator, url: String) -> Result<Self, BuildError> {
        let url = validate(url, true).map_err(|error| BuildError::new(emulator.explain(&error)))?;
        Ok(Self { url, is_trusted: false, is_insecure: true, token: emulator.token })
    }
}

impl Endpoint {
    /// Returns the endpoint at a root URL, e.g. of a proxy or a test server. The URL must be
    /// `https` unless the host is this machine: a loopback address, `localhost` or a name that ends
    /// with `.localhost`. For other hosts, see
    /// [`ClientBuilder::insecure_endpoint`](crate::ClientBuilder::insecure_endpoint).
    pub fn url(root_url: impl Into<String>) -> Self {
        Self(Location::Url(root_url.into()))
    }

    /// Returns the endpoint at a root URL that may be `http` for any host.
    pub(super) fn insecure(root_url: String) -> Self {
        Self(Location::Insecure(root_url))
    }

    /// Returns the API's endpoint in a region, e.g. `europe-west3`. [`ApiDescriptor::locations`]
    /// returns the available regions.
    pub fn region(location: impl Into<String>) -> Self {
        Self(Location::Region(location.into()))
    }

    /// Returns the API's endpoint in a universe domain other than `googleapis.com`. Calls fail if
    /// the credentials are known to belong to another universe domain.
    pub fn universe_domain(domain: impl Into<String>) -> Self {
        Self(Location::UniverseDomain(domain.into()))
    }

    /// Returns the API's endpoint for mutual TLS. The transport must present a client certificate:
    /// see `HyperTransport::with_rustls` and `HyperTransport::with_native_tls`.
    #[must_use]
    pub fn mtls() -> Self {
        Self(Location::Mtls)
    }

    /// Returns the root URL, with a trailing slash. Without an endpoint, it is that of the API.
    pub(super) fn root_url(endpoint: Option<&Self>, api: &ApiDescriptor) -> Result<RootUrl, BuildError> {
        let is_insecure = matches!(endpoint, Some(Self(Location::Insecure(_))));
        let url = match endpoint.map(|endpoint| &endpoint.0) {
            None => api.root_url().to_owned(),
            Some(Location::Url(url) | Location::Insecure(url)) => url.clone(),
            Some(Location::UniverseDomain(domain)) => url_in_universe_domain(api, domain)?,
            Some(Location::Region(location)) => url_in_region(api, location)?,
            Some(Location::Mtls) => {
                let url = api.mtls_root_url().map(str::to_owned);
                url.ok_or_else(|| BuildError::new(format!("API {} has no endpoint for mutual TLS", api.id())))?
            }
        };
        let url = validate(url, is_insecure)?;
        let is_trusted = url.parse().is_ok_and(|url| is_secure(&url));
        Ok(RootUrl { url, is_trusted, is_insecure, token: None })
    }

    /// Returns the universe domain of the root URL, or `None` for a URL of the caller's.
    pub(super) fn universe_domain_of(endpoint: Option<&Self>, api: &ApiDescriptor) -> Option<String> {
        match endpoint.map(|endpoint| &endpoint.0) {
            Some(Location::UniverseDomain(domain)) => Some(domain.clone()),
            Some(Location::Url(_) | Location::Insecure(_)) => None,
            Some(Location::Region(_) | Location::Mtls) | None => {
                url_without_universe_domain(api).map(|_| GOOGLE.to_owned())
            }
        }
    }
}

impl From<&str> for Endpoint {
    fn from(root_url: &str) -> Self {
        Self::url(root_url)
    }
}

impl From<String> for Endpoint {
    fn from(root_url: String) -> Self {
        Self::url(root_url)
    }
}

impl From<&String> for Endpoint {
    fn from(root_url: &String) -> Self {
        Self::url(root_url)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Location::Url(url) => f.debug_tuple("Url").field(&Printable(without_secrets(url))).finish(),
            Location::Insecure(url) => f.debug_tuple("Insecure").field(&Printable(without_secrets(url))).finish(),
            Location::UniverseDomain(domain) => f.debug_tuple("UniverseDomain").field(&Printable(domain)).finish(),
            Location::Region(location) => f.debug_tuple("Region").field(&Printable(location)).finish(),
            Location::Mtls => f.write_str("Mtls"),
        }
    }
}

/// Returns the API's root URL up to its universe domain, or `None` if it is not in the default one.
fn url_without_universe_domain(api: &ApiDescriptor) -> Option<&str> {
    api.root_url().trim_end_matches('/').strip_suffix(GOOGLE)?.strip_suffix('.')
}

fn url_in_universe_domain(api: &ApiDescriptor, domain: &str) -> Result<String, BuildError> {
    let Some(start) = url_without_universe_domain(api) else {
        let root = api.root_url().trim_end_matches('/');
        let message = format!("root URL `{root}` has no universe domain: its host does not end with `.{GOOGLE}`");
        return Err(BuildError::new(message));
    };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if domain.is_empty() || !domain.chars().all(is_allowed) || domain.starts_with('.') || domain.contains("..") {
        let message = format!("universe domain {domain:?} is not a valid domain; expected one like `{GOOGLE}`");
        return Err(BuildError::new(message));
    }
    Ok(format!("{start}.{domain}/"))
}

fn url_in_region(api: &ApiDescriptor, location: &str) -> Result<String, BuildError> {
    api.regional_url(location).map(str::to_owned).ok_or_else(|| {
        let regions: Vec<_> = api.locations().collect();
        let regions = if regions.is_empty() { "none".to_owned() } else { regions.join(", ") };
        BuildError::new(format!(
            "API {} has no endpoint in region {location:?}; available regions: {regions}",
            api.id()
        ))
    })
}

/// Returns `true` if a URL, well-formed or not, has a part before its host. That part may be a
/// password and must not be displayed.
fn has_user_info(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    authority.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

/// Returns the part of a URL, well-formed or not, that can be displayed: without a user name or
/// password, query and fragment.
fn without_secrets(url: &str) -> String {
    let mut parts = url.split_inclusive(['?', '#']);
    let shown = parts.next().unwrap_or_default();
    let shown = shown.rsplit_once('@').map_or_else(|| shown.to_owned(), |(_, rest)| format!("…@{rest}"));
    if parts.next().is_some() { format!("{shown}…") } else { shown }
}

/// Checks a root URL and appends a missing slash. `allow_http` accepts `http` for any host.
fn validate(root_url: String, allow_http: bool) -> Result<String, BuildError> {
    if has_user_info(&root_url) {
        return Err(BuildError::new("endpoint must not contain a user name or password"));
    }
    let invalid = |problem: &str| BuildError::new(format!("endpoint `{}` {problem}", without_secrets(&root_url)));
    let uri: Uri = root_url.parse().map_err(|_| invalid("is not a URL"))?;
    if uri.authority().is_none() {
        return Err(invalid("has no host"));
    }
    if root_url.contains(['?', '#']) {
        return Err(invalid("must not have a query or a fragment"));
    }
    let is_http = uri.scheme() == Some(&Scheme::HTTP) && uri.host().is_some_and(|host| !host.is_empty());
    let is_accepted = is_secure(&uri) || is_http && allow_http;
    if !is_accepted {
        return Err(invalid(if allow_http {
            "must be http or https"
        } else {
            "must be https unless the host is this machine; see `insecure_endpoint`"
        }));
    }
    Ok(if root_url.ends_with('/') { root_url } else { format!("{root_url}/") })
}

#[cfg(test)]
mod tests {
    use super::{validate, without_secrets};

    #[test]
    fn displays_only_the_public_part_of_a_url() {
        for (url, displayed) in [
            ("https://a.example/x", "https://a.example/x"),
            ("https://a.example/?key=1#2", "https://a.example/?…"),
            ("https://a.example/#x?y", "https://a.example/#…"),
            ("https://a.example/?", "https://a.example/?"),
            ("https://user:password@a.example/?key=1", "…@a.example/?…"),
            ("user:password@b@a?é", "…@a?…"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(url), displayed, "{url}");
        }
    }

    #[test]
    fn accepts_https_and_loopback_urls() {
        for url in [
            "https://a.example/",
            "http://127.0.0.1:80/",
            "http://localhost",
            "http://LOCALHOST",
            "http://gcs.localhost:4443",
            "http://[::1]:9/x",
        ] {
            assert!(validate(url.to_owned(), false).is_ok_and(|url| url.ends_with('/')), "{url}");
        }
    }

    #[test]
    fn rejects_unusable_urls_without_displaying_passwords() {
        for url in [
            "http://a.example/",
            "ftp://a.example/",
            "a.example",
            "/path",
            "https://user:secret@a.example/",
            "https://user:secret@a example/",
            "https:/user:secret@a.example/",
            "user:secret@a.example",
            "https:\\\\user:secret@a.example/",
            "https://a.example/?key=secret",
            "https://a.example?key=secret",
            "http://a.example/x?a=b&access_token=secret",
            "https://a b/?key=secret",
            "https://a.example/#secret",
            "?key=secret",
            "https://a.example/#x",
            "https://a.example/?x=1",
            "http://127.0.0.1.a.example/",
            "http://localhost.a.example/",
            "http://.localhost/",
            "http://notlocalhost/",
            "http://0.0.0.0/",
            "http://gcs:4443/",
        ] {
            let error = validate(url.to_owned(), false).expect_err(url).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
