//! Tests of the public interface. They are one program, because each program is linked separately.
//! Tests that need a separate process are the other programs beside it.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "allowed in tests"
)]

#[cfg(feature = "rustls")]
mod async_runtime;
mod batch;
#[cfg(all(feature = "blocking", feature = "rustls"))]
mod blocking;
mod body;
mod client_headers;
mod credentials;
mod doubles;
mod endpoint;
mod error_causes;
mod error_details;
mod errors;
mod execution;
mod extensions;
#[cfg(feature = "google-cloud-auth")]
mod google;
mod http_body;
mod inline;
mod maybe;
mod media;
mod messages;
mod mismatched;
mod modify;
mod notification;
mod observer;
#[cfg(feature = "opentelemetry")]
mod opentelemetry;
mod operation;
mod options;
mod pagination;
mod partial;
mod patch;
#[path = "../shared/printing.rs"]
mod printing;
mod public_api;
mod redirects;
mod refused;
mod request;
mod request_id;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
mod retry_budget;
mod run;
mod streaming;
mod time;
mod timeout;
#[cfg(feature = "__hyper")]
mod tls;
#[cfg(feature = "rustls")]
mod tokens;
#[cfg(feature = "tower")]
mod tower;
