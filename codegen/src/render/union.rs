//! A union: an enum of messages, and the table of their kinds.

use quote::quote;

use super::ident::ident;
use super::module::{Module, attributes, deprecated, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Union};

pub(super) fn chunks(item: &Item, shape: &Union, module: &Module<'_>) -> [Chunk; 2] {
    let name = ident(&item.name.rust);
    let docs = module.docs(&module.rustdoc.definition(item));
    let added = attributes(&item.attributes.own);
    let deprecation = deprecated(item.deprecated);
    let variants = shape.variants.iter().map(|variant| {
        let docs = module.docs(&module.rustdoc.item(&variant.docs));
        let added = member_attributes(item, &variant.name.rust);
        let (name, ty) = (ident(&variant.name.rust), module.types.tokens(&variant.ty));
        quote!(#docs #added #name(#ty))
    });
    let unknown = ident(&shape.unknown);
    let about_unknown =
        module.line("An object of a kind added after this crate was generated; preserved when written back.");
    let unknown_attributes = member_attributes(item, &shape.unknown);
    let declaration = quote! {
        #docs
        #deprecation
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #added
        pub enum #name {
            #(#variants,)*
            #about_unknown
            #unknown_attributes
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
