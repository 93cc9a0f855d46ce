//! A struct, and the list of its fields' names.

use quote::quote;

use super::types::{Style, ident};
use super::{Chunk, Row, Table, docs};
use crate::model::{Item, Struct};

pub(super) fn chunks(item: &Item, shape: &Struct, style: &Style) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = style.docs(&item.docs);
    let deprecated = docs::deprecated(item.deprecated);
    let fields = shape.fields.iter().map(|field| {
        let (attributes, deprecated) = (style.docs(&field.docs), docs::deprecated(field.deprecated));
        let (name, ty) = (ident(&field.name.rust), style.ty(&field.ty));
        quote!(#attributes #deprecated pub #name: #ty)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown = style.line("Fields that the document does not describe, kept as they came.");
    let declaration = quote! {
        #attributes
        #deprecated
        #[derive(Clone)]
        pub struct #name {
            #(#fields,)*
            #about_unknown
            pub #unknown: runtime::UnknownFields,
        }
    };
    let head = match shape.unknown.as_str() {
        "unknown_fields" => item.name.rust.clone(),
        other => format!("{} as {other}", item.name.rust),
    };
    let rows = shape.fields.iter().map(|field| Row {
        wire: field.name.wire.clone(),
        rust: field.name.rust.clone(),
        fixed: field.fixed.clone(),
    });
    let table = Table { macro_path: "runtime::message", head, rows: rows.collect() };
    [Chunk::Items(declaration), Chunk::Table(table)]
}
