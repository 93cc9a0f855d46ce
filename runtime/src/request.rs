//! HTTP requests from the arguments of a call.

mod build;
pub(crate) mod http_body;
mod path_template;
mod query;
mod secret;
mod untyped_call;

pub(crate) use self::untyped_call::UntypedCall;
