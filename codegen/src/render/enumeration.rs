//! An open enum, and the list of its values.

use quote::quote;

use super::types::{Style, ident};
use super::{Chunk, Row, Table, docs};
use crate::model::{Enum, Item};

pub(super) fn chunks(item: &Item, shape: &Enum, style: &Style) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = style.docs(&item.docs);
    let deprecated = docs::deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let (attributes, deprecated) = (style.docs(&variant.docs), docs::deprecated(variant.deprecated));
        let name = ident(&variant.name.rust);
        quote!(#attributes #deprecated #name)
    });
    let unknown = ident(&shape.unknown);
    let about_unknown = style.line("A value that the document does not name, kept as it came.");
    let declaration = quote! {
        #attributes
        #deprecated
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
