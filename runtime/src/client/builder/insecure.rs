//! Endpoints without encryption, and emulators.

use super::super::emulator::Emulator;
use super::super::endpoint::{Endpoint, RootUrl};
use super::ClientBuilder;
use crate::client::Client;
use crate::error::BuildError;

impl<C: From<Client>> ClientBuilder<C> {
    /// Sets where requests are sent, as [`endpoint`](Self::endpoint) does, but also accepts `http`
    /// for any host, e.g. `http://gcs:4443` for an emulator in another container.
    ///
    /// Requests and responses can be read and changed by anyone on the way. Unless the URL is
    /// `https` or its host is this machine, neither credentials nor API keys are sent, nor headers
    /// of the [client](Self::header) that may be secret; see
    /// [`send_credentials_in_clear`](Self::send_credentials_in_clear). Media of resumable uploads
    /// are sent to the URL that the server names, which may be `http` as well.
    pub fn insecure_endpoint(mut self, root_url: impl Into<String>) -> Self {
        self.endpoint = Some(Endpoint::insecure(root_url.into()));
        self
    }

    /// Sends credentials and API keys even to an [insecure endpoint](Self::insecure_endpoint) or an
    /// [emulator](Self::emulator_from_env), where anyone on the way can read them.
    pub fn send_credentials_in_clear(mut self) -> Self {
        self.sends_credentials_in_clear = true;
        self
    }

    /// Sets whether the environment can name an emulator of the API, to which requests are sent if
    /// no endpoint is set. The default is `true`, as in Google's libraries.
    ///
    /// | API | variable |
    /// |---|---|
    /// | `bigquery` | `BIGQUERY_EMULATOR_HOST` |
    /// | `bigtableadmin` | `BIGTABLE_EMULATOR_HOST` |
    /// | `datastore` | `DATASTORE_EMULATOR_HOST` |
    /// | `firestore` | `FIRESTORE_EMULATOR_HOST` |
    /// | `pubsub` | `PUBSUB_EMULATOR_HOST` |
    /// | `spanner` | `SPANNER_EMULATOR_HOST` |
    /// | `storage` | `STORAGE_EMULATOR_HOST` |
    ///
    /// The value is a host with a port, or a URL. It must be that of the emulator's REST API; some
    /// emulators have another port for gRPC. No credentials and no API key are sent, so that a
    /// variable cannot redirect them to another host; the Firestore emulator receives its fixed
    /// token `owner`. An [endpoint](Self::endpoint) takes precedence over the variable.
    pub fn emulator_from_env(mut self, allow: bool) -> Self {
        self.uses_emulator = allow;
        self
    }

    /// Returns the root URL of the endpoint, or of an emulator.
    pub(super) fn root_url(&self) -> Result<RootUrl, BuildError> {
        let variable = |name: &str| std::env::var(name).ok();
        let emulator = (self.uses_emulator && self.endpoint.is_none())
            .then(|| Emulator::of_api(self.api.id(), variable))
            .flatten();
        match emulator {
            Some((emulator, url)) => RootUrl::of_emulator(emulator, url),
            None => Endpoint::root_url(self.endpoint.as_ref(), &self.api),
        }
    }
}
