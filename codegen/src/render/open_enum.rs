//! An open enum, and the table of its values.

use quote::quote;

use super::ident::ident;
use super::module::{Module, attributes, deprecated, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Enum, Item};

pub(super) fn chunks(item: &Item, shape: &Enum, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let docs = module.docs(&module.rustdoc.definition(item));
    let added = attributes(&item.attributes.own);
    let deprecation = deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let (docs, deprecation) = (module.docs(&module.rustdoc.variant(variant)), deprecated(variant.deprecated));
        let added = member_attributes(item, &variant.name.rust);
        let name = ident(&variant.name.rust);
        quote!(#docs #deprecation #added #name)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown = module.line("A value added after this crate was generated; preserved when written back.");
    let unknown_attributes = member_attributes(item, &shape.unknown);
    let declaration = quote! {
        #docs
        #deprecation
        #[derive(Clone)]
        #[non_exhaustive]
        #added
        pub enum #name {
            #(#variants,)*
            #about_unknown
            #unknown_attributes
            #unknown(runtime::UnknownValue),
        }
    };
    let head = match shape.unknown.as_str() {
        "Unknown" => item.name.rust.clone(),
        other => format!("{} else {other}", item.name.rust),
    };
    let rows = shape.variants.iter().map(|variant| Row {
        wire: variant.name.wire.clone(),
        rust: variant.name.rust.clone(),
        fixed: None,
    });
    let table = Table { macro_path: "runtime::open_enum", head, rows: rows.collect() };
    [Chunk::Items(declaration), Chunk::Table(table)]
}
