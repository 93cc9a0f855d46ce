//! A method: the function on its resource, and its request builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::example::Caller;
use super::types::{Style, ident};
use super::{Chunk, docs};
use crate::markdown::code;
use crate::model::{Docs, Method, Param, Ty};

/// The function that starts a request. `client` is how the resource reaches its client.
pub(super) fn function(method: &Method, style: &Style, client: &TokenStream) -> TokenStream {
    let attributes = style.docs(&method.docs);
    let deprecated = docs::deprecated(method.deprecated);
    let (name, builder) = (ident(&method.function), ident(&method.builder));
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for param in &method.required {
        let argument = ident(&param.name.rust);
        let ty = argument_type(param, style);
        arguments.push(quote!(#argument: #ty));
        calls.push(set(param, &argument));
    }
    if let Some(body) = &method.body {
        let (argument, ty) = (ident(&body.argument), style.ty(&body.ty));
        arguments.push(quote!(#argument: #ty));
        calls.push(quote!(.body(&#argument)));
    }
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #attributes
        #deprecated
        #many
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #builder {
            #builder(runtime::Call::new(#client, &#builder::METHOD)#(#calls)*)
        }
    }
}

/// The request builder with its optional parameters.
pub(super) fn builder(method: &Method, style: &Style, caller: &Caller<'_>) -> Vec<Chunk> {
    let attributes = style.docs(&about(method, caller));
    let deprecated = docs::deprecated(method.deprecated);
    let name = ident(&method.builder);
    let response = style.ty(&method.response);
    let (id, http_method, path) = (&method.id, &method.http_method, &method.path);
    let api_version = method.api_version.as_ref().map(|version| quote!(.with_api_version(#version)));
    let request_id = method.request_id.then(|| quote!(.with_request_id()));
    let raw_request = method.raw_request.then(|| quote!(.with_raw_request()));
    let raw_response = method.raw_response.then(|| quote!(.with_raw_response()));
    let scopes = (!method.scopes.is_empty()).then(|| {
        let scopes = method.scopes.iter().map(|scope| ident(scope));
        let root_path = style.root_path();
        quote!(.with_scopes(&[#(#root_path::scopes::#scopes),*]))
    });
    let setters = method.optional.iter().map(|param| {
        let attributes = style.docs(&param.docs);
        let deprecated = docs::deprecated(param.deprecated);
        let setter = ident(&param.name.rust);
        let argument = ident(if param.repeated { "values" } else { "value" });
        let (ty, call) = (argument_type(param, style), set(param, &argument));
        quote! {
            #attributes
            #deprecated
            #[inline]
            pub fn #setter(self, #argument: #ty) -> Self {
                Self(self.0 #call)
            }
        }
    });
    let about_constant = style.line("What the method is on the wire.");
    let declaration = quote! {
        #attributes
        #deprecated
        #[derive(Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name(runtime::Call<#response>);
    };
    let constant = quote! {
        #about_constant
        pub const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(#id, #http_method, #path)#scopes #api_version #request_id #raw_request #raw_response;
    };
    vec![
        Chunk::Items(declaration),
        Chunk::Impl { head: quote!(impl #name), members: std::iter::once(constant).chain(setters).collect() },
        Chunk::Calls(given(method, style)),
    ]
}

/// What the runtime gives the builder, by the method's kind.
fn given(method: &Method, style: &Style) -> Vec<String> {
    let (name, response) = (&method.builder, text(&style.ty(&method.response)));
    let mut calls = vec![format!("runtime::call!({name} -> {response});")];
    if let Some(paging) = &method.paging {
        let place = if paging.token_in_body { "Body" } else { "Query" };
        let items = match &paging.items {
            None => "{}".to_owned(),
            Some(items) => {
                let (string, item) = (text(&style.prelude("String")), text(&style.ty(&items.item)));
                let item = if items.map { format!("({string}, {item})") } else { item };
                format!("{{ {}: {item} }}", items.field.rust)
            }
        };
        calls.push(format!("runtime::pages!({name} -> {response} {items} by {place});"));
    }
    if let Some(upload) = &method.media.upload {
        // Where both stand, the simple one takes sessions, too: Google's own clients know no other.
        let (path, way) = match (&upload.simple_path, &upload.resumable_path) {
            (Some(path), Some(_)) => (Some(path), "both"),
            (Some(path), None) => (Some(path), "simple"),
            (None, path) => (path.as_ref(), "resumable"),
        };
        if let Some(path) = path {
            calls.push(format!("runtime::upload!({name} -> {response} => {} by {way});", Literal::string(path)));
        }
    }
    if method.media.download {
        calls.push(format!("runtime::download!({name});"));
    }
    calls
}

/// A type's tokens as one writes them.
fn text(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}

/// Texts are borrowed: a generic argument would cost more to compile than a copy costs to run.
fn argument_type(param: &Param, style: &Style) -> TokenStream {
    let text = param.ty == Ty::String;
    if param.repeated {
        let iterator = style.prelude("IntoIterator");
        let item = if text {
            let (into, string) = (style.prelude("Into"), style.prelude("String"));
            quote!(impl #into<#string>)
        } else {
            style.ty(&param.ty)
        };
        quote!(impl #iterator<Item = #item>)
    } else if text {
        quote!(&str)
    } else {
        style.ty(&param.ty)
    }
}

fn set(param: &Param, argument: &proc_macro2::Ident) -> TokenStream {
    let wire = &param.name.wire;
    let text = param.ty == Ty::String;
    let function = ident(match (param.in_path, param.repeated, text) {
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

/// The builder's documentation, with what the method does beside JSON, and a call.
fn about(method: &Method, caller: &Caller<'_>) -> Docs {
    let mut lines = method.builder_docs.0.clone();
    let mut notes = Vec::new();
    if let Some(upload) = &method.media.upload {
        let types: Vec<_> = upload.accept.iter().map(|ty| code(ty)).collect();
        let types = if types.is_empty() { "any type".to_owned() } else { types.join(", ") };
        let size = upload.max_size.map_or_else(String::new, |size| format!(", at most {size} bytes"));
        let way = match (&upload.simple_path, &upload.resumable_path) {
            (Some(_), Some(_)) => ", at once or resumable",
            (None, Some(_)) => ", resumable",
            _ => "",
        };
        notes.push(format!("Takes media with `upload` ({types}{size}{way})."));
    }
    if method.media.download {
        notes.push("Can answer with media: `download`.".to_owned());
    }
    if method.media.subscription {
        notes.push("Changes can be sent to a notification channel.".to_owned());
    }
    for note in notes {
        lines.push(String::new());
        lines.push(note);
    }
    let example = caller.example(method);
    if !example.is_empty() {
        lines.push(String::new());
        lines.extend(example);
    }
    Docs(lines)
}
