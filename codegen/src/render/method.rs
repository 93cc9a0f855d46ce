//! The function that starts a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::module::{Module, deprecated};
use crate::model::{Method, Param, Ty};

/// Returns the function of a resource that returns the method's request builder. `client` is the
/// expression by which the resource refers to its client.
pub(super) fn function(method: &Method, module: &Module<'_>, client: &TokenStream) -> TokenStream {
    let attributes = module.docs(&module.rustdoc.method(method));
    let deprecation = deprecated(method.deprecated);
    let (name, builder) = (ident(&method.function), ident(&method.builder));
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for param in &method.required {
        let argument = ident(&param.name.rust);
        let ty = module.types.argument(param);
        arguments.push(quote!(#argument: #ty));
        calls.push(set(param, &argument));
    }
    if let Some(body) = &method.body {
        let (argument, ty) = (ident(&body.argument), module.types.tokens(&body.ty));
        arguments.push(quote!(#argument: #ty));
        calls.push(quote!(.body(&#argument)));
    }
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #attributes
        #deprecation
        #many
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #builder {
            #builder(runtime::Call::new(#client, &<#builder as runtime::Method>::METHOD)#(#calls)*)
        }
    }
}

/// Returns the call that adds a parameter to the request.
pub(super) fn set(param: &Param, argument: &proc_macro2::Ident) -> TokenStream {
    let wire = &param.name.wire;
    let is_string = param.ty == Ty::String;
    let function = ident(match (param.in_path, param.repeated, is_string) {
        (true, true, true) => "path_texts",
        (true, true, false) => "path_all",
        (true, false, true) => "path_text",
        (true, false, false) => "path",
        (false, true, true) => "query_texts",
        (false, true, false) => "query_all",
        (false, false, true) => "query_text",
        (false, false, false) => "query",
    });
    quote!(.#function(#wire, #argument))
}
