//! `lib.rs`: the crate's page, its modules, and the client.

use quote::quote;

use super::example::Caller;
use super::types::{Style, ident};
use super::{Chunk, SourceFile, page, resource};
use crate::markdown::escape;
use crate::model::{Api, Item, Resource, Shape};

pub(super) fn file(api: &Api, caller: &Caller<'_>) -> SourceFile {
    let root = &api.root;
    let style = Style::of_resource(root, &api.root_path);
    let mut chunks = Vec::new();
    let allowed = allowed(api);
    if !allowed.is_empty() {
        chunks.push(Chunk::Items(quote!(#![allow(#(#allowed),*)])));
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
    chunks.push(Chunk::Items(quote! {
        #[doc = " The runtime: credentials, errors, and the types that all such crates share."]
        pub use discovery_runtime as runtime;
    }));
    // Without a method there is nothing that a client could do.
    if !root.methods.is_empty() || !root.children.is_empty() {
        chunks.extend(client(api, &style));
    }
    chunks.extend(resource::builders(root, &style, caller));
    SourceFile {
        path: api.root_path.path("lib.rs"),
        docs: page::of_crate(api, caller),
        chunks,
        comments: style.into_comments(),
    }
}

fn client(api: &Api, style: &Style) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let about =
        style.line(&format!("A client for {}. Cheap to clone; clones share their connections.", escape(&api.title)));
    chunks.push(Chunk::Items(quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: runtime::Client,
        }
    }));
    let (id, root_url, service_path) = (&api.id, &api.root_url, &api.service_path);
    let batch = api.batch_path.as_ref().map(|path| quote!(.with_batch_path(#path)));
    let mtls = api.mtls_root_url.as_ref().map(|url| quote!(.with_mtls_root_url(#url)));
    let endpoints = (!api.endpoints.is_empty()).then(|| {
        let pairs = api.endpoints.iter().map(|(location, url)| quote!((#location, #url)));
        quote!(.with_endpoints(&[#(#pairs),*]))
    });
    let wrapper = api.data_wrapper.then(|| quote!(.with_data_wrapper()));
    let agent = format!("{}/0.1.0", api.package);
    let constant = quote! {
        #[doc = " Where the API is."]
        pub const API: runtime::ApiDescriptor = runtime::ApiDescriptor::new(#id, #root_url, #service_path)#batch #mtls #endpoints #wrapper.with_user_agent(#agent);
    };
    let builder = quote! {
        #[doc = " Starts with the settings that a client needs: at least its credentials."]
        #[inline]
        pub fn builder() -> runtime::ClientBuilder<Self> {
            runtime::ClientBuilder::new(Self::API)
        }
    };
    let mut members = vec![constant, builder];
    members.extend(resource::functions(&api.root, style, &quote!(&self.inner), &quote!('_)));
    chunks.push(Chunk::Impl { head: quote!(impl Client), members });
    chunks.push(Chunk::Items(quote! {
        impl From<runtime::Client> for Client {
            fn from(inner: runtime::Client) -> Self {
                Self { inner }
            }
        }
    }));
    chunks
}

/// Lints that the document's own names and deprecations would set off.
fn allowed(api: &Api) -> Vec<proc_macro2::Ident> {
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
    let odd = |item: &Item| {
        item.name.rust.contains('_')
            || match &item.shape {
                Shape::Enum(shape) => shape.variants.iter().any(|variant| variant.name.rust.contains('_')),
                Shape::Union(shape) => shape.variants.iter().any(|variant| variant.name.rust.contains('_')),
                Shape::Struct(_) | Shape::Alias(_) => false,
            }
    };
    if api.items.iter().any(odd) || any_resource(&api.root, &|resource| resource.items.iter().any(odd)) {
        allowed.push(ident("non_camel_case_types"));
    }
    allowed
}

fn is_deprecated(item: &Item) -> bool {
    item.deprecated
        || match &item.shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.deprecated),
            Shape::Enum(shape) => shape.variants.iter().any(|variant| variant.deprecated),
            Shape::Union(_) | Shape::Alias(_) => false,
        }
}

fn any_resource(resource: &Resource, holds: &impl Fn(&Resource) -> bool) -> bool {
    holds(resource) || resource.children.iter().any(|child| any_resource(child, holds))
}
