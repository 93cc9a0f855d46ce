//! The crate to be, in Rust's words. `lower` makes it and has checked all; `emit` writes it down and cannot fail.

use std::collections::BTreeMap;

use crate::render::RootPath;

/// A whole generated crate.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) package: String,
    pub(crate) root_path: RootPath,
    /// `games:v1`.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) docs: Docs,
    pub(crate) root_url: String,
    pub(crate) service_path: String,
    pub(crate) batch_path: Option<String>,
    pub(crate) mtls_root_url: Option<String>,
    /// Regional endpoints: location and URL.
    pub(crate) endpoints: Vec<(String, String)>,
    /// Bodies stand inside an object with the one member `data`.
    pub(crate) data_wrapper: bool,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) items: Vec<Item>,
    /// The document's schemas that became types.
    pub(crate) schema_types: BTreeMap<String, String>,
    pub(crate) root: Resource,
}

/// Clean lines of Markdown, without the comment marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs(pub(crate) Vec<String>);

/// One thing under two names. `rust` is source text: `r#type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) wire: String,
    pub(crate) rust: String,
}

/// An OAuth scope as a constant.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
}

/// The definition of a type.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    pub(crate) shape: Shape,
}

#[derive(Debug)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Alias(Ty),
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// What the field for unknown members is called: a document may have a property of that name.
    pub(crate) unknown: String,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: Ty,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    /// The only value that this field ever has.
    pub(crate) fixed: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) variants: Vec<Variant>,
    /// What the variant for values newer than the document is called.
    pub(crate) unknown: String,
}

#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
}

/// An object that is one of several messages, told by one of its fields.
#[derive(Debug)]
pub(crate) struct Union {
    /// The field's wire name.
    pub(crate) discriminant: String,
    pub(crate) variants: Vec<UnionVariant>,
    /// What the variant for kinds newer than the document is called.
    pub(crate) unknown: String,
}

#[derive(Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) ty: Ty,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Bool,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
    /// An integer of any size that travels as a number.
    Number,
    String,
    Bytes,
    Timestamp,
    DateTime,
    Duration,
    Date,
    FieldMask,
    Json,
    /// No value at all: a method without a response.
    Unit,
    /// A type of the crate's `schemas`.
    Schema(String),
    /// A type of the resource's own module.
    Local(String),
    Option(Box<Ty>),
    Vec(Box<Ty>),
    Map(Box<Ty>),
    /// Only where a type would contain itself.
    Boxed(Box<Ty>),
}

/// A module of methods.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The module's name, which is the file's too, and the accessor's in the parent.
    pub(crate) module: String,
    pub(crate) accessor: String,
    pub(crate) type_name: String,
    pub(crate) deprecated: bool,
    pub(crate) methods: Vec<Method>,
    /// Enums of the methods' parameters.
    pub(crate) items: Vec<Item>,
    pub(crate) children: Vec<Resource>,
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) id: String,
    /// The function on the resource.
    pub(crate) function: String,
    /// The request builder's type.
    pub(crate) builder: String,
    pub(crate) docs: Docs,
    pub(crate) builder_docs: Docs,
    pub(crate) deprecated: bool,
    pub(crate) http_method: String,
    pub(crate) path: String,
    /// In the order in which they are given.
    pub(crate) required: Vec<Param>,
    pub(crate) optional: Vec<Param>,
    pub(crate) body: Option<Body>,
    pub(crate) response: Ty,
    /// Names of the constants.
    pub(crate) scopes: Vec<String>,
    pub(crate) api_version: Option<String>,
    /// The server knows a request again by its `requestId`.
    pub(crate) request_id: bool,
    /// The request's message is a body of any kind, or has one.
    pub(crate) raw_request: bool,
    /// The response's message is a body of any kind.
    pub(crate) raw_response: bool,
    pub(crate) media: Media,
    pub(crate) paging: Option<Paging>,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) argument: String,
    pub(crate) ty: Ty,
}

#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    /// Of one value.
    pub(crate) ty: Ty,
    pub(crate) repeated: bool,
    pub(crate) in_path: bool,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
}

/// What a method does beside JSON.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Media {
    pub(crate) upload: Option<Upload>,
    pub(crate) download: bool,
    pub(crate) subscription: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) accept: Vec<String>,
    /// In bytes.
    pub(crate) max_size: Option<u64>,
    pub(crate) simple_path: Option<String>,
    pub(crate) resumable_path: Option<String>,
}

/// How a list goes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    /// The token goes into the request's message, not into a parameter.
    pub(crate) token_in_body: bool,
    /// None if more than one field of the response may be meant.
    pub(crate) items: Option<PageItems>,
}

/// The field of a page that holds what the list is about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageItems {
    pub(crate) field: Name,
    pub(crate) item: Ty,
    /// The items have keys.
    pub(crate) map: bool,
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
                Shape::Alias(_) => {}
            }
        }
        summary
    }
}
