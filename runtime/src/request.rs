//! HTTP requests from the arguments of a call.

mod build;
mod call_requests;
pub(crate) mod http_body;
mod member;
pub(crate) mod path_template;
mod policy_version;
mod query;
mod request_id;
mod shape;
mod untyped_call;

pub(crate) use self::member::{in_data_wrapper, member, member_text, members, with_member};
pub(crate) use self::request_id::REQUEST_ID;
pub(crate) use self::shape::{BatchedCalls, RequestShape};
pub use self::untyped_call::UntypedCall;
