//! The module that is being rendered, which is one file.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use super::comments::{Comment, Comments};
use super::rustdoc::Rustdoc;
use super::type_expr::TypePrinter;
use crate::model::{Item, Resource};

/// The printer of a module's types, and the documentation collected for its items.
pub(super) struct Module<'a> {
    pub(super) types: TypePrinter,
    pub(super) rustdoc: &'a Rustdoc<'a>,
    comments: RefCell<Comments>,
}

impl<'a> Module<'a> {
    /// The module `schemas`.
    pub(super) fn of_schemas(items: &[Item], rustdoc: &'a Rustdoc<'a>) -> Self {
        let types = TypePrinter::new(true, items.iter().map(|item| item.name.rust.as_str()));
        Self { types, rustdoc, comments: RefCell::default() }
    }

    /// The module of a resource, or the root.
    pub(super) fn of_resource(resource: &Resource, rustdoc: &'a Rustdoc<'a>) -> Self {
        let items = resource.items.iter().map(|item| item.name.rust.as_str());
        let builders = resource.methods.iter().map(|method| method.builder.as_str());
        let names = items.chain(builders).chain([resource.type_name.as_str()]);
        Self { types: TypePrinter::new(false, names), rustdoc, comments: RefCell::default() }
    }

    /// The path of the root of the generated code.
    pub(super) fn root_path(&self) -> TokenStream {
        self.rustdoc.root_path.tokens()
    }

    /// Adds the documentation of an item, unless it is empty.
    pub(super) fn docs(&self, lines: &[String]) -> Option<Comment> {
        (!lines.is_empty()).then(|| self.comments.borrow_mut().add(lines.iter().map(String::as_str)))
    }

    /// Adds the documentation of an item, which is one line.
    pub(super) fn line(&self, line: &str) -> Option<Comment> {
        Some(self.comments.borrow_mut().add([line]))
    }

    /// Returns the collected documentation.
    pub(super) fn into_comments(self) -> Comments {
        self.comments.into_inner()
    }
}

/// Returns the attributes that the caller added to a field or variant.
pub(super) fn member_attributes<'i>(item: &'i Item, member: &str) -> &'i [String] {
    item.attributes.members.get(member).map_or(&[], Vec::as_slice)
}

/// Returns the attribute of a deprecated item.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}
