//! The module of a resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::breakable::Breakable;
use super::code::Code;
use super::examples::Examples;
use super::ident::{ident, plain};
use super::module::{Module, deprecated};
use super::rustdoc::Rustdoc;
use super::source_file::{Chunk, SourceFile};
use super::sources::ResourceSource;
use super::{method, request_builder, schemas};
use crate::model::{Resource, Shape, Ty};

/// Returns the file.
pub(super) fn file(source: &ResourceSource<'_>, rustdoc: &Rustdoc<'_>) -> SourceFile {
    let ResourceSource { resource, path, examples } = source;
    let name = ident(&resource.type_name);
    let module = Module::of_resource(resource, rustdoc);
    let root_path = module.root_path();
    let schemas = uses_schemas(resource).then(|| {
        quote!(
            use #root_path::schemas;
        )
    });
    let mut chunks = vec![Chunk::Items(quote!(use #root_path::runtime; #schemas))];
    let modules = modules(resource);
    if !modules.is_empty() {
        chunks.push(Chunk::Items(quote!(#(#modules)*)));
    }
    let attributes = module.docs(&rustdoc.resource(resource, &examples.access()));
    let deprecation = deprecated(resource.deprecated);
    chunks.push(Chunk::Items(quote! {
        #attributes
        #deprecation
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a> {
            pub(crate) client: &'a runtime::Client,
        }
    }));
    let functions = functions(resource, &module, "self.client", "'a");
    if !functions.is_empty() {
        chunks
            .push(Chunk::Impl { head: format!("impl<'a> {name}<'a>", name = resource.type_name), members: functions });
    }
    chunks.extend(builders(resource, &module, examples));
    SourceFile {
        path: path.clone(),
        docs: vec![Rustdoc::resource_module(resource)],
        chunks,
        comments: module.into_comments(),
    }
}

/// Declares the modules of the resources below.
pub(super) fn modules(resource: &Resource) -> Vec<TokenStream> {
    let declaration = |child: &Resource| {
        let module = ident(&child.module);
        quote!(pub mod #module;)
    };
    resource.children.iter().map(declaration).collect()
}

/// Returns the accessors of the resources below, then the functions of the methods.
pub(super) fn functions(resource: &Resource, module: &Module<'_>, client: &str, lifetime: &str) -> Vec<Code> {
    let accessors = resource.children.iter().map(|child| {
        let (accessor, name) = (&child.accessor, format!("{}::{}", child.module, child.type_name));
        let mut code = Code::member();
        code.docs(module.line(&format!("Returns the methods of the `{}` resource.", plain(accessor))));
        code.deprecated(child.deprecated);
        code.line("#[inline]");
        code.line("#[must_use]");
        let arguments = vec![Breakable::Text("&self".to_owned())];
        code.open_function(accessor, arguments, &format!("{name}<{lifetime}>"));
        code.struct_literal(&name, &format!("client: {client}"));
        code.close();
        code
    });
    accessors.chain(resource.methods.iter().map(|item| method::function(item, module, client))).collect()
}

/// Returns the request builders, and the enums of their parameters.
pub(super) fn builders(resource: &Resource, module: &Module<'_>, examples: &Examples<'_>) -> Vec<Chunk> {
    let builders = resource
        .methods
        .iter()
        .flat_map(|method| request_builder::chunks(method, &resource.type_name, module, examples));
    builders.chain(resource.items.iter().flat_map(|item| schemas::definition(item, module))).collect()
}

fn uses_schemas(resource: &Resource) -> bool {
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
    }) || resource.items.iter().any(|item| matches!(item.shape, Shape::Shared(_)))
}
