//! A request builder: its type, its method, setters of the optional parameters, and calls of
//! the runtime's macros.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::examples::Examples;
use super::ident::ident;
use super::method::set;
use super::module::{Module, deprecated};
use super::operation;
use super::rustdoc::paragraph;
use super::source_file::Chunk;
use super::type_expr::text;
use crate::model::{Method, Param, RequestId, TokenPosition};

/// Returns the request builder of a method. `owner` is the type whose function returns it.
pub(super) fn chunks(method: &Method, owner: &str, module: &Module<'_>, examples: &Examples<'_>) -> Vec<Chunk> {
    let mut docs = module.rustdoc.request_builder(method, owner);
    paragraph(&mut docs, examples.of_method(method));
    let attributes = module.docs(&docs);
    let deprecation = deprecated(method.deprecated);
    let name = ident(&method.builder);
    let response = module.types.tokens(&method.response);
    let declaration = quote! {
        #attributes
        #deprecation
        #[derive(Debug)]
        #[must_use = "requests do nothing until sent"]
        pub struct #name(runtime::Call<#response>);
    };
    let setters: Vec<TokenStream> = method.optional.iter().map(|param| setter(param, module)).collect();
    let mut chunks = vec![Chunk::Items(declaration), Chunk::Items(method_impl(method, module))];
    if !setters.is_empty() {
        chunks.push(Chunk::Impl { head: quote!(impl #name), members: setters });
    }
    chunks.push(Chunk::Calls(macro_calls(method, module)));
    chunks
}

/// Returns the impl of the runtime's trait `Method`: the messages and the descriptor.
fn method_impl(method: &Method, module: &Module<'_>) -> TokenStream {
    let name = ident(&method.builder);
    let request = method.body.as_ref().map_or(quote!(()), |body| module.types.tokens(&body.ty));
    let response = module.types.tokens(&method.response);
    let descriptor = descriptor(method, module);
    quote! {
        impl runtime::Method for #name {
            type Request = #request;
            type Response = #response;
            const METHOD: runtime::MethodDescriptor = #descriptor;
        }
    }
}

fn descriptor(method: &Method, module: &Module<'_>) -> TokenStream {
    let (id, http_method, path) = (&method.id, &method.http_method, &method.path);
    let scopes = (!method.scopes.is_empty()).then(|| {
        let scopes = method.scopes.iter().map(|scope| ident(scope));
        let root_path = module.root_path();
        quote!(.with_scopes(&[#(#root_path::scopes::#scopes),*]))
    });
    let api_version = method.api_version.as_ref().map(|version| quote!(.with_api_version(#version)));
    let request_id = method.request_id.map(|place| match place {
        RequestId::OfCaller => quote!(.with_request_id()),
        RequestId::InQuery => quote!(.with_request_id_in_query()),
        RequestId::InMessage => quote!(.with_request_id_in_message()),
    });
    let raw_request = method.raw_request.then(|| quote!(.with_raw_request()));
    let raw_response = method.raw_response.then(|| quote!(.with_raw_response()));
    quote! {
        runtime::MethodDescriptor::new(#id, #http_method, #path)#scopes #api_version #request_id #raw_request #raw_response
    }
}

fn setter(param: &Param, module: &Module<'_>) -> TokenStream {
    let attributes = module.docs(&module.rustdoc.value(&param.docs));
    let deprecation = deprecated(param.deprecated);
    let name = ident(&param.name.rust);
    let argument = ident(if param.repeated { "values" } else { "value" });
    let (ty, call) = (module.types.argument(param), set(param, &argument));
    quote! {
        #attributes
        #deprecation
        #[inline]
        pub fn #name(self, #argument: #ty) -> Self {
            Self(self.0 #call)
        }
    }
}

/// Returns the calls of the runtime's macros that add the functions of the method's kind.
fn macro_calls(method: &Method, module: &Module<'_>) -> Vec<String> {
    let (name, response) = (&method.builder, module.types.text(&method.response));
    let mut calls = vec![format!("runtime::call!({name} -> {response});")];
    if let Some(paging) = &method.paging {
        let location = match paging.token {
            TokenPosition::Query => "Query",
            TokenPosition::Body => "Body",
            TokenPosition::SameName => "SameName",
        };
        let items = match &paging.items {
            None => "{}".to_owned(),
            Some(items) => {
                let item = module.types.text(&items.item);
                let string = text(module.types.prelude("String"));
                let item = if items.map { format!("({string}, {item})") } else { item };
                format!("{{ {}: {item} }}", items.field.rust)
            }
        };
        let size = paging.size.as_ref().map(|size| {
            let maximum = size.maximum.map(|maximum| format!(" at most {maximum}")).unwrap_or_default();
            format!(", size {}{maximum}", Literal::string(&size.wire))
        });
        let size = size.unwrap_or_default();
        calls.push(format!("runtime::pages!({name} -> {response} {items} by {location}{size});"));
    }
    if let Some(upload) = &method.media.upload {
        // With both protocols, the simple path also accepts resumable sessions: Google's own
        // clients use no other path.
        let (path, protocol) = match (&upload.simple_path, &upload.resumable_path) {
            (Some(path), Some(_)) => (Some(path), "both"),
            (Some(path), None) => (Some(path), "simple"),
            (None, path) => (path.as_ref(), "resumable"),
        };
        if let Some(path) = path {
            calls.push(format!("runtime::upload!({name} -> {response} => {} by {protocol});", Literal::string(path)));
        }
    }
    if method.media.download {
        calls.push(format!("runtime::download!({name});"));
    }
    if let Some(streaming) = &method.streaming {
        let idle = if streaming.is_waiting { ", without_idle_timeout" } else { "" };
        calls.push(format!("runtime::stream!({name} -> {response}{idle});"));
    }
    if let Some(operation) = &method.operation {
        let result = module.types.text(&operation.result);
        let get = operation.get.as_ref().map(|get| format!(", get {}", operation::endpoint(get))).unwrap_or_default();
        calls.push(format!("runtime::operation!({name} -> {response} => {result}{get});"));
    }
    calls
}
