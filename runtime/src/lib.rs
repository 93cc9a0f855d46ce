//! The runtime of generated clients for Google's REST APIs.
//!
//! Generated crates contain the methods and messages of one API; everything that they share is in
//! this crate: sending, authorization, retries, pagination, uploads and downloads, errors, and the
//! JSON codec. A generated crate re-exports it as `runtime`, so that programs do not have to depend
//! on it directly:
//!
//! ```
//! # mod games_v1 {
//! #     pub use discovery_runtime as runtime;
//! #     use runtime::{ApiDescriptor, ClientBuilder};
//! #     pub struct Client(runtime::Client);
//! #     impl From<runtime::Client> for Client { fn from(client: runtime::Client) -> Self { Self(client) } }
//! #     impl Client {
//! #         pub fn builder() -> ClientBuilder<Self> {
//! #             ClientBuilder::new(ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/"))
//! #         }
//! #     }
//! # }
//! use std::time::Duration;
//!
//! use games_v1::Client;
//! use games_v1::runtime::{Backoff, Bearer, Error};
//!
//! # fn example() -> Result<(), Error> {
//! let client = Client::builder()
//!     .credentials(Bearer::new("ya29.…"))
//!     .timeout(Duration::from_secs(30))
//!     .retry(Backoff::default())
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Overview
//!
//! - [`ClientBuilder`] sets what all calls of a client share. Methods of the client return request
//!   builders; [`CallOptions`] has what can be set on each of them, and [`Call`] is the untyped form
//!   of one. [`Batch`] sends several calls in one request.
//! - [`Credentials`] authorize requests; the module [`auth`] says which to use when.
//! - [`Transport`] sends requests: `HyperTransport` by default, `ReqwestTransport`,
//!   `TowerTransport`, and in tests [`MemoryTransport`] and the recordings of [`testing`].
//! - [`RetryPolicy`] decides about retries: [`Backoff`] by default, or [`NoRetry`]. A
//!   [`RetryBudget`] limits those of all calls of a client together.
//! - [`Error`] is the error of every call; [`error_details`] reads the details that a server sends.
//! - An [`Observer`] receives a report of each call and each attempt.
//! - [`media`] contains uploads and downloads, [`pagination`] the streams over lists,
//!   [`operation`] long-running operations, and [`streaming`] responses of several messages.
//! - [`partial!`] declares types for partial responses, which [`Call::select`] requests.
//! - [`modify`] changes a resource without overwriting the changes of others.
//! - [`wire`] describes how messages are represented as JSON. [`encode`] and [`decode`] convert
//!   them; [`send_null!`] and [`send_empty!`] clear fields in an update, and [`FieldMask::of`]
//!   names its fields.
//!
//! # Features
//!
//! | feature | default | effect |
//! |---|---|---|
//! | `rustls` | yes | the default transport with rustls |
//! | `native-tls` | | the default transport with the TLS implementation of the system |
//! | `http2` | | HTTP/2 in the default transport |
//! | `service-account` | yes | `ServiceAccount`: keys of service accounts; part of `rustls`, whose cryptography signs |
//! | `google-cloud-auth` | | `google_application_default`, and Google's credential types |
//! | `yup-oauth2` | | `Authenticated`: users who authorize in the browser or on another device |
//! | `blocking` | | the module `blocking`, for programs without an async runtime |
//! | `reqwest` | | `ReqwestTransport` |
//! | `tower` | | `TowerTransport` |
//! | `tokio` | | `Body::file`, `Download::to_file`, `Download::slices`, and credentials that request tokens; implied by all features above except `http2` |
//! | `serde` | | `Serialize` and `Deserialize` for messages and enums; the runtime itself does not need them |
//! | `chrono`, `jiff`, `time` | | conversions of dates, times and durations from and to the crate of that name |
//! | `tracing` | | a span for each call, with an event for each attempt |
//! | `opentelemetry` | | `OpenTelemetryMetrics`, an [`Observer`] that records metrics |
//!
//! The default transport needs `rustls` or `native-tls`. Without them, pass a transport to
//! [`ClientBuilder::transport`].
//!
//! # Async runtimes
//!
//! The default transport, `ReqwestTransport` and `TowerTransport` need a tokio runtime with timers
//! and I/O (`enable_all`): outside of one, calls return a [`TransportError`]. The feature
//! `blocking` provides a runtime for programs without one. With another transport, such as
//! [`MemoryTransport`], calls run in any async runtime.
//!
//! # Limits
//!
//! Responses are limited, so that a faulty server cannot exhaust memory or block a call:
//!
//! | limit | default | setting | beyond the limit |
//! |---|---|---|---|
//! | body of a response in memory, after decompression; [`Download::bytes`](media::Download::bytes) | 256 MiB | [`ClientBuilder::max_response_size`] | [`TransportError`], not retried |
//! | message in a [`ResponseStream`](streaming::ResponseStream) | 256 MiB | [`ClientBuilder::max_response_size`] | [`TransportError`], not retried |
//! | body of an error response | 1 MiB | | the rest is ignored |
//! | response of a token endpoint, of IAM or of the metadata server | 1 MiB within a minute | `TokenClient::max_response_size`, for `Authenticated` | [`AuthError`] |
//! | lifetime of a token | 24 hours | | shortened |
//! | file with credentials | 1 MiB | | [`AuthError`] |
//! | requests with another token after a refused one | 1 until the server accepts it | | the error of the server |
//! | displayed text of a server | 2000 characters | | shortened |
//! | time to connect, in the default transport | 40 seconds | [`ClientBuilder::connect_timeout`] | [`TransportError`], retried |
//! | time until a response begins, including the time to connect | 1 minute; 3 minutes for methods that wait for an operation | [`ClientBuilder::first_byte_timeout`], [`CallOptions::first_byte_timeout`] | [`TransportError`], retried |
//! | time until a response to a batch or with media begins | the time of an attempt | [`ClientBuilder::first_byte_timeout`], [`Download::first_byte_timeout`](media::Download::first_byte_timeout) | [`TransportError`], retried |
//! | time until a response to a request with media begins | the time of an attempt | [`Upload::first_byte_timeout`](media::Upload::first_byte_timeout) | [`TransportError`], retried |
//! | time without a byte of a body | 1 minute, or the time of an attempt | [`ClientBuilder::idle_timeout`], [`CallOptions::idle_timeout`] | [`TransportError`], retried |
//! | time of an attempt | 10 minutes | [`Backoff::attempt_timeout`] | [`TransportError`], retried |
//! | attempts | 4 within 2 minutes | [`Backoff::max_attempts`], [`Backoff::max_elapsed`] | the last error |
//! | delay that a server requests | 2 minutes | [`Backoff::max_elapsed`] | the error, without a retry |
//! | retries of all calls of a client | 10 within 10 seconds, or 20 % of the other requests | [`ClientBuilder::retry_budget`] | the error, without a retry |
//! | time of a call | none | [`ClientBuilder::timeout`], [`CallOptions::timeout`] | [`TransportError`] |
//! | time that the caller waits for the pages of a list | none | [`CallOptions::timeout`] | [`TransportError`] |
//! | time of a page | none | [`ClientBuilder::timeout`], [`Pages::page_timeout`](pagination::Pages::page_timeout) | [`TransportError`] |
//! | time until a long-running operation is done | 24 hours | [`PollPolicy::deadline`](operation::PollPolicy::deadline) | [`OperationError`], the operation continues |
//! | redirects of calls and token requests | 10, within an origin | | [`ApiError`] that names the host |
//! | redirects of downloads | 10, to any `https` host, without credentials | | [`ApiError`] that names the host |
//! | calls in a batch | 1000 | | [`BuildError`], nothing is sent |
//! | headers of a part of a batch | 100 | | [`BatchError`] of the call |
//! | body in a recording | 16 MiB | [`Recorder::max_body_size`](testing::Recorder::max_body_size) | [`CassetteError`](testing::CassetteError), nothing is written |
//! | recording that is replayed | 256 MiB | | [`CassetteError`](testing::CassetteError) |
//! | media in memory of an upload | 8 MiB | [`Upload::chunk_size`](media::Upload::chunk_size) | the rest is read later |
//! | media in memory of an [upload in parts](media::UploadInParts) | 6 MiB per part in flight | [`UploadInParts::part_size`](media::UploadInParts::part_size) | the rest is read later |
//! | slices of a download, parts in flight of an upload | 32 | | fewer connections |
//!
//! Downloads that are streamed or written to a file, and streams of messages as a whole, have no
//! limit as long as bytes arrive. Streams of methods that wait for events may be idle for any time:
//! see [`ResponseStream::without_idle_timeout`](streaming::ResponseStream::without_idle_timeout).
//! The attempts of a transfer count from the last byte, and their time from the first failure after
//! which 64 KiB have not been transferred yet: a server that sends a byte per connection ends it.
//! "Retried" means that the retry policy decides, and that the call is idempotent or was
//! [not processed](Error::is_unprocessed). Google's auth library reads the responses of token
//! endpoints itself and does not limit them.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
mod batch;
#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;
mod body;
mod call;
#[cfg(any(
    feature = "google-cloud-auth",
    feature = "native-tls",
    feature = "reqwest",
    feature = "rustls",
    feature = "yup-oauth2"
))]
mod catch_panic;
mod client;
mod descriptor;
mod error;
pub mod error_details;
mod execute;
mod future;
mod headers;
mod macros;
mod maybe;
pub mod media;
mod method;
mod modify;
mod notification;
mod observe;
pub mod operation;
pub mod pagination;
mod partial;
mod printable;
mod random;
mod request;
mod response;
mod retry;
mod secret;
pub mod streaming;
mod temporary_file;
pub mod testing;
mod transport;
mod url;
pub mod wire;

