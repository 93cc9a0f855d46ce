//! The module that is being rendered, which is one file.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use super::comments::Comments;
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

    /// Returns the tokens to put before an item with this documentation.
    pub(super) fn docs(&self, lines: &[String]) -> TokenStream {
        if lines.is_empty() {
            return TokenStream::new();
        }
        self.comments.borrow_mut().add(lines.iter().map(String::as_str))
    }

    /// Returns the tokens to put before an item whose documentation is one line.
    pub(super) fn line(&self, line: &str) -> TokenStream {
        self.comments.borrow_mut().add([line])
    }

    /// Returns the collected documentation.
    pub(super) fn into_comments(self) -> Comments {
        self.comments.into_inner()
    }
}

/// Returns attributes that the caller added. Their syntax was checked.
pub(super) fn attributes(texts: &[String]) -> TokenStream {
    texts.iter().filter_map(|text| text.parse::<TokenStream>().ok()).collect()
}

/// Returns the attributes that the caller added to a field or variant.
pub(super) fn member_attributes(item: &Item, member: &str) -> TokenStream {
    attributes(item.attributes.members.get(member).map_or(&[], Vec::as_slice))
}

/// Returns the attribute of a deprecated item.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}
