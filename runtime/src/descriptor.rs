//! Constant facts about an API and its methods, which generated code declares.

mod api;
mod method;

pub use api::Api;
pub use method::Method;
