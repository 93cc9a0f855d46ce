//! Leave to call.

#[cfg(feature = "google-cloud-auth")]
mod google;
#[cfg(feature = "yup-oauth2")]
mod installed_app;

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

#[cfg(feature = "google-cloud-auth")]
pub use self::google::application_default;
#[cfg(feature = "yup-oauth2")]
pub use self::installed_app::InstalledApp;
use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};

use crate::descriptor::Method;
use crate::error::AuthError;

/// What comes of asking for credentials: headers for one request.
pub type Headers<'a> = Pin<Box<dyn Future<Output = Result<HeaderMap, AuthError>> + Send + 'a>>;

/// What comes of asking whose credentials they are.
pub type UniverseDomain<'a> = Pin<Box<dyn Future<Output = Option<String>> + Send + 'a>>;

/// Something that lets requests be sent in somebody's name. Implementations cache: they are asked before every request.
pub trait Credentials: Send + Sync {
    /// The headers for a call of this method. Which scopes would do is [`Method::accepted_scopes`]; which one to ask for is
    /// the implementation's to know.
    fn headers<'a>(&'a self, method: &'a Method) -> Headers<'a>;

    /// The universe that knows them: `googleapis.com` or another. A client whose requests go to another one sends none. `None` if that is
    /// not known, or does not matter.
    fn universe_domain(&self) -> UniverseDomain<'_> {
        Box::pin(ready(None))
    }
}

/// Of several clients, or chosen while the program runs.
macro_rules! behind {
    ($($pointer:ident),+) => {$(
        impl<C: Credentials + ?Sized> Credentials for $pointer<C> {
            fn headers<'a>(&'a self, method: &'a Method) -> Headers<'a> {
                (**self).headers(method)
            }

            fn universe_domain(&self) -> UniverseDomain<'_> {
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
    fn headers<'a>(&'a self, _: &'a Method) -> Headers<'a> {
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
    fn headers<'a>(&'a self, _: &'a Method) -> Headers<'a> {
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
