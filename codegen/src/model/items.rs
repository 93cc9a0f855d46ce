//! The types of the crate.

use std::collections::BTreeMap;

use super::{Docs, Name, Ty};

/// The definition of a type.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    pub(crate) attributes: Attributes,
    /// The type was introduced for several identical ones, and no use has its name.
    pub(crate) is_introduced: bool,
    pub(crate) shape: Shape,
}

/// Attributes that the caller adds, as source text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    /// Those of the type.
    pub(crate) own: Vec<String>,
    /// Those of its fields or variants, by their names.
    pub(crate) members: BTreeMap<String, Vec<String>>,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    /// A schema that is another name for a type.
    Alias(Ty),
    Shared(Shared),
}

/// Another name for a type in `schemas` that several uses share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) type_name: String,
    /// The fields or variants whose documentation differs from that of the shared type.
    pub(crate) own_docs: Vec<MemberDocs>,
}

/// The documentation of a field or variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberDocs {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) is_default: bool,
}

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// The name of the field for unknown members, which depends on the names of the properties.
    pub(crate) unknown: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: Ty,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    /// The only value of this field, e.g. of `kind`.
    pub(crate) fixed: Option<String>,
}

/// An open enum.
#[derive(Clone, Debug)]
pub(crate) struct Enum {
    pub(crate) variants: Vec<Variant>,
    /// The name of the variant for values that are newer than the document.
    pub(crate) unknown: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    /// The server assumes this value if none is sent.
    pub(crate) is_default: bool,
}

/// An object that is one of several messages, distinguished by one of its fields.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// The wire name of that field.
    pub(crate) discriminant: String,
    pub(crate) variants: Vec<UnionVariant>,
    /// The name of the variant for kinds that are newer than the document.
    pub(crate) unknown: String,
}

#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) ty: Ty,
}
