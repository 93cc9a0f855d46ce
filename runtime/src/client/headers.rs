//! Headers that a client sends with every request.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION, RANGE, TRANSFER_ENCODING, USER_AGENT,
};

use super::Settings;
use crate::error::BuildError;
use crate::headers::{API_CLIENT, API_KEY};
use crate::printable::Printable;
use crate::secret::is_secret;

/// Headers that belong to a single request, or to its connection.
const OF_ONE_REQUEST: &[HeaderName] = &[
    ACCEPT_ENCODING,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    HOST,
    RANGE,
    TRANSFER_ENCODING,
];

impl Settings {
    /// Adds the headers that the client sends with every request. `accept` is the default of
    /// `Accept`.
    pub(crate) fn write_headers(&self, headers: &mut HeaderMap, accept: &'static str) {
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(accept));
        headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        headers.entry(const { HeaderName::from_static(API_CLIENT) }).or_insert_with(|| self.api_client.clone());
    }

    /// Removes credentials and API keys that the caller set on a call, if they must not be sent.
    pub(crate) fn remove_forbidden_credentials(&self, headers: &mut HeaderMap) {
        if self.sends_credentials {
            return;
        }
        for name in [AUTHORIZATION.as_str(), PROXY_AUTHORIZATION.as_str(), COOKIE.as_str(), API_KEY] {
            headers.remove(name);
        }
    }
}

/// Converts names and values into headers. Errors do not contain values, which may be secret.
pub(super) fn header_map(headers: Vec<(String, String)>) -> Result<HeaderMap, BuildError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let invalid = |problem: &str| BuildError::new(format!("header `{}` {problem}", Printable(&name)));
        let header = HeaderName::try_from(name.as_str()).map_err(|_| invalid("has an invalid name"))?;
        let value = HeaderValue::try_from(value);
        let mut value = value.map_err(|_| invalid("has a value with characters that are not allowed"))?;
        if OF_ONE_REQUEST.contains(&header) {
            return Err(invalid("is different for each request, so that a client cannot have it"));
        }
        value.set_sensitive(is_secret(header.as_str()));
        map.insert(header, value);
    }
    Ok(map)
}

/// Removes the headers that may contain secrets.
pub(super) fn remove_secrets(headers: &mut HeaderMap) {
    let secret: Vec<HeaderName> = headers.keys().filter(|name| is_secret(name.as_str())).cloned().collect();
    for name in secret {
        headers.remove(name);
    }
}
