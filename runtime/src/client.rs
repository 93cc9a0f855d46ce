//! The client that generated clients wrap: the settings that all calls share.

mod builder;
mod emulator;
pub(crate) mod endpoint;
mod headers;
mod universe_domain;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};

pub use self::builder::ClientBuilder;
pub use self::endpoint::Endpoint;
use self::universe_domain::UniverseDomain;
use crate::auth::Credentials;
use crate::descriptor::ApiDescriptor;
use crate::printable::Printable;
use crate::retry::{BudgetTracker, RetryPolicy};
use crate::transport::Transport;

/// The settings and connections of a generated client. Clones are cheap and share both.
#[derive(Clone)]
pub struct Client {
    shared: Arc<(ApiDescriptor, Settings)>,
}

pub(crate) struct Settings {
    /// Ends with a slash.
    pub(crate) root_url: String,
    /// Whether media may be sent unencrypted to any host, because the root URL is such a one.
    pub(crate) is_insecure: bool,
    /// Whether credentials and API keys may be sent, of whatever origin.
    pub(crate) sends_credentials: bool,
    /// The value of `Authorization` that replaces credentials: the fixed token of an emulator.
    pub(crate) emulator_token: Option<HeaderValue>,
    /// Headers of every request. Those of a call take precedence.
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Box<dyn Credentials>,
    pub(crate) universe: UniverseDomain,
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
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_key: Option<HeaderValue>,
    pub(crate) quota_project: Option<HeaderValue>,
    /// The value of `X-Goog-Api-Client`, by which Google counts client libraries.
    pub(crate) api_client: HeaderValue,
}

impl Client {
    fn new(api: ApiDescriptor, settings: Settings) -> Self {
        Self { shared: Arc::new((api, settings)) }
    }

    pub(crate) fn api(&self) -> &ApiDescriptor {
        &self.shared.0
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.1
    }

    /// Returns `true` if both are clones of one client.
    pub(crate) fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
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
