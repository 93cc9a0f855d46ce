//! The client that generated clients wrap: the settings that all calls share.

mod authorizer;
mod builder;
mod emulator;
mod endpoint;
mod headers;
mod server;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{HeaderMap, HeaderValue};

use self::authorizer::Authorizer;
pub use self::builder::ClientBuilder;
pub use self::endpoint::Endpoint;
pub(crate) use self::server::Server;
use crate::auth::Credentials;
use crate::descriptor::ApiDescriptor;
use crate::error::AuthError;
use crate::observe::Observer;
use crate::printable::Printable;
use crate::retry::{BudgetTracker, RetryPolicy};
use crate::transport::Transport;

/// The settings and connections of a generated client. Clones are cheap and share both.
#[derive(Clone)]
pub struct Client {
    shared: Arc<(ApiDescriptor, Settings)>,
    authorizer: Arc<Authorizer>,
}

pub(crate) struct Settings {
    /// Ends with a slash.
    pub(crate) root_url: String,
    /// Whether media may be sent unencrypted to any host, because the caller has set an insecure
    /// endpoint.
    pub(crate) is_insecure: bool,
    /// Whether credentials and API keys may be sent, including those that were set on a call.
    pub(crate) sends_credentials: bool,
    /// The value of `Authorization` that replaces credentials: the fixed token of an emulator.
    pub(crate) emulator_token: Option<HeaderValue>,
    /// Headers of every request. Those of a call take precedence.
    pub(crate) headers: HeaderMap,
    /// The server of the root URL.
    pub(crate) server: Server,
    /// The universe domain that credentials must belong to; `None` if any is accepted.
    pub(crate) universe_domain: Option<String>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) timeout: Option<Duration>,
    /// `None` is the default.
    pub(crate) first_byte_timeout: Option<Duration>,
    /// `None` is the default.
    pub(crate) idle_timeout: Option<Duration>,
    /// In bytes, after decompression.
    pub(crate) max_response_size: u64,
    pub(crate) generate_request_ids: bool,
    pub(crate) keep_mismatched: bool,
    pub(crate) retry: Box<dyn RetryPolicy>,
    pub(crate) budget: Arc<BudgetTracker>,
    pub(crate) observers: Vec<Box<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_key: Option<HeaderValue>,
    pub(crate) quota_project: Option<HeaderValue>,
    /// The value of `X-Goog-Api-Client`, by which Google counts client libraries.
    pub(crate) api_client: HeaderValue,
}

impl Client {
    fn new(api: ApiDescriptor, settings: Settings, credentials: Arc<dyn Credentials>) -> Self {
        Self { shared: Arc::new((api, settings)), authorizer: Arc::new(Authorizer::new(credentials)) }
    }

    /// Returns a client with other credentials, which shares all settings and connections with this
    /// one. This is cheap enough for every request of a server that acts on behalf of many users.
    ///
    /// [`on_behalf_of`](Self::on_behalf_of) changes the user of a service account.
    #[must_use]
    pub fn with_credentials(&self, credentials: impl Credentials + 'static) -> Self {
        self.with_shared_credentials(Arc::new(credentials))
    }

    pub(crate) fn with_shared_credentials(&self, credentials: Arc<dyn Credentials>) -> Self {
        Self { shared: Arc::clone(&self.shared), authorizer: Arc::new(Authorizer::new(credentials)) }
    }

    /// Returns a client that acts on behalf of a user, e.g. `user@example.com`, which shares all
    /// settings, connections and tokens with this one.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials of the client cannot act on behalf of other users. Those
    /// of service accounts can: see the module [`auth`](crate::auth).
    pub fn on_behalf_of(&self, user: &str) -> Result<Self, AuthError> {
        let credentials = self.authorizer.credentials().on_behalf_of(user).ok_or_else(|| {
            AuthError::new("credentials of the client cannot act on behalf of a user; those of a service account can")
        })?;
        Ok(self.with_shared_credentials(credentials))
    }

    pub(crate) fn api(&self) -> &ApiDescriptor {
        &self.shared.0
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.1
    }

    /// Returns the current time of the transport.
    pub(crate) fn now(&self) -> Instant {
        self.settings().transport.now()
    }

    pub(crate) fn authorizer(&self) -> &Authorizer {
        &self.authorizer
    }

    /// Returns `true` if both share their settings and connections.
    pub(crate) fn has_settings_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Returns `true` if both have the same credentials.
    pub(crate) fn has_credentials_of(&self, other: &Self) -> bool {
        self.authorizer.has_credentials_of(&other.authorizer)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.api().id())
            .field("root_url", &Printable(&self.settings().root_url))
            .finish_non_exhaustive()
    }
}
