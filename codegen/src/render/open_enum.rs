//! An open enum, and the table of its values.

use quote::quote;

use super::ident::ident;
use super::module::{Module, deprecated};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Enum, Item};

pub(super) fn chunks(item: &Item, shape: &Enum, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = module.docs(&module.rustdoc.item(&item.docs));
    let deprecation = deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let (attributes, deprecation) = (module.docs(&module.rustdoc.variant(variant)), deprecated(variant.deprecated));
        let name = ident(&variant.name.rust);
        quote!(#attributes #deprecation #name)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown = module.line("A value added after this crate was generated; preserved when written back.");
    let declaration = quote! {
        #attributes
        #deprecation
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #about_unknown
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
