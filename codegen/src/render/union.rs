//! An object that is one of several messages, and the list of its kinds.

use quote::quote;

use super::types::{Style, ident};
use super::{Chunk, Row, Table, docs};
use crate::model::{Item, Union};

pub(super) fn chunks(item: &Item, shape: &Union, style: &Style) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = style.docs(&item.docs);
    let deprecated = docs::deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let attributes = style.docs(&variant.docs);
        let (name, ty) = (ident(&variant.name.rust), style.ty(&variant.ty));
        quote!(#attributes #name(#ty))
    });
    let unknown = ident(&shape.unknown);
    let about_unknown = style.line("An object of a kind that the document does not name, kept as it came.");
    let declaration = quote! {
        #attributes
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #about_unknown
            #unknown(runtime::Json),
        }
    };
    let head =
        format!("{} else {} by {}", item.name.rust, shape.unknown, proc_macro2::Literal::string(&shape.discriminant));
    let rows = shape.variants.iter().map(|variant| Row {
        wire: variant.name.wire.clone(),
        rust: variant.name.rust.clone(),
        fixed: None,
    });
    let table = Table { macro_path: "runtime::union", head, rows: rows.collect() };
    [Chunk::Items(declaration), Chunk::Table(table)]
}
