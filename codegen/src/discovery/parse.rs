//! Parses the text of a document into typed values.

mod conflicts;
mod document;
mod json;
mod method;
mod object;
mod resource;
mod schema;
mod variant;
