//! A Discovery document as typed values, named as Google's format names them. Nothing here knows Rust's words.

mod description;
mod json;
mod method;
mod object;
mod schema;
mod siblings;

pub(crate) use description::{RestDescription, RestResource};
pub(crate) use method::{MediaUpload, RestMethod};
pub(crate) use schema::{JsonSchema, Variant};
