//! Uses of types as tokens, and of documentation.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs::{self, Comments};
use crate::model::{Docs, Item, Resource, Ty};
use crate::render::RootPath;

/// A name from the IR, which may be raw.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// How types are written in one module: whether schemas need a path, and which of Rust's own names the module's
/// types hide. And what is said of the module's things, for one file is one module.
pub(super) struct Style {
    root_path: TokenStream,
    in_schemas: bool,
    hidden: BTreeSet<&'static str>,
    comments: RefCell<Comments>,
}

const PRELUDE: &[&str] = &["Option", "Vec", "String", "Box", "Into", "IntoIterator"];

impl Style {
    pub(super) fn of_schemas(items: &[Item], root_path: &RootPath) -> Self {
        Self::new(root_path, true, hidden(items.iter().map(|item| item.name.rust.as_str())))
    }

    pub(super) fn of_resource(resource: &Resource, root_path: &RootPath) -> Self {
        let items = resource.items.iter().map(|item| item.name.rust.as_str());
        let builders = resource.methods.iter().map(|method| method.builder.as_str());
        Self::new(root_path, false, hidden(items.chain(builders).chain([resource.type_name.as_str()])))
    }

    fn new(root_path: &RootPath, in_schemas: bool, hidden: BTreeSet<&'static str>) -> Self {
        Self { root_path: root_path.tokens(), in_schemas, hidden, comments: RefCell::default() }
    }

    /// The path of what the crate's root is.
    pub(super) fn root_path(&self) -> &TokenStream {
        &self.root_path
    }

    /// What stands before a thing that the document speaks of.
    pub(super) fn docs(&self, docs: &Docs) -> TokenStream {
        if docs.0.is_empty() { TokenStream::new() } else { self.comments.borrow_mut().add(docs::lines(docs)) }
    }

    /// What stands before a thing of which there is one line to say.
    pub(super) fn line(&self, line: &str) -> TokenStream {
        self.comments.borrow_mut().add([line])
    }

    /// Everything that was said.
    pub(super) fn into_comments(self) -> Comments {
        self.comments.into_inner()
    }

    /// A name of the prelude, in full where a type of the module hides it.
    pub(super) fn prelude(&self, name: &'static str) -> TokenStream {
        let short = ident(name);
        if !self.hidden.contains(name) {
            return quote!(#short);
        }
        match name {
            "Option" => quote!(::std::option::Option),
            "Vec" => quote!(::std::vec::Vec),
            "String" => quote!(::std::string::String),
            "Box" => quote!(::std::boxed::Box),
            "Into" => quote!(::std::convert::Into),
            _ => quote!(::std::iter::IntoIterator),
        }
    }

    pub(super) fn ty(&self, ty: &Ty) -> TokenStream {
        let wrap = |name: &'static str, inner: &Ty| {
            let (name, inner) = (self.prelude(name), self.ty(inner));
            quote!(#name<#inner>)
        };
        match ty {
            Ty::Bool => quote!(bool),
            Ty::I32 => quote!(i32),
            Ty::U32 => quote!(u32),
            Ty::I64 => quote!(i64),
            Ty::U64 => quote!(u64),
            Ty::F32 => quote!(f32),
            Ty::F64 => quote!(f64),
            Ty::Number => quote!(runtime::Number),
            Ty::String => self.prelude("String"),
            Ty::Bytes => {
                let vec = self.prelude("Vec");
                quote!(#vec<u8>)
            }
            Ty::Timestamp => quote!(runtime::Timestamp),
            Ty::DateTime => quote!(runtime::DateTime),
            Ty::Duration => quote!(runtime::Duration),
            Ty::Date => quote!(runtime::Date),
            Ty::FieldMask => quote!(runtime::FieldMask),
            Ty::Json => quote!(runtime::Json),
            Ty::Unit => quote!(()),
            Ty::Schema(name) => {
                let name = ident(name);
                if self.in_schemas { quote!(#name) } else { quote!(schemas::#name) }
            }
            Ty::Local(name) => {
                let name = ident(name);
                quote!(#name)
            }
            Ty::Option(inner) => wrap("Option", inner),
            Ty::Vec(inner) => wrap("Vec", inner),
            Ty::Boxed(inner) => wrap("Box", inner),
            Ty::Map(inner) => {
                let inner = self.ty(inner);
                quote!(runtime::Map<#inner>)
            }
        }
    }
}

fn hidden<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<&'static str> {
    let names: BTreeSet<&str> = names.collect();
    PRELUDE.iter().copied().filter(|name| names.contains(name)).collect()
}
