//! Documentation as attributes, one a line, so that it is printed with `///`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

pub(super) fn attributes(docs: &Docs) -> TokenStream {
    let lines = docs.0.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}
