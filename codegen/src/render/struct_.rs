//! A message: a struct, and the table of its fields.

use quote::quote;

use super::ident::ident;
use super::module::{Module, deprecated};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Struct};

pub(super) fn chunks(item: &Item, shape: &Struct, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = module.docs(&module.rustdoc.item(&item.docs));
    let deprecation = deprecated(item.deprecated);
    let fields = shape.fields.iter().map(|field| {
        let (attributes, deprecation) = (module.docs(&module.rustdoc.value(&field.docs)), deprecated(field.deprecated));
        let (name, ty) = (ident(&field.name.rust), module.types.tokens(&field.ty));
        quote!(#attributes #deprecation pub #name: #ty)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown =
        module.line("Fields not described by the document; preserved when the message is written back.");
    let declaration = quote! {
        #attributes
        #deprecation
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
