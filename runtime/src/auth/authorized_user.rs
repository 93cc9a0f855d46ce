//! Users who have authorized the program.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::{HeaderMap, Uri};

use super::token::Token;
use super::token_cache::SharedToken;
use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN, file, token_endpoint};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;
use crate::wire::Json;

/// A user who has authorized the program, with the refresh token that it received.
///
/// Access tokens have the scopes that the user authorized. They are requested through the transport
/// of the client and replaced before they expire. Clones share them.
///
/// A server that acts on behalf of many users keeps one value for each of them, and one client:
///
/// ```
/// use discovery_runtime::auth::AuthorizedUser;
/// # use discovery_runtime::{ApiDescriptor, Client, ClientBuilder, Error};
///
/// # fn example(refresh_token: &str) -> Result<(), Error> {
/// # const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
/// # let client: Client = ClientBuilder::new(API).build()?;
/// let user = AuthorizedUser::new("client-id", "client-secret", refresh_token);
/// let client_of_user = client.with_credentials(user.clone());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct AuthorizedUser {
    client_id: String,
    client_secret: String,
    refresh_token: String,
    token_url: Uri,
    universe_domain: String,
    token: Arc<SharedToken>,
}

impl AuthorizedUser {
    /// Creates credentials from the ID and the secret of an OAuth 2.0 client, and from the refresh
    /// token of a user.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            token_url: Uri::from_static(token_endpoint::GOOGLE),
            universe_domain: DEFAULT_UNIVERSE_DOMAIN.to_owned(),
            token: Arc::default(),
        }
    }

    /// Reads the credentials of a user from JSON of the type `authorized_user`, as written by
    /// `gcloud auth application-default login`.
    ///
    /// # Errors
    ///
    /// Returns an error if the JSON does not contain credentials of a user.
    pub fn from_json(json: &str) -> Result<Self, AuthError> {
        Self::from_value(&file::parse(json.as_bytes())?)
    }

    pub(super) fn from_value(user: &Json) -> Result<Self, AuthError> {
        file::expect_type(user, "authorized_user")?;
        let required = |name| file::required(user, name);
        let created = Self::new(required("client_id")?, required("client_secret")?, required("refresh_token")?);
        let universe_domain = file::optional(user, "universe_domain").unwrap_or(DEFAULT_UNIVERSE_DOMAIN);
        let created = Self { universe_domain: universe_domain.to_owned(), ..created };
        match file::optional(user, "token_uri") {
            Some(url) => created.token_url(url),
            None => Ok(created),
        }
    }

    /// Sets the URL of the token endpoint. The default is Google's.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not https, unless its host is a loopback address.
    pub fn token_url(mut self, url: &str) -> Result<Self, AuthError> {
        self.token_url = token_endpoint::parse_url(url)?;
        self.token = Arc::default();
        Ok(self)
    }

    async fn request(&self, transport: &dyn Transport) -> Result<Token, AuthError> {
        let start = transport.now();
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("refresh_token", self.refresh_token.as_str()),
        ];
        Token::from_response(&token_endpoint::post_form(transport, &self.token_url, &fields).await?, start)
    }
}

impl Credentials for AuthorizedUser {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(self.token.headers(context.transport(), move || self.request(context.transport())))
    }

    fn refused(&self, headers: &HeaderMap, _: AuthContext<'_>) {
        self.token.refused(headers);
    }

    fn universe_domain<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        Box::pin(ready(Some(self.universe_domain.clone())))
    }
}

impl fmt::Debug for AuthorizedUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizedUser").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
