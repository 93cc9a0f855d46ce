// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! # Notes
//!
//! Stores notes. A fictional API for this example.
//!
//! # A first call
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
//! # Credentials
//!
//! The builder takes anything that implements [`Credentials`](runtime::Credentials):
//!
//! * [`Bearer`](runtime::Bearer) is an access token that you have already.
//! * `runtime::application_default` takes what the machine has: a service account's key, a login of
//!   `gcloud`, workload identity or the metadata server. It needs the feature `google-cloud-auth`.
//! * `runtime::InstalledApp` asks a user for leave, in a browser or on another device. It needs the feature
//!   `yup-oauth2`.
//! * [`NoCredentials`](runtime::NoCredentials) sends requests as they are.
//!
//! What a token may do is told by its scopes: they are in [`scopes`], and each method names those that
//! it accepts.
//!
//! The feature `rustls` is the transport, and on by default; `native-tls` is the same over the system's TLS.
//! Without either give the builder a [`Transport`](runtime::Transport) of your own, such as
//! [`MemoryTransport`](runtime::MemoryTransport) in tests. `http2` lets many calls share a connection; `tower`
//! takes any service and `reqwest` a client of its own as transport; `blocking` waits without an async runtime,
//! `tracing` tells of calls and attempts, and `serde` makes messages and enums serde's types, too.
//!
//! # Methods
//!
//! A method makes a request: required parameters and the message are its arguments, optional parameters
//! are functions of the request, and nothing happens until it is sent. What may go wrong is an
//! [`Error`](runtime::Error).
//!
//! | Method | What it does |
//! |---|---|
//! | [`notes().get`](crate::notes::Notes::get) | Gets a note. |

#![allow(deprecated)]
pub mod notes;
pub mod schemas;
pub mod scopes;

/// The runtime: credentials, errors, and the types that all such crates share.
pub use discovery_runtime as runtime;

/// A client for Notes. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    /// Where the API is.
    pub const API: runtime::ApiDescriptor = runtime::ApiDescriptor::new(
            "notes:v1",
            "https://notes.example/",
            "v1/",
        )
        .with_user_agent("notes/0.1.0");

    /// Starts with the settings that a client needs: at least its credentials.
    #[inline]
    pub fn builder() -> runtime::ClientBuilder<Self> {
        runtime::ClientBuilder::new(Self::API)
    }

    /// The methods of `notes`.
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
