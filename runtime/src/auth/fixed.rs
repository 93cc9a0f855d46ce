//! Credentials that never change.

use std::fmt;
use std::future::ready;

use http::HeaderMap;

use super::{AuthContext, Credentials, authorization, authorization_headers, malformed_token};
use crate::error::AuthError;
use crate::future::BoxFuture;

/// No credentials, for public data and for requests that a proxy authorizes.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCredentials;

impl Credentials for NoCredentials {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(Ok(HeaderMap::new())))
    }
}

/// A fixed access token.
///
/// The token is not refreshed: calls fail with the status 401 after it has expired.
#[derive(Clone)]
pub struct Bearer {
    /// `None` if the token is malformed.
    headers: Option<HeaderMap>,
}

impl Bearer {
    /// Creates credentials from an access token, without the prefix `Bearer`.
    #[must_use]
    pub fn new(token: impl AsRef<str>) -> Self {
        Self { headers: authorization(token.as_ref()).map(authorization_headers) }
    }
}

impl Credentials for Bearer {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(self.headers.clone().ok_or_else(malformed_token)))
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}
