//! Requests: from a method and its arguments to HTTP.

mod api;
mod batch;
mod call;
mod envelope;
mod execute;
mod http_body;
mod idle;
mod method;
mod pages;
mod parts;
mod path;
mod query;
#[cfg_attr(not(feature = "tracing"), path = "request/untraced.rs")]
mod trace;

pub use api::Api;
pub use batch::{Batch, BatchError, BatchKey, BatchResults};
pub(crate) use call::read_response;
pub use call::{Call, Sending};
pub(crate) use execute::Sender;
pub use method::Method;
pub use pages::{Items, PageToken, Pages};
pub(crate) use parts::Parts;

/// A request that is ready to be sent, its body in full.
pub type HttpRequest = http::Request<Vec<u8>>;

/// A response with its status and headers.
pub type HttpResponse<T> = http::Response<T>;
