//! Service accounts without a key, which other credentials impersonate through IAM.

mod source;
mod target;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Uri};

use self::target::Target;
use super::claims::{Claims, Purpose};
use super::iam::{ACCOUNTS, Iam};
use super::token::Token;
use super::token_cache::{TokenCache, TokenKey};
use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN, file, joined, token_endpoint};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;
use crate::wire::Json;

/// The default lifetime of access tokens, and the longest one unless a policy allows more.
const LIFETIME: Duration = Duration::from_secs(3600);

/// A service account without a key, which other credentials impersonate: IAM issues its tokens.
///
/// The source credentials are those of an account with the role "Service Account Token Creator" on
/// the service account, such as the login of a developer or the account of the machine. The service
/// account can be its own source.
///
/// It can act on behalf of users of a Google Workspace domain whose administrator has allowed it
/// (domain-wide delegation): see [`subject`](Self::subject). [`id_token`](Self::id_token) returns
/// credentials for services other than Google's APIs.
///
/// Tokens are requested through the transport of the client, one for each user and each list of
/// scopes, and replaced before they expire. Clones share them.
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::auth::{ImpersonatedServiceAccount, MetadataServer};
/// # use discovery_runtime::{ApiDescriptor, Client, ClientBuilder, Error};
///
/// # fn main() -> Result<(), Error> {
/// # const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
/// let source = MetadataServer::new();
/// let robot = ImpersonatedServiceAccount::new("robot@project.iam.gserviceaccount.com", source)
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
pub struct ImpersonatedServiceAccount {
    iam: Iam,
    token_url: Uri,
    lifetime: Duration,
    user: Option<String>,
    /// Separated by spaces; `None` for those of the method that is called.
    scopes: Option<String>,
    tokens: Arc<TokenCache>,
}

impl ImpersonatedServiceAccount {
    /// Creates credentials of a service account that the source credentials impersonate.
    pub fn new(email: impl Into<String>, source: impl Credentials + 'static) -> Self {
        Self::of(Iam::new(email.into(), Arc::new(source)))
    }

    fn of(iam: Iam) -> Self {
        Self {
            iam,
            token_url: Uri::from_static(token_endpoint::GOOGLE),
            lifetime: LIFETIME,
            user: None,
            scopes: None,
            tokens: Arc::default(),
        }
    }

