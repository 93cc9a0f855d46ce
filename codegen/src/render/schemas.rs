//! `schemas.rs`: the messages and enums.

use quote::quote;

use super::types::{Style, ident};
use super::{Chunk, SourceFile, docs, enumeration, message, union};
use crate::model::{Api, Item, Shape};

pub(super) fn file(api: &Api) -> Option<SourceFile> {
    if api.items.is_empty() {
        return None;
    }
    let style = Style::of_schemas(&api.items, &api.root_path);
    let root_path = style.root_path();
    let mut chunks = vec![Chunk::Items(quote!(
        use #root_path::runtime;
    ))];
    for item in &api.items {
        chunks.extend(definition(item, &style));
    }
    Some(SourceFile {
        path: api.root_path.path("schemas.rs"),
        docs: vec!["Messages and their enums.".to_owned()],
        chunks,
        comments: style.into_comments(),
    })
}

/// A type's definition, in `schemas` or in a resource's module.
pub(super) fn definition(item: &Item, style: &Style) -> Vec<Chunk> {
    match &item.shape {
        Shape::Struct(shape) => message::chunks(item, shape, style).into(),
        Shape::Enum(shape) => enumeration::chunks(item, shape, style).into(),
        Shape::Union(shape) => union::chunks(item, shape, style).into(),
        Shape::Alias(ty) => {
            let (name, ty) = (ident(&item.name.rust), style.ty(ty));
            let attributes = style.docs(&item.docs);
            let deprecated = docs::deprecated(item.deprecated);
            vec![Chunk::Items(quote!(#attributes #deprecated pub type #name = #ty;))]
        }
    }
}
