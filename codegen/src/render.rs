//! Writes the crate as source text. The model is checked and contains all names, so nothing here can
//! fail.

mod breakable;
mod client;
mod code;
mod comments;
mod crate_docs;
mod crate_root;
mod examples;
mod features;
mod first_call;
mod ident;
mod manifest;
mod method;
mod module;
mod open_enum;
mod operation;
mod print;
mod request_builder;
mod resource;
mod root_path;
mod rustdoc;
mod schemas;
mod scopes;
mod source_file;
mod sources;
mod struct_;
pub(crate) mod type_expr;
mod union;

pub(crate) use manifest::manifest;
pub(crate) use root_path::RootPath;
pub(crate) use sources::Sources;
