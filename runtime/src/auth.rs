//! Leave to call.

#[cfg(feature = "google-cloud-auth")]
mod google;
#[cfg(feature = "yup-oauth2")]
mod installed_app;

use std::fmt;
use std::future::ready;
use std::sync::Arc;

#[cfg(feature = "google-cloud-auth")]
pub use self::google::application_default;
#[cfg(feature = "yup-oauth2")]
pub use self::installed_app::InstalledApp;
use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};

use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// Something that lets requests be sent in somebody's name. Implementations cache: they are asked before every request.
pub trait Credentials: Send + Sync {
    /// The headers for a call of this method. Which scopes would do is [`MethodDescriptor::scopes`]; which one to ask for is
    /// the implementation's to know.
    fn headers<'a>(&'a self, method: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>>;

    /// The universe that knows them: `googleapis.com` or another. A client whose requests go to another one sends none. `None` if that is
    /// not known, or does not matter.
    fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
        Box::pin(ready(None))
    }
}

/// Of several clients, or chosen while the program runs.
macro_rules! behind {
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

behind!(Arc, Box);

/// No credentials: for public data, and for requests that are authorized elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCredentials;

impl Credentials for NoCredentials {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(Ok(HeaderMap::new())))
    }
}

/// An access token that the caller has already.
#[derive(Clone)]
pub struct Bearer {
    header: Option<HeaderValue>,
}

impl Bearer {
    /// The token, without the word `Bearer`.
    pub fn new(token: impl AsRef<str>) -> Self {
        let header = HeaderValue::try_from(format!("Bearer {}", token.as_ref())).ok();
        Self {
            header: header.map(|mut header| {
                header.set_sensitive(true);
                header
            }),
        }
    }
}

impl Credentials for Bearer {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(ready(match &self.header {
            Some(header) => Ok(HeaderMap::from_iter([(AUTHORIZATION, header.clone())])),
            None => Err(AuthError::new("the access token holds characters that no header may have")),
        }))
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}
