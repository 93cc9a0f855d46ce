//! Writes the crate down as tokens. Everything has been checked and named; nothing here can fail.

mod docs;
mod enumeration;
mod example;
mod library;
mod manifest;
mod message;
mod method;
mod page;
mod print;
mod resource;
mod root_path;
mod schemas;
mod scopes;
mod types;
mod union;

use proc_macro2::TokenStream;

pub(crate) use docs::Comments;
pub(crate) use manifest::manifest;
pub(crate) use print::source as source_file;
pub(crate) use root_path::RootPath;
pub(crate) use types::ident;

use crate::model::{Api, Resource};

/// A source file before it is laid out.
pub(crate) struct SourceFile {
    /// Below the crate's folder, with `/`.
    pub(crate) path: String,
    pub(crate) docs: Vec<String>,
    pub(crate) chunks: Vec<Chunk>,
    /// What is said in the chunks.
    pub(crate) comments: Comments,
}

/// What stands in a file, separated by blank lines.
pub(crate) enum Chunk {
    /// One or more items that belong close together; attributes of the file first.
    Items(TokenStream),
    /// An `impl` block, a blank line between its members.
    Impl {
        /// `impl<'a> Rooms<'a>`.
        head: TokenStream,
        members: Vec<TokenStream>,
    },
    /// Macro calls, a line each: `runtime::call!(Leave -> schemas::Room);`
    Calls(Vec<String>),
    /// A macro call that lists names, one a line: `runtime::message! { Room { "kind" => kind, … } }`.
    Table(Table),
}

/// A list of wire names and what they are in Rust.
pub(crate) struct Table {
    /// `runtime::message`.
    pub(crate) macro_path: &'static str,
    pub(crate) head: String,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) fixed: Option<String>,
}

/// All source files of a crate.
pub(crate) fn sources(api: &Api) -> Vec<SourceFile> {
    let client = example::Caller::of_client(api);
    let mut files = vec![library::file(api, &client)];
    files.extend(schemas::file(api));
    files.extend(scopes::file(api));
    for child in &api.root.children {
        resource_files(child, &api.root_path, &api.root_path.path(""), &client.below(child), &mut files);
    }
    files
}

fn resource_files(
    resource: &Resource,
    root_path: &RootPath,
    folder: &str,
    caller: &example::Caller<'_>,
    files: &mut Vec<SourceFile>,
) {
    files.push(resource::file(resource, root_path, folder, caller));
    let inner = format!("{folder}{}/", resource.module);
    for child in &resource.children {
        resource_files(child, root_path, &inner, &caller.below(child), files);
    }
}
