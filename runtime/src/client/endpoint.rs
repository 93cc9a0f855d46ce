//! Where a client's requests go.

use std::fmt;

use http::Uri;

use crate::auth::DEFAULT_UNIVERSE_DOMAIN as GOOGLE;
use crate::descriptor::ApiDescriptor;
use crate::error::BuildError;

/// What the builder was told about the place.
#[derive(Clone)]
pub(crate) enum Endpoint {
    Url(String),
    Universe(String),
    Region(String),
    Mtls,
}

impl Endpoint {
    /// The root URL, with a slash behind.
    pub(crate) fn root_url(told: &[Self], api: &ApiDescriptor) -> Result<String, BuildError> {
        let url = match told {
            [] => api.root_url().to_owned(),
            [Self::Url(url)] => url.clone(),
            [Self::Universe(domain)] => in_universe(api, domain)?,
            [Self::Region(location)] => in_region(api, location)?,
            [Self::Mtls] => api.mtls_root_url().map(str::to_owned).ok_or_else(|| {
                BuildError::new(format!("{} has no root URL for clients with certificates", api.id()))
            })?,
            _ => {
                let message =
                    "of `endpoint`, `universe_domain`, `region` and `mtls`, only one can say where the API is";
                return Err(BuildError::new(message));
            }
        };
        checked(url)
    }

    /// The universe that the root URL is in. Of one that the caller wrote, that is the caller's to know.
    pub(crate) fn universe(told: &[Self], api: &ApiDescriptor) -> Option<String> {
        match told {
            [Self::Universe(domain)] => Some(domain.clone()),
            [Self::Url(_)] => None,
            _ => stem(api).map(|_| GOOGLE.to_owned()),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) if names_user(url) => f.write_str("a URL with a user name"),
            Self::Url(url) => f.write_str(url),
            Self::Universe(domain) => write!(f, "universe {domain}"),
            Self::Region(location) => write!(f, "region {location}"),
            Self::Mtls => f.write_str("mTLS"),
        }
    }
}

/// The API's root URL without its universe.
fn stem(api: &ApiDescriptor) -> Option<&str> {
    api.root_url().trim_end_matches('/').strip_suffix(GOOGLE)?.strip_suffix('.')
}

/// The same host in another universe.
fn in_universe(api: &ApiDescriptor, domain: &str) -> Result<String, BuildError> {
    let Some(start) = stem(api) else {
        let root = api.root_url().trim_end_matches('/');
        return Err(BuildError::new(format!("`{root}` is not of a universe: its host does not end with `.{GOOGLE}`")));
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if domain.is_empty() || !domain.chars().all(plain) || domain.starts_with('.') || domain.contains("..") {
        return Err(BuildError::new(format!("{domain:?} is not a domain; expected one like `googleapis.com`")));
    }
    Ok(format!("{start}.{domain}/"))
}

fn in_region(api: &ApiDescriptor, location: &str) -> Result<String, BuildError> {
    api.regional_url(location).map(str::to_owned).ok_or_else(|| {
        let known: Vec<_> = api.locations().collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        BuildError::new(format!("{} has no root URL for the location {location:?}; it has: {known}", api.id()))
    })
}

/// Whether there is something before the host, well-formed or not: it may be a password, so it must not be shown.
fn names_user(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    authority.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
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
