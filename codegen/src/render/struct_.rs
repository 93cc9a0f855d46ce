//! A message: a struct, and the table of its fields.

use quote::quote;

use super::ident::ident;
use super::module::{Module, attributes, deprecated, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Struct};

pub(super) fn chunks(item: &Item, shape: &Struct, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let docs = module.docs(&module.rustdoc.definition(item));
    let added = attributes(&item.attributes.own);
    let deprecation = deprecated(item.deprecated);
    let fields = shape.fields.iter().map(|field| {
        let (docs, deprecation) = (module.docs(&module.rustdoc.value(&field.docs)), deprecated(field.deprecated));
        let added = member_attributes(item, &field.name.rust);
        let (name, ty) = (ident(&field.name.rust), module.types.tokens(&field.ty));
        quote!(#docs #deprecation #added pub #name: #ty)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown =
        module.line("Fields not described by the document; preserved when the message is written back.");
    let unknown_attributes = member_attributes(item, &shape.unknown);
    let declaration = quote! {
        #docs
        #deprecation
        #[derive(Clone)]
        #added
        pub struct #name {
            #(#fields,)*
            #about_unknown
            #unknown_attributes
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
