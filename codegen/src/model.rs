//! The generated crate in terms of Rust. `lower` builds and checks it; `render` writes it and
//! cannot fail.
//!
//! Documentation is kept as the document's text and as facts; `render` turns it into Markdown.

mod builder_functions;
mod items;
mod resource;
mod ty;

use std::collections::BTreeMap;

pub(crate) use builder_functions::BUILDER_FUNCTIONS;
pub(crate) use items::{
    Attributes, Enum, Field, Item, MemberDocs, Shape, Shared, Struct, Union, UnionVariant, Variant,
};
pub(crate) use resource::{
    Body, Endpoint, Media, Method, Operation, OperationMessage, PageItems, PageSize, Paging, Param, Poll, RequestId,
    Resource, Streaming, TokenPosition, Upload,
};
pub(crate) use ty::Ty;

/// A whole generated crate.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) package: String,
    /// `games:v1`.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) docs: Docs,
    pub(crate) documentation_link: Option<String>,
    pub(crate) root_url: String,
    pub(crate) service_path: String,
    pub(crate) batch_path: Option<String>,
    pub(crate) mtls_root_url: Option<String>,
    /// Regional endpoints: location and URL.
    pub(crate) endpoints: Vec<(String, String)>,
    /// Bodies are wrapped in an object whose only member is `data`.
    pub(crate) data_wrapper: bool,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) items: Vec<Item>,
    pub(crate) operations: Vec<OperationMessage>,
    /// The type of the operations that the client can resume by name: those that most methods
    /// start.
    pub(crate) main_operation: Option<String>,
    /// Set if the types are nested deeper than the compiler allows by default.
    pub(crate) recursion_limit: Option<usize>,
    /// The schemas that became types, with the names of the types.
    pub(crate) schema_types: BTreeMap<String, String>,
    pub(crate) root: Resource,
}

/// Documentation of an item: the document's text, and the constraints that are not part of the
/// text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs {
    /// The description, unchanged. It may be empty, and it is untrusted.
    pub(crate) text: String,
    /// Constraints on the values of a field or parameter.
    pub(crate) constraints: Constraints,
}

/// Constraints on a value, as the document writes them. The server enforces them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Constraints {
    pub(crate) read_only: bool,
    /// The ids of the methods that require the value.
    pub(crate) required_by: Vec<String>,
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) pattern: Option<String>,
}

/// The name of an item in the document and in Rust. `rust` is source text, e.g. `r#type`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    pub(crate) wire: String,
    pub(crate) rust: String,
}

/// An OAuth scope, which becomes a constant.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
}

impl Docs {
    /// Documentation without constraints.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), constraints: Constraints::default() }
    }
}

impl Api {
    pub(crate) fn summary(&self) -> crate::Summary {
        let mut summary = crate::Summary::default();
        let mut items: Vec<&Item> = self.items.iter().collect();
        let mut work = vec![&self.root];
        while let Some(resource) = work.pop() {
            summary.methods += resource.methods.len();
            items.extend(&resource.items);
            work.extend(&resource.children);
        }
        for item in items {
            match item.shape {
                Shape::Struct(_) => summary.messages += 1,
                Shape::Enum(_) | Shape::Union(_) => summary.enums += 1,
                Shape::Alias(_) | Shape::Shared(_) => {}
            }
        }
        summary
    }
}
