//! The trait of credentials.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::HeaderMap;

use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;

/// Credentials that authorize requests.
///
/// The page of the module [`auth`](crate::auth) says which credentials to use when.
///
/// # Examples
///
/// ```
/// use discovery_runtime::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
/// use discovery_runtime::{AuthContext, AuthError, BoxFuture, Credentials};
///
/// #[derive(Debug)]
/// struct TokenFile;
///
/// impl Credentials for TokenFile {
///     fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
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
    /// Returns the headers that authorize a call.
    ///
    /// Called before every attempt, so implementations should cache tokens. An error that
    /// [is transient](AuthError::is_transient) is retried like one of the connection.
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>>;

    /// Called when a server refused a request with these headers with the status 401.
    ///
    /// Credentials with a cache should drop the token of the headers if it is still the cached one;
    /// another call may have replaced it already. The client then calls
    /// [`headers`](Self::headers) again, and sends the request once more if the result differs.
    ///
    /// Does nothing by default.
    fn refused(&self, headers: &HeaderMap, context: AuthContext<'_>) {
        let _ = (headers, context);
    }

    /// Returns the universe domain that the credentials belong to, such as `googleapis.com`, or
    /// `None` if it is not known or irrelevant.
    ///
    /// A client does not send credentials to the servers of a different universe.
    fn universe_domain<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        let _ = context;
        Box::pin(ready(None))
    }

    /// Returns credentials for the same purpose that act on behalf of another user, or `None` if
    /// these credentials cannot do that. See
    /// [`Client::on_behalf_of`](crate::Client::on_behalf_of).
    fn on_behalf_of(&self, user: &str) -> Option<Arc<dyn Credentials>> {
        let _ = user;
        None
    }
}

/// The call that [`Credentials`] authorize, and the means to do so.
#[derive(Clone, Copy)]
pub struct AuthContext<'a> {
    method: &'a MethodDescriptor,
    transport: &'a dyn Transport,
}

impl<'a> AuthContext<'a> {
    /// Creates the context of a call of `method` by a client with this transport.
    #[must_use]
    pub fn new(method: &'a MethodDescriptor, transport: &'a dyn Transport) -> Self {
        Self { method, transport }
    }

    /// Returns the method that is called. [`MethodDescriptor::scopes`] lists the scopes that it
    /// accepts.
    #[must_use]
    pub fn method(&self) -> &'a MethodDescriptor {
        self.method
    }

    /// Returns the transport of the client, with which credentials can request tokens: they then
    /// share its connections, its proxy and its certificates.
    #[must_use]
    pub fn transport(&self) -> &'a dyn Transport {
        self.transport
    }
}

impl fmt::Debug for AuthContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthContext").field("method", &self.method.id()).finish_non_exhaustive()
    }
}

macro_rules! delegate_to_pointee {
    ($($pointer:ident),+) => {$(
        impl<C: Credentials + ?Sized> Credentials for $pointer<C> {
            fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
                (**self).headers(context)
            }

            fn refused(&self, headers: &HeaderMap, context: AuthContext<'_>) {
                (**self).refused(headers, context);
            }

            fn universe_domain<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
                (**self).universe_domain(context)
            }

            fn on_behalf_of(&self, user: &str) -> Option<Arc<dyn Credentials>> {
                (**self).on_behalf_of(user)
            }
        }
    )+};
}

delegate_to_pointee!(Arc, Box);
