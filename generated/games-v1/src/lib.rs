// @generated from games-v1.json by discovery-codegen. Do not edit.

//! # Google Play Game Services API
//!
//! Manages the rooms of Google Play games, in which players meet for real-time multiplayer games.
//!
//! API documentation: <https://developers.google.com/games/services/>
//!
//! # Example
//!
//! ```no_run
//! # async fn example() -> Result<(), games_v1::runtime::Error> {
//! use games_v1::{Client, runtime::Bearer, schemas};
//!
//! let client = Client::builder()
//!     .credentials(Bearer::new("an access token"))
//!     .build()?;
//! let response = client
//!     .rooms()
//!     .leave("room-id", schemas::RoomLeaveRequest::default())
//!     .send()
//!     .await?;
//! println!("{response:?}");
//! # Ok(())
//! # }
//! ```
//!
//! # Requests
//!
//! [`Client`] has a function for each resource of the API, and a resource has one for each of its
//! methods. These return request builders: required parameters and the request body are arguments
//! of the function, optional parameters are setters of the builder. Options of any call, such as
//! its timeout or a header, are functions of the trait [`CallOptions`](runtime::CallOptions).
//! Requests do nothing until sent. A call that fails returns an [`Error`](runtime::Error).
//!
//! # Credentials
//!
//! The client builder accepts any [`Credentials`](runtime::Credentials):
//!
//! * [`ApplicationDefault`](runtime::auth): a service account key, a `gcloud` login, or the
//!   metadata server, whichever the environment provides.
//! * [`ServiceAccount`](runtime::auth): a service account, also on behalf of the users of a domain.
//! * [`ImpersonatedServiceAccount`](runtime::auth): a service account without a key.
//! * [`Authenticated`](runtime::auth): authorization by a user, in a browser or on another device;
//!   requires the feature [`yup-oauth2`](#features).
//! * [`Bearer`](runtime::Bearer): an access token that you already have.
//! * [`NoCredentials`](runtime::NoCredentials): unauthenticated requests. This is the default.
//!
//! The page of [`runtime::auth`] says which credentials to use when.
//!
//! A token's scopes limit what it can do. All scopes are in [`scopes`]; each method lists the ones
//! it accepts.
//!
//! # Features
//!
//! | Feature | Enables |
//! |---|---|
//! | `rustls` (default) | HTTP transport with TLS by rustls. |
//! | `native-tls` | HTTP transport with the TLS of the operating system. |
//! | `http2` | HTTP/2 for these transports. |
//! | `serde` | serde's `Serialize` and `Deserialize` for all messages and enums. Calls do not need it. |
//! | `jiff` | Conversions from and to the dates, times and durations of jiff. |
//! | `chrono` | Conversions from and to the dates, times and durations of chrono. |
//! | `time` | Conversions from and to the dates, times and durations of time. |
//! | `service-account` | Keys of service accounts. Part of `rustls`. |
//! | `google-cloud-auth` | Google's credential types, e.g. for workload identity federation. Needs Rust 1.91. |
//! | `yup-oauth2` | Authorization by a user, in a browser or on another device. |
//! | `tracing` | A `tracing` span for each call and an event for each attempt. |
//! | `opentelemetry` | `OpenTelemetryMetrics`, an observer that records metrics of calls and attempts. |
//! | `blocking` | Calls from programs without an async runtime. |
//! | `tower` | Any tower service as transport. |
//! | `reqwest` | A reqwest client as transport. |
//!
//! Without `rustls` and `native-tls`, pass a [`Transport`](runtime::Transport) to the client
//! builder, such as [`MemoryTransport`](runtime::MemoryTransport) in tests.
//!
//! # Methods
//!
//! | Method | Description |
//! |---|---|
//! | [`rooms().leave`](crate::rooms::Rooms::leave) | Leaves a room. |

pub mod rooms;
pub mod schemas;
pub mod scopes;

/// The runtime that generated crates share: client settings, credentials, errors and basic types.
pub use discovery_runtime as runtime;

/// Client for the Google Play Game Services API. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    /// Descriptor of the API: its id and URLs.
    pub const API: runtime::ApiDescriptor = runtime::ApiDescriptor::new(
            "games:v1",
            "https://www.googleapis.com/",
            "games/v1/",
        )
        .with_batch_path("batch")
        .with_user_agent("games-v1/0.1.0");

    /// Returns a builder to configure credentials and other settings.
    #[inline]
    pub fn builder() -> runtime::ClientBuilder<Self> {
        runtime::ClientBuilder::new(Self::API)
    }

    /// Returns the methods of the `rooms` resource.
    #[inline]
    #[must_use]
    pub fn rooms(&self) -> rooms::Rooms<'_> {
        rooms::Rooms {
            client: &self.inner,
        }
    }
}

impl From<runtime::Client> for Client {
    fn from(inner: runtime::Client) -> Self {
        Self { inner }
    }
}

impl AsRef<runtime::Client> for Client {
    fn as_ref(&self) -> &runtime::Client {
        &self.inner
    }
}

runtime::client!(Client);
