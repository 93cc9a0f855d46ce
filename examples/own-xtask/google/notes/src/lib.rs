// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! # Notes
//!
//! Stores notes. A fictional API for this example.
//!
//! # Example
//!
//! ```no_run
//! # async fn example() -> Result<(), notes::runtime::Error> {
//! use notes::{Client, runtime::Bearer};
//!
//! let client = Client::builder()
//!     .credentials(Bearer::new("an access token"))
//!     .build()?;
//! let response = client.notes().get("id").send().await?;
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
//! | [`notes().get`](crate::notes::Notes::get) | Gets a note. |

#![allow(deprecated)]

pub mod notes;
pub mod schemas;
pub mod scopes;

/// The runtime that generated crates share: client settings, credentials, errors and basic types.
pub use discovery_runtime as runtime;

/// Client for Notes. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    /// Descriptor of the API: its id and URLs.
    pub const API: runtime::ApiDescriptor = runtime::ApiDescriptor::new(
            "notes:v1",
            "https://notes.example/",
            "v1/",
        )
        .with_user_agent("notes/0.1.0");

    /// Returns a builder to configure credentials and other settings.
    #[inline]
    pub fn builder() -> runtime::ClientBuilder<Self> {
        runtime::ClientBuilder::new(Self::API)
    }

    /// Returns the methods of the `notes` resource.
    #[inline]
    #[must_use]
    pub fn notes(&self) -> notes::Notes<'_> {
        notes::Notes {
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
