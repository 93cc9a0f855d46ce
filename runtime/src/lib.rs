//! What every generated crate shares: the wire format, requests, transport and errors.
//!
//! A generated crate re-exports this one as `client`. Its users meet [`ClientBuilder`], [`Credentials`], [`Error`] and the
//! types of the [wire format](wire); the rest is for the generated code.
//!
//! Without default features there is no HTTP stack: types and requests remain, and a [`Transport`] of your own can send them.
//! The default one, feature `rustls`, speaks HTTP/1.1; with `http2` many calls share a connection. `native-tls` is the same over the
//! system's TLS.
//! The feature `serde` gives messages and enums serde's traits, for those who put them into types of their own; sending,
//! receiving, [`encode`] and [`decode`] need it not. The feature `blocking` is for programs without an async runtime, the
//! features `tower` and `reqwest` take services and clients of these as transports.

mod auth;
mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod call;
mod client;
mod descriptor;
mod error;
mod execute;
mod future;
mod headers;
mod macros;
pub mod media;
pub mod pagination;
mod random;
mod request;
mod response;
mod retry;
mod transport;
pub mod wire;

#[cfg(feature = "yup-oauth2")]
pub use auth::InstalledApp;
#[cfg(feature = "google-cloud-auth")]
pub use auth::application_default;
pub use auth::{Bearer, Credentials, NoCredentials};
pub use batch::{Batch, BatchKey, BatchResults};
pub use body::Body;
pub use call::Call;
pub use client::{Client, ClientBuilder, Endpoint};
pub use descriptor::{ApiDescriptor, MethodDescriptor, UploadDescriptor};
pub use error::{
    ApiError, AuthError, BatchError, BuildError, DecodeResponseError, Error, ErrorKind, PaginationError, Result,
    TransportError,
};
pub use future::BoxFuture;
/// Google's own credentials, any of which a client takes.
#[cfg(feature = "google-cloud-auth")]
pub use google_cloud_auth;
pub use http;
/// The system's TLS, for [`HyperTransport::with_native_tls`].
#[cfg(feature = "native-tls")]
pub use native_tls;
pub use retry::{Backoff, NoRetry, RetryPolicy, RetryState};
/// A TLS of Rust's, for [`HyperTransport::with_rustls`].
#[cfg(feature = "rustls")]
pub use rustls;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use transport::HyperTransport;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::{MemoryTransport, Transport};
pub use wire::*;
/// Asks users for leave; [`InstalledApp`] is made around its authenticators.
#[cfg(feature = "yup-oauth2")]
pub use yup_oauth2;

/// What the macros expand to needs these; nobody else does.
#[doc(hidden)]
pub mod __private {
    pub use crate::wire::{Patch, debug, enum_text, equal, union_kind, union_object, union_variant, unknown_value};
    #[cfg(feature = "serde")]
    pub use crate::wire::{deserialize, serialize};
    #[cfg(feature = "serde")]
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
}
