// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! # Notes
//!
//! Keeps notes. Nobody serves this API; it was written for this example.
//!
//! ```no_run
//! # async fn example() -> Result<(), notes::client::Error> {
//! use notes::{Client, client::Bearer};
//!
//! let client = Client::builder().credentials(Bearer::new("an access token")).build()?;
//! let response = client.notes().get("id").send().await?;
//! println!("{response:?}");
//! # Ok(())
//! # }
//! ```

#![allow(deprecated)]
pub mod notes;
pub mod schemas;
pub mod scopes;

/// The runtime: credentials, errors, and the types that all such crates share.
pub use discovery_client as client;

/// A client for Notes. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: client::Client,
}

impl Client {
    /// Where the API is.
    pub const API: client::Api = client::Api::new(
            "notes:v1",
            "https://notes.example/",
            "v1/",
        )
        .user_agent("notes/0.1.0");

    /// Starts with the settings that a client needs: at least its credentials.
    #[inline]
    pub fn builder() -> client::ClientBuilder<Self> {
        client::ClientBuilder::new(Self::API)
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

impl From<client::Client> for Client {
    fn from(inner: client::Client) -> Self {
        Self { inner }
    }
}
