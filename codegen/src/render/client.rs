//! The client: the type with which users of the crate make calls.

use quote::quote;

use super::module::Module;
use super::resource;
use super::source_file::Chunk;
use crate::model::Api;

pub(super) fn chunks(api: &Api, module: &Module<'_>) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let title = module.rustdoc.title(&api.title);
    let article = if api.title.contains("API") { "the " } else { "" };
    let attributes = module.line(&format!("Client for {article}{title}. Cheap to clone; clones share connections."));
    chunks.push(Chunk::Items(quote! {
        #attributes
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
    let attributes = module.line("Descriptor of the API: its id and URLs.");
    let constant = quote! {
        #attributes
        pub const API: runtime::ApiDescriptor = runtime::ApiDescriptor::new(#id, #root_url, #service_path)#batch #mtls #endpoints #wrapper.with_user_agent(#agent);
    };
    let attributes = module.line("Returns a builder to configure credentials and other settings.");
    let builder = quote! {
        #attributes
        #[inline]
        pub fn builder() -> runtime::ClientBuilder<Self> {
            runtime::ClientBuilder::new(Self::API)
        }
    };
    let mut members = vec![constant, builder];
    members.extend(resource::functions(&api.root, module, &quote!(&self.inner), &quote!('_)));
    chunks.push(Chunk::Impl { head: quote!(impl Client), members });
    chunks.push(Chunk::Items(quote! {
        impl From<runtime::Client> for Client {
            fn from(inner: runtime::Client) -> Self {
                Self { inner }
            }
        }

        impl AsRef<runtime::Client> for Client {
            fn as_ref(&self) -> &runtime::Client {
                &self.inner
            }
        }
    }));
    let mut calls = vec!["runtime::client!(Client);".to_owned()];
    calls.extend(
        api.main_operation.iter().map(|message| format!("runtime::client_operation!(Client -> schemas::{message});")),
    );
    chunks.push(Chunk::Calls(calls));
    chunks
}