#[cfg(feature = "service-account")]
#[doc(inline)]
pub use auth::ServiceAccount;
#[cfg(feature = "tokio")]
#[doc(inline)]
pub use auth::{ApplicationDefault, AuthorizedUser, IdToken, ImpersonatedServiceAccount, MetadataServer};
#[doc(inline)]
pub use auth::{AuthContext, Bearer, Credentials, NoCredentials};
#[cfg(feature = "yup-oauth2")]
#[doc(inline)]
pub use auth::{Authenticated, TokenClient};
#[cfg(feature = "google-cloud-auth")]
#[doc(inline)]
pub use auth::{google_application_default, install_tls_provider};
pub use batch::{Batch, BatchKey, BatchResults};
pub use body::Body;
/// Buffers of bytes, for [`Body`] and [`media::Media`].
pub use bytes;
pub use call::{Call, CallOptions};
pub use client::{Client, ClientBuilder, Endpoint};
pub use descriptor::{ApiDescriptor, MethodDescriptor};
pub use error::{
    ApiError, ApiErrorBuilder, AuthError, BatchError, BuildError, DecodeResponseError, Error, ErrorKind, MediaError,
    OperationError, PaginationError, Result, TransportError,
};
pub use future::BoxFuture;
/// The trait of streams, which [`Body`] and the types of [`pagination`] implement.
pub use futures_core::Stream;
/// Google's auth library, whose credentials implement [`Credentials`].
#[cfg(feature = "google-cloud-auth")]
#[cfg_attr(docsrs, doc(cfg(feature = "google-cloud-auth")))]
pub use google_cloud_auth;
/// HTTP requests, responses and headers.
pub use http;
pub use maybe::Maybe;
pub use method::Method;
pub use modify::{Modify, modify};
/// The TLS implementation of the system, for [`HyperTransport::with_native_tls`].
#[cfg(feature = "native-tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "native-tls")))]
pub use native_tls;
pub use notification::{Notification, NotificationError};
#[cfg(feature = "opentelemetry")]
#[cfg_attr(docsrs, doc(cfg(feature = "opentelemetry")))]
pub use observe::OpenTelemetryMetrics;
pub use observe::{AttemptReport, CallReport, Observer};
pub use partial::Partial;
pub use retry::{Backoff, NoRetry, RetryBudget, RetryPolicy, RetryState};
/// The TLS library rustls, for [`HyperTransport::with_rustls`].
#[cfg(feature = "rustls")]
#[cfg_attr(docsrs, doc(cfg(feature = "rustls")))]
pub use rustls;
pub use testing::MemoryTransport;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "rustls", feature = "native-tls"))))]
pub use transport::HyperTransport;
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub use transport::ReqwestTransport;
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub use transport::TowerTransport;
pub use transport::Transport;
#[doc(inline)]
pub use wire::{
    Date, DateTime, DecodeError, Duration, FieldMask, Json, Map, NullValue, Number, TimeError, Timestamp,
    UnknownFields, UnknownValue, decode, decode_into, decode_json, encode,
};
/// OAuth 2.0 flows, whose authenticators [`Authenticated`] wraps.
#[cfg(feature = "yup-oauth2")]
#[cfg_attr(docsrs, doc(cfg(feature = "yup-oauth2")))]
pub use yup_oauth2;

