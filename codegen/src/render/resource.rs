//! A resource's module.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::Caller;
use super::types::{Style, ident};
use super::{Chunk, SourceFile, docs, method, page, schemas};
use crate::model::{Docs, Resource, Ty};
use crate::render::RootPath;

pub(super) fn file(resource: &Resource, root_path: &RootPath, folder: &str, caller: &Caller<'_>) -> SourceFile {
    let name = ident(&resource.type_name);
    let style = Style::of_resource(resource, root_path);
    let deprecated = docs::deprecated(resource.deprecated);
    let about = style.docs(&Docs(page::of_resource(resource, caller)));
    let mut chunks = Vec::new();
    let root_path = style.root_path();
    let uses_schemas = uses_schemas(resource);
    let schemas = uses_schemas.then(|| {
        quote!(
            use #root_path::schemas;
        )
    });
    chunks.push(Chunk::Items(quote!(use #root_path::runtime; #schemas)));
    let modules = modules(resource);
    if !modules.is_empty() {
        chunks.push(Chunk::Items(quote!(#(#modules)*)));
    }
    chunks.push(Chunk::Items(quote! {
        #about
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a> {
            pub(crate) client: &'a runtime::Client,
        }
    }));
    let functions = functions(resource, &style, &quote!(self.client), &quote!('a));
    if !functions.is_empty() {
        chunks.push(Chunk::Impl { head: quote!(impl<'a> #name<'a>), members: functions });
    }
    chunks.extend(builders(resource, &style, caller));
    SourceFile {
        path: format!("{folder}{}.rs", resource.module),
        docs: vec![page::of_module(resource)],
        chunks,
        comments: style.into_comments(),
    }
}

/// Declarations of the modules below.
pub(super) fn modules(resource: &Resource) -> Vec<TokenStream> {
    resource
        .children
        .iter()
        .map(|child| {
            let module = ident(&child.module);
            quote!(pub mod #module;)
        })
        .collect()
}

/// Accessors of the resources below, then the methods.
pub(super) fn functions(
    resource: &Resource,
    style: &Style,
    client: &TokenStream,
    lifetime: &TokenStream,
) -> Vec<TokenStream> {
    let accessors = resource.children.iter().map(|child| {
        let (accessor, module, name) = (ident(&child.accessor), ident(&child.module), ident(&child.type_name));
        let about = style.line(&format!("The methods of `{}`.", child.accessor.trim_start_matches("r#")));
        let deprecated = docs::deprecated(child.deprecated);
        quote! {
            #about
            #deprecated
            #[inline]
            #[must_use]
            pub fn #accessor(&self) -> #module::#name<#lifetime> {
                #module::#name { client: #client }
            }
        }
    });
    accessors.chain(resource.methods.iter().map(|item| method::function(item, style, client))).collect()
}

/// Request builders, and the enums of their parameters.
pub(super) fn builders(resource: &Resource, style: &Style, caller: &Caller<'_>) -> Vec<Chunk> {
    let builders = resource.methods.iter().flat_map(|item| method::builder(item, style, caller));
    builders.chain(resource.items.iter().flat_map(|item| schemas::definition(item, style))).collect()
}

pub(super) fn uses_schemas(resource: &Resource) -> bool {
    fn is_schema(ty: &Ty) -> bool {
        match ty {
            Ty::Schema(_) => true,
            Ty::Option(inner) | Ty::Vec(inner) | Ty::Map(inner) | Ty::Boxed(inner) => is_schema(inner),
            _ => false,
        }
    }
    resource.methods.iter().any(|method| {
        let params = method.required.iter().chain(&method.optional).map(|param| &param.ty);
        params.chain(method.body.iter().map(|body| &body.ty)).chain([&method.response]).any(is_schema)
    })
}
