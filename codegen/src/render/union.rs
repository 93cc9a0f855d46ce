//! A union: an enum of messages, and the table of their kinds.

use quote::quote;

use super::ident::ident;
use super::module::{Module, deprecated};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Union};

pub(super) fn chunks(item: &Item, shape: &Union, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let attributes = module.docs(&module.rustdoc.item(&item.docs));
    let deprecation = deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let attributes = module.docs(&module.rustdoc.item(&variant.docs));
        let (name, ty) = (ident(&variant.name.rust), module.types.tokens(&variant.ty));
        quote!(#attributes #name(#ty))
    });
    let unknown = ident(&shape.unknown);
    let about_unknown =
        module.line("An object of a kind added after this crate was generated; preserved when written back.");
    let declaration = quote! {
        #attributes
        #deprecation
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