/// Items that only generated code and the expansions of macros use. Not covered by semantic
/// versioning.
#[doc(hidden)]
pub mod __private {
    pub use crate::call::fmt_builder;
    pub use crate::descriptor::{
        OperationDescriptor, OperationMessage, PollDescriptor, ResultDescriptor, UploadDescriptor,
    };
    pub use crate::pagination::items::into_items;
    pub use crate::partial::{Field, IsPartial, Mask, OtherType, SameType, Selected};
    pub use crate::request::UntypedCall;
    pub use crate::wire::debug::fmt_message;
    #[cfg(feature = "serde")]
    pub use crate::wire::deserialize::deserialize;
    pub use crate::wire::equal::equal;
    pub use crate::wire::event::{Event, MapSource, SeqSource, TextSource};
    pub use crate::wire::field_name::field_name;
    pub use crate::wire::message::{FieldVisitor, FieldVisitorMut};
    pub use crate::wire::open_enum::{
        equal_str, fmt_str, hash_str, read_enum, set_is_number, unknown_value, view_unknown,
    };
    pub use crate::wire::patch::Patch;
    pub use crate::wire::read_error::ReadError;
    #[cfg(feature = "serde")]
    pub use crate::wire::serialize::serialize;
    pub use crate::wire::union::{Object, discriminator, read_object, read_variant};
    pub use crate::wire::view::{Seq, View};
    pub use crate::wire::{Message, Wire};
    #[cfg(feature = "serde")]
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
}
