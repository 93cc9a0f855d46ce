//! From the text of a document to typed values.

mod conflicts;
mod document;
mod json;
mod method;
mod object;
mod resource;
mod schema;
mod variant;
