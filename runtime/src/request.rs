//! Requests: from a method and its arguments to HTTP.

pub(crate) mod http_body;
mod path_template;
mod query;
mod untyped_call;

pub(crate) use untyped_call::{UntypedCall, all_texts};