    /// Reads credentials from a file of the type `impersonated_service_account`, as written by
    /// `gcloud auth application-default login --impersonate-service-account`.
    ///
    /// The source credentials in the file can be those of a user or, with the feature
    /// `service-account`, the key of another service account.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or does not contain such credentials, or if its
    /// URL is not one of IAM in the universe domain of the credentials.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, AuthError> {
        file::read(path.as_ref(), Self::from_value)
    }

    /// Reads credentials from JSON of the type `impersonated_service_account`.
    ///
    /// # Errors
    ///
    /// Returns an error like [`from_file`](Self::from_file).
    pub fn from_json(json: &str) -> Result<Self, AuthError> {
        Self::from_value(&file::parse(json.as_bytes())?)
    }

    pub(super) fn from_value(credentials: &Json) -> Result<Self, AuthError> {
        file::expect_type(credentials, "impersonated_service_account")?;
        let url = file::required(credentials, "service_account_impersonation_url")?;
        let source = source::read(credentials)?;
        let universe_domain = file::optional(credentials, "universe_domain").unwrap_or(&source.universe_domain);
        if universe_domain != source.universe_domain {
            return Err(AuthError::new(format!(
                "`source_credentials` belong to the universe domain `{}`, but `universe_domain` is `{universe_domain}`",
                source.universe_domain
            )));
        }
        let target = Target::of_url(url, universe_domain)?;
        let delegates = file::texts(credentials, "delegates")?;
        let scopes = file::texts(credentials, "scopes")?;
        let mut iam = Iam::new(target.account, source.credentials);
        iam.root_url = Some(target.root_url);
        iam.quota_project = source.quota_project;
        let created = Self::of(iam).delegates(delegates);
        Ok(if scopes.is_empty() { created } else { created.scopes(scopes) })
    }

    /// Sets the service accounts through which the source credentials impersonate this one. Each of
    /// them needs the role "Service Account Token Creator" on the next one, and the last one on
    /// this account.
    pub fn delegates<S: AsRef<str>>(mut self, emails: impl IntoIterator<Item = S>) -> Self {
        // gcloud writes names of resources, people write email addresses.
        let name = |email: &str| format!("{ACCOUNTS}{}", email.strip_prefix(ACCOUNTS).unwrap_or(email));
        self.iam.delegates = emails.into_iter().map(|email| name(email.as_ref())).collect();
        self.tokens = Arc::default();
        self
    }

    /// Sets the lifetime of access tokens. The default is an hour, which is also the maximum unless
    /// a policy of the organization allows up to 12 hours.
    ///
    /// Tokens on behalf of a [user](Self::subject) are always valid for an hour.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self.tokens = Arc::default();
        self
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

    /// Sets the scopes of the tokens. The default are those of the file, or those that the called
    /// method accepts.
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(joined(scopes, " "));
        self
    }

    /// Sets the universe domain of the service account. The default is that of the source
    /// credentials; calls fail if those are known to belong to another one.
    pub fn universe_domain(mut self, domain: impl Into<String>) -> Self {
        self.iam.universe_domain = Some(domain.into());
        self.tokens = Arc::default();
        self
    }

    /// Sets the root URL of the IAM Service Account Credentials API, e.g. that of a region. The
    /// default is `https://iamcredentials.googleapis.com/`, or its equivalent in the universe domain
    /// of the credentials.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not https, unless its host is a loopback address.
    pub fn iam_url(mut self, root_url: &str) -> Result<Self, AuthError> {
        self.iam.set_root_url(root_url)?;
        self.tokens = Arc::default();
        Ok(self)
    }

    /// Sets the URL of the token endpoint, which issues tokens on behalf of [users](Self::subject).
    /// The default is Google's.
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
        match &key.user {
            None => self.iam.generate_access_token(&key.scopes, self.lifetime, transport).await,
            Some(user) => self.request_for_user(user, &key.scopes, transport).await,
        }
    }

    /// Requests a token on behalf of a user, which IAM does not issue: it only signs the request.
    async fn request_for_user(&self, user: &str, scopes: &str, transport: &dyn Transport) -> Result<Token, AuthError> {
        if let Some(domain) = self.iam.universe_domain(transport).await
            && domain != DEFAULT_UNIVERSE_DOMAIN
        {
            let message = format!("a service account of the universe domain `{domain}` cannot act on behalf of a user");
            return Err(AuthError::new(message));
        }
        let start = transport.now();
        let claims = Claims {
            email: &self.iam.account,
            user: Some(user),
            token_url: &self.token_url,
            purpose: Purpose::AccessToken(scopes),
        };
        let signed = self.iam.sign_jwt(&claims.to_json(), transport).await?;
        Token::from_response(&token_endpoint::exchange(transport, &self.token_url, &signed).await?, start)
    }

    /// Requests an ID token for an audience.
    pub(super) async fn request_id_token(&self, audience: &str, transport: &dyn Transport) -> Result<Token, AuthError> {
        self.iam.generate_id_token(audience, transport).await
    }
}

impl Credentials for ImpersonatedServiceAccount {
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

    fn universe_domain<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        Box::pin(self.iam.universe_domain(context.transport()))
    }

    fn on_behalf_of(&self, user: &str) -> Option<Arc<dyn Credentials>> {
        Some(Arc::new(self.clone().subject(user)))
    }
}

impl fmt::Debug for ImpersonatedServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImpersonatedServiceAccount")
            .field("email", &self.iam.account)
            .field("delegates", &self.iam.delegates)
            .field("user", &self.user)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
