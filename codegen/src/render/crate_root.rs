//! `lib.rs`: documentation, modules and the client.

use quote::quote;

use super::examples::Examples;
use super::ident::ident;
use super::module::Module;
use super::rustdoc::Rustdoc;
use super::source_file::{Chunk, SourceFile};
use super::{client, crate_docs, resource};
use crate::model::{Api, Item, Resource, Shape};

pub(super) fn file(api: &Api, rustdoc: &Rustdoc<'_>, examples: &Examples<'_>) -> SourceFile {
    let root = &api.root;
    let module = Module::of_resource(root, rustdoc);
    let mut chunks = Vec::new();
    // Only the root of a crate can have the attribute.
    let limit = api.recursion_limit.filter(|_| rustdoc.root_path.is_crate()).map(|limit| limit.to_string());
    let allowed = allowed_lints(api);
    if limit.is_some() || !allowed.is_empty() {
        let limit = limit.map(|limit| quote!(#![recursion_limit = #limit]));
        let allowed = (!allowed.is_empty()).then(|| quote!(#![allow(#(#allowed),*)]));
        chunks.push(Chunk::Items(quote!(#limit #allowed)));
    }
    let modules = resource::modules(root);
    let schemas = (!api.items.is_empty()).then(|| {
        quote!(
            pub mod schemas;
        )
    });
    let scopes = (!api.scopes.is_empty()).then(|| {
        quote!(
            pub mod scopes;
        )
    });
    chunks.push(Chunk::Items(quote! {
        #(#modules)*
        #schemas
        #scopes
    }));
    let attributes =
        module.line("The runtime that generated crates share: client settings, credentials, errors and basic types.");
    chunks.push(Chunk::Items(quote! {
        #attributes
        pub use discovery_runtime as runtime;
    }));
    // A client without methods would be useless.
    if !root.methods.is_empty() || !root.children.is_empty() {
        chunks.extend(client::chunks(api, &module));
    }
    chunks.extend(resource::builders(root, &module, examples));
    SourceFile {
        path: rustdoc.root_path.file("lib.rs"),
        docs: crate_docs::lines(api, rustdoc, examples),
        chunks,
        comments: module.into_comments(),
    }
}

/// Returns the lints that names and deprecations of the document would trigger.
fn allowed_lints(api: &Api) -> Vec<proc_macro2::Ident> {
    let mut allowed = Vec::new();
    if api.items.iter().any(is_deprecated)
        || any_resource(&api.root, &|resource| {
            resource.deprecated
                || resource.items.iter().any(is_deprecated)
                || resource
                    .methods
                    .iter()
                    .any(|method| method.deprecated || method.optional.iter().any(|param| param.deprecated))
        })
    {
        allowed.push(ident("deprecated"));
    }
    let is_unusual = |item: &Item| {
        item.name.rust.contains('_')
            || match &item.shape {
                Shape::Enum(shape) => shape.variants.iter().any(|variant| variant.name.rust.contains('_')),
                Shape::Union(shape) => shape.variants.iter().any(|variant| variant.name.rust.contains('_')),
                Shape::Struct(_) | Shape::Alias(_) | Shape::Shared(_) => false,
            }
    };
    let is_unusual_resource = |resource: &Resource| {
        let mut builders = resource.methods.iter().map(|method| method.builder.as_str());
        resource.items.iter().any(is_unusual) || builders.any(has_inner_underscore)
    };
    if api.items.iter().any(is_unusual) || any_resource(&api.root, &is_unusual_resource) {
        allowed.push(ident("non_camel_case_types"));
    }
    allowed
}

/// Returns whether the name has an underscore between other characters, as a number after `Self_`
/// causes.
fn has_inner_underscore(name: &str) -> bool {
    name.trim_matches('_').contains('_')
}

/// Returns whether the type or a part of it is deprecated.
fn is_deprecated(item: &Item) -> bool {
    item.deprecated
        || match &item.shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.deprecated),
            Shape::Enum(shape) => shape.variants.iter().any(|variant| variant.deprecated),
            Shape::Union(_) | Shape::Alias(_) | Shape::Shared(_) => false,
        }
}

fn any_resource(resource: &Resource, predicate: &impl Fn(&Resource) -> bool) -> bool {
    predicate(resource) || resource.children.iter().any(|child| any_resource(child, predicate))
}
