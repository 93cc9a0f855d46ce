//! `scopes.rs`: OAuth scopes.

use quote::quote;

use super::comments::Comments;
use super::ident::ident;
use super::rustdoc::Rustdoc;
use super::source_file::{Chunk, SourceFile};
use crate::model::Api;

/// Returns the file.
pub(super) fn file(api: &Api, rustdoc: &Rustdoc<'_>) -> SourceFile {
    let mut comments = Comments::default();
    let chunks = api.scopes.iter().map(|scope| {
        let attributes = comments.add(rustdoc.scope(scope).iter().map(String::as_str));
        let (name, url) = (ident(&scope.name.rust), &scope.name.wire);
        Chunk::Items(quote!(#attributes pub const #name: &str = #url;))
    });
    let chunks = chunks.collect();
    SourceFile {
        path: rustdoc.root_path.file("scopes.rs"),
        docs: vec!["OAuth 2.0 scopes accepted by the methods of this crate.".to_owned()],
        chunks,
        comments,
    }
}
