//! Parses the text of a document into typed values.

mod addresses;
mod conflicts;
mod document;
mod global_parameters;
mod json;
mod method;
mod object;
mod resource;
mod schema;
mod variant;
