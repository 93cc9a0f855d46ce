//! `scopes.rs`: what a caller may ask leave for.

use quote::quote;

use super::docs::{self, Comments};
use super::types::ident;
use super::{Chunk, SourceFile};
use crate::model::Api;

pub(super) fn file(api: &Api) -> Option<SourceFile> {
    if api.scopes.is_empty() {
        return None;
    }
    let mut comments = Comments::default();
    let chunks = api.scopes.iter().map(|scope| {
        let attributes = comments.add(docs::lines(&scope.docs));
        let (name, url) = (ident(&scope.name.rust), &scope.name.wire);
        Chunk::Items(quote!(#attributes pub const #name: &str = #url;))
    });
    let chunks = chunks.collect();
    Some(SourceFile {
        path: api.root_path.path("scopes.rs"),
        docs: vec!["OAuth 2.0 scopes that the methods of this crate accept.".to_owned()],
        chunks,
        comments,
    })
}
