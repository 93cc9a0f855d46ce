//! The client: the type with which users of the crate make calls.

use quote::quote;

use super::code::{Code, literal};
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
    let mut members = vec![descriptor(api, module), builder(module)];
    members.extend(resource::functions(&api.root, module, "&self.inner", "'_"));
    chunks.push(Chunk::Impl { head: "impl Client".to_owned(), members });
    chunks.push(Chunk::Items(quote! {
        impl From<runtime::Client> for Client {
            fn from(inner: runtime::Client) -> Self {
                Self { inner }
            }
        }
    }));
    chunks.push(Chunk::Items(quote! {
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

fn descriptor(api: &Api, module: &Module<'_>) -> Code {
    let (id, root_url, service_path) = (literal(&api.id), literal(&api.root_url), literal(&api.service_path));
    let mut value = format!("runtime::ApiDescriptor::new({id}, {root_url}, {service_path})");
    if let Some(path) = &api.batch_path {
        value.push_str(&format!(".with_batch_path({})", literal(path)));
    }
    if let Some(url) = &api.mtls_root_url {
        value.push_str(&format!(".with_mtls_root_url({})", literal(url)));
    }
    if !api.endpoints.is_empty() {
        let pairs = api.endpoints.iter().map(|(location, url)| format!("({}, {})", literal(location), literal(url)));
        value.push_str(&format!(".with_endpoints(&[{}])", pairs.collect::<Vec<_>>().join(", ")));
    }
    if api.data_wrapper {
        value.push_str(".with_data_wrapper()");
    }
    value.push_str(&format!(".with_user_agent({})", literal(&format!("{}/0.1.0", api.package))));
    let mut code = Code::member();
    code.docs(module.line("Descriptor of the API: its id and URLs."));
    code.line(format_args!("pub const API: runtime::ApiDescriptor = {value};"));
    code
}

fn builder(module: &Module<'_>) -> Code {
    let mut code = Code::member();
    code.docs(module.line("Returns a builder to configure credentials and other settings."));
    code.line("#[inline]");
    code.open("pub fn builder() -> runtime::ClientBuilder<Self>");
    code.line("runtime::ClientBuilder::new(Self::API)");
    code.close();
    code
}
