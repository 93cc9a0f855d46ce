// @generated from games-v1.json by discovery-codegen. Do not edit.

//! # Google Play Game Services API
//!
//! Rooms of Google Play games, in which players meet to play with one another in real time.
//!
//! The API's own documentation: <https://developers.google.com/games/services/>
//!
//! ```no_run
//! # async fn example() -> Result<(), games_v1::client::Error> {
//! use games_v1::{Client, client::Bearer};
//!
//! let client = Client::builder().credentials(Bearer::new("an access token")).build()?;
//! let response = client.rooms().leave("room-id", games_v1::schemas::RoomLeaveRequest::default()).send().await?;
//! println!("{response:?}");
//! # Ok(())
//! # }
//! ```

pub mod rooms;
pub mod schemas;
pub mod scopes;

/// The runtime: credentials, errors, and the types that all such crates share.
pub use discovery_client as client;

/// A client for Google Play Game Services API. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: client::Client,
}

impl Client {
    /// Where the API is.
    pub const API: client::Api = client::Api::new(
            "games:v1",
            "https://www.googleapis.com/",
            "games/v1/",
        )
        .batch_path("batch")
        .user_agent("games-v1/0.1.0");

    /// Starts with the settings that a client needs: at least its credentials.
    #[inline]
    pub fn builder() -> client::ClientBuilder<Self> {
        client::ClientBuilder::new(Self::API)
    }

    /// The methods of `rooms`.
    #[inline]
    #[must_use]
    pub fn rooms(&self) -> rooms::Rooms<'_> {
        rooms::Rooms {
            client: &self.inner,
        }
    }
}

impl From<client::Client> for Client {
    fn from(inner: client::Client) -> Self {
        Self { inner }
    }
}
