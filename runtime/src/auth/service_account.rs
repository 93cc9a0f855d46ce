//! Service accounts with a key, also on behalf of users.

mod key;

use std::fmt;
use std::future::ready;
use std::path::Path;
use std::sync::Arc;

use http::{HeaderMap, Uri};

use self::key::Key;
use super::claims::{Claims, LIFETIME, Purpose};
use super::iam::Iam;
use super::token::{Token, text};
use super::token_cache::{TokenCache, TokenKey};
use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN, file, joined, token_endpoint};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;
use crate::wire::Json;

/// A service account, whose requests for tokens are signed with its key.
///
/// It can act on behalf of users of a Google Workspace domain whose administrator has allowed it
/// (domain-wide delegation): see [`subject`](Self::subject). An
/// [`ImpersonatedServiceAccount`](super::ImpersonatedServiceAccount) needs no key.
///
/// Tokens are requested through the transport of the client, one for each user and each list of
/// scopes, and replaced before they expire. Clones share them.
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::auth::ServiceAccount;
/// # use discovery_runtime::{ApiDescriptor, Client, ClientBuilder, Error};
///
/// # fn main() -> Result<(), Error> {
/// # const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
/// let robot = ServiceAccount::from_file("robot.json")?
///     .scopes(["https://www.googleapis.com/auth/drive.readonly"]);
///
/// // `Client::builder()` in a generated crate.
/// # let builder = || ClientBuilder::<Client>::new(API);
/// let client = builder().credentials(robot).build()?;
/// let client_of_user = client.on_behalf_of("user@example.com")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct ServiceAccount {
    email: String,
    key: Key,
    token_url: Uri,
    universe_domain: String,
    user: Option<String>,
    /// Separated by spaces; `None` for those of the method that is called.
    scopes: Option<String>,
    tokens: Arc<TokenCache>,
}

impl ServiceAccount {
    /// Reads the key of a service account from a file in JSON, as created in the Google Cloud
    /// console.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or does not contain a usable key.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, AuthError> {
        file::read(path.as_ref(), Self::from_value)
    }

    /// Reads the key of a service account from JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if the JSON does not contain a usable key.
    pub fn from_json(json: &str) -> Result<Self, AuthError> {
        Self::from_value(&file::parse(json.as_bytes())?)
    }

    pub(super) fn from_value(key: &Json) -> Result<Self, AuthError> {
        file::expect_type(key, "service_account")?;
        let universe_domain = file::optional(key, "universe_domain").unwrap_or(DEFAULT_UNIVERSE_DOMAIN);
        let token_url = file::optional(key, "token_uri").unwrap_or(token_endpoint::GOOGLE);
        Ok(Self {
            email: file::required(key, "client_email")?.to_owned(),
            key: Key::from_pem(file::required(key, "private_key")?, file::optional(key, "private_key_id"))?,
            token_url: token_endpoint::parse_url(token_url)?,
            universe_domain: universe_domain.to_owned(),
            user: None,
            scopes: None,
            tokens: Arc::default(),
        })
    }

    /// Sets the user on whose behalf calls are made, e.g. `user@example.com`.
    ///
    /// The administrator of the user's domain must have authorized the service account for each of
    /// the scopes, so set those with [`scopes`](Self::scopes): a token for a scope that is not
    /// authorized is refused as a whole. [`Client::on_behalf_of`](crate::Client::on_behalf_of)
    /// changes the user of a client.
    pub fn subject(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// Sets the scopes of the tokens. The default are those that the called method accepts.
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(joined(scopes, " "));
        self
    }

    /// Sets the URL of the token endpoint. The default is that of the file, or Google's.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not https, unless its host is a loopback address.
    pub fn token_url(mut self, url: &str) -> Result<Self, AuthError> {
        self.token_url = token_endpoint::parse_url(url)?;
        self.tokens = Arc::default();
        Ok(self)
    }

    fn token_key(&self, context: AuthContext<'_>) -> Result<TokenKey, AuthError> {
        TokenKey::new(self.user.as_deref(), self.scopes.as_deref(), context.method())
    }

    async fn request(&self, key: &TokenKey, transport: &dyn Transport) -> Result<Token, AuthError> {
        let start = transport.now();
        // Other universes have no token endpoint: their servers accept what the account signed.
        if self.universe_domain != DEFAULT_UNIVERSE_DOMAIN {
            let claims = self.claims(key.user.as_deref(), Purpose::Direct(&key.scopes));
            return Token::new(&self.key.sign(&claims.to_json())?, start, LIFETIME);
        }
        let claims = self.claims(key.user.as_deref(), Purpose::AccessToken(&key.scopes));
        Token::from_response(&self.exchange(&claims, transport).await?, start)
    }

    /// Requests an ID token for an audience.
    pub(super) async fn request_id_token(&self, audience: &str, transport: &dyn Transport) -> Result<Token, AuthError> {
        if self.universe_domain != DEFAULT_UNIVERSE_DOMAIN {
            let source = Self { user: None, scopes: None, ..self.clone() };
            return Iam::new(self.email.clone(), Arc::new(source)).generate_id_token(audience, transport).await;
        }
        let start = transport.now();
        let claims = self.claims(None, Purpose::IdToken(audience));
        let response = self.exchange(&claims, transport).await?;
        Token::from_id_token(text(&response, "id_token")?, start)
    }

    fn claims<'c>(&'c self, user: Option<&'c str>, purpose: Purpose<'c>) -> Claims<'c> {
        Claims { email: &self.email, user, token_url: &self.token_url, purpose }
    }

    /// Exchanges signed claims for a token.
    async fn exchange(&self, claims: &Claims<'_>, transport: &dyn Transport) -> Result<Json, AuthError> {
        token_endpoint::exchange(transport, &self.token_url, &self.key.sign(&claims.to_json())?).await
    }
}

impl Credentials for ServiceAccount {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async move {
            let (key, transport) = (self.token_key(context)?, context.transport());
            let token = self.tokens.token(key.clone(), transport.now());
            token.headers(transport, || self.request(&key, transport)).await
        })
    }

    fn refused(&self, headers: &HeaderMap, context: AuthContext<'_>) {
        if let Ok(key) = self.token_key(context) {
            self.tokens.token(key, context.transport().now()).refused(headers);
        }
    }

    fn universe_domain<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        Box::pin(ready(Some(self.universe_domain.clone())))
    }

    fn on_behalf_of(&self, user: &str) -> Option<Arc<dyn Credentials>> {
        Some(Arc::new(self.clone().subject(user)))
    }
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount")
            .field("email", &self.email)
            .field("user", &self.user)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
