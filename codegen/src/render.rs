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
mod struct_;
pub(crate) mod type_expr;
mod union;

pub(crate) use manifest::manifest;
pub(crate) use print::print;
pub(crate) use root_path::RootPath;
pub(crate) use source_file::SourceFile;

use crate::model::Api;

/// Returns all source files of a crate, or of a module at this path.
pub(crate) fn sources(api: &Api, root_path: &RootPath) -> Vec<SourceFile> {
    let rustdoc = rustdoc::Rustdoc::new(api, root_path);
    let client = examples::Examples::of_client(api, root_path);
    let mut files = vec![crate_root::file(api, &rustdoc, &client)];
    files.extend(schemas::file(api, &rustdoc));
    files.extend(scopes::file(api, &rustdoc));
    for child in &api.root.children {
        resource::files(child, &rustdoc, &root_path.file(""), &client.below(child), &mut files);
    }
    files
}
