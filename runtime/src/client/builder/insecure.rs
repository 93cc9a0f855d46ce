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
    /// | API | variable | value |
    /// |---|---|---|
    /// | `bigquery` | `BIGQUERY_EMULATOR_HOST` | the server |
    /// | `bigtableadmin` | `BIGTABLE_EMULATOR_HOST` | not usable: the emulator understands gRPC only |
    /// | `datastore` | `DATASTORE_EMULATOR_HOST` | the server |
    /// | `firebasedataconnect` | `FIREBASE_DATA_CONNECT_EMULATOR_HOST` or `DATA_CONNECT_EMULATOR_HOST` | the server, which receives the token `owner` |
    /// | `firestore` | `FIRESTORE_EMULATOR_HOST` | the server, which receives the token `owner` |
    /// | `identitytoolkit` | `FIREBASE_AUTH_EMULATOR_HOST` | the server, which receives the token `owner`; the host of the API becomes a part of the path |
    /// | `pubsub` | `PUBSUB_EMULATOR_HOST` | the server, whose port is that of gRPC and REST |
    /// | `spanner` | `SPANNER_EMULATOR_HOST` | not usable: the port is that of gRPC, 9010, while REST has another one, 9020 |
    /// | `storage` | `STORAGE_EMULATOR_HOST` or `FIREBASE_STORAGE_EMULATOR_HOST` | the server |
    ///
    /// The server is a host with a port, or a URL. A variable that is set but not usable is an error
    /// of [`build`](Self::build), because requests must neither be sent to a gRPC port nor to
    /// production: pass the URL of the emulator's REST API to [`endpoint`](Self::endpoint), or
    /// ignore the variable.
    ///
    /// No credentials and no API key are sent, so that a variable cannot redirect them to another
    /// host; `owner` is a fixed token, by which the emulators of Firebase recognize a server. An
    /// endpoint takes precedence over the variable. Variables of emulators that do not implement
    /// the API are not read, e.g. `CLOUD_TASKS_EMULATOR_HOST`, whose emulator is for functions of
    /// Firebase only.
    pub fn emulator_from_env(mut self, allow: bool) -> Self {
        self.uses_emulator = allow;
        self
    }

    /// Returns the root URL of the endpoint, or of an emulator.
    pub(super) fn root_url(&self) -> Result<RootUrl, BuildError> {
        let variable = |name: &str| std::env::var(name).ok();
        if self.uses_emulator
            && self.endpoint.is_none()
            && let Some((emulator, url)) = Emulator::of_api(&self.api, variable)?
        {
            return RootUrl::of_emulator(emulator, url);
        }
        Endpoint::root_url(self.endpoint.as_ref(), &self.api)
    }
}
