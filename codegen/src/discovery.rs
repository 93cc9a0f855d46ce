//! A Discovery document as typed values, named as in Google's format.
//!
//! Everything that depends on the text of the document is in `parse`. The other modules define what
//! it returns; nothing in them belongs to a later phase.

mod addresses;
mod document;
mod method;
mod parse;
mod resource;
mod schema;

pub(crate) use addresses::{Addresses, invalid_char, problem_of_url};
pub(crate) use document::RestDescription;
pub(crate) use method::{HttpMethod, MediaUpload, RestMethod};
pub(crate) use resource::RestResource;
pub(crate) use schema::{
    EnumValue, Format, JsonSchema, Location, ObjectSchema, ScalarType, SchemaKind, Variant, VariantCase,
};
