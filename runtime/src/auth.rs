//! Credentials that authorize requests.

#[cfg(feature = "google-cloud-auth")]
mod google;
#[cfg(feature = "yup-oauth2")]
mod installed_app;
#[cfg(feature = "yup-oauth2")]
mod token_client;

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};

#[cfg(feature = "google-cloud-auth")]
pub use self::google::application_default;
#[cfg(feature = "yup-oauth2")]
pub use self::installed_app::InstalledApp;
#[cfg(feature = "yup-oauth2")]
pub use self::token_client::TokenClient;
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// The universe domain of Google's public cloud.
pub(crate) const DEFAULT_UNIVERSE_DOMAIN: &str = "googleapis.com";

/// Credentials that authorize requests.
///
/// # Examples
///
/// ```
/// use discovery_runtime::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
/// use discovery_runtime::{AuthError, BoxFuture, Credentials, MethodDescriptor};
///
/// #[derive(Debug)]
/// struct TokenFile;
///
/// impl Credentials for TokenFile {
///     fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string("token")
///                 .map_err(|error| AuthError::from_source("the token file is not readable", error))?;
///             let mut header = HeaderValue::try_from(format!("Bearer {}", token.trim()))
///                 .map_err(|_| AuthError::new("the token is malformed"))?;
///             header.set_sensitive(true);
///             Ok(HeaderMap::from_iter([(AUTHORIZATION, header)]))
///         })
///     }
/// }
/// ```
pub trait Credentials: fmt::Debug + Send + Sync {
    /// Returns the headers that authorize a call of `method`.
    ///
    /// Called before every attempt, so implementations should cache tokens.
    /// [`MethodDescriptor::scopes`] lists the scopes that the method accepts. An error that
    /// [is transient](AuthError::is_transient) is retried like one of the connection.
    fn headers<'a>(&'a self, method: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>>;

    /// Returns the universe domain that the credentials belong to, such as `googleapis.com`, or
    /// `None` if it is not known or irrelevant.
    ///
    /// A client does not send credentials to the servers of a different universe.
    fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
        Box::pin(ready(None))
    }
}

macro_rules! delegate_to_pointee {
    ($($pointer:ident),+) => {$(
        impl<C: Credentials + ?Sized> Credentials for $pointer<C> {
            fn headers<'a>(&'a self, method: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
                (**self).headers(method)
            }

            fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
                (**self).universe_domain()
            }
        }
    )+};
}

delegate_to_pointee!(Arc, Box);

/// No credentials, for public data and for requests that a proxy authorizes.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCredentials;

impl Credentials for NoCredentials {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(Ok(HeaderMap::new())))
    }
}

/// A fixed access token.
///
/// The token is not refreshed: calls fail with the status 401 after it has expired.
#[derive(Clone)]
pub struct Bearer {
    header: Option<HeaderValue>,
}

impl Bearer {
    /// Creates credentials from an access token, without the prefix `Bearer`.
    #[must_use]
    pub fn new(token: impl AsRef<str>) -> Self {
        Self { header: authorization(token.as_ref()) }
    }
}

impl Credentials for Bearer {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(match &self.header {
            Some(header) => Ok(HeaderMap::from_iter([(AUTHORIZATION, header.clone())])),
            None => Err(malformed_token()),
        }))
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// Returns the value of the `Authorization` header, or `None` if the token is not a valid header
/// value.
fn authorization(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    header.set_sensitive(true);
    Some(header)
}

fn malformed_token() -> AuthError {
    AuthError::new("access token contains characters that are not allowed in a header value")
}
