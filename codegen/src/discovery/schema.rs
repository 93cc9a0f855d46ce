//! `JsonSchema`: the type of a message, a property or a parameter.

mod format;

use std::collections::BTreeMap;

pub(crate) use format::{Format, ScalarType};

/// A schema, a property, the items of an array, the values of a map, or a parameter: the format
/// uses one shape for all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct JsonSchema {
    pub(crate) kind: SchemaKind,
    pub(crate) description: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    /// Ids of the methods that require this property: `annotations.required`.
    pub(crate) required_by: Vec<String>,
    pub(crate) required: bool,
    pub(crate) repeated: bool,
    pub(crate) read_only: bool,
    pub(crate) deprecated: bool,
    /// Set for parameters only.
    pub(crate) location: Option<Location>,
}

/// The shape of the values that a schema describes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum SchemaKind {
    /// The schema has neither a type nor a member that implies one.
    #[default]
    Unspecified,
    /// `$ref`: the name of another schema.
    Reference(String),
    Object(ObjectSchema),
    /// A list, with the schema of its items. The format requires one, but documents may lack it.
    Array(Option<Box<JsonSchema>>),
    /// A string with a list of values.
    Enum(Vec<EnumValue>),
    Scalar(ScalarType, Option<Format>),
    /// A type that the format does not define.
    Unknown(String),
}

/// An object: a message, a map, or one of several messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ObjectSchema {
    /// Boxed because most objects have fewer properties than a node of a map has space for.
    pub(crate) properties: BTreeMap<String, Box<JsonSchema>>,
    pub(crate) additional_properties: Option<Box<JsonSchema>>,
    pub(crate) variant: Option<Variant>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnumValue {
    pub(crate) value: String,
    /// Empty if the document has none.
    pub(crate) description: String,
    pub(crate) deprecated: bool,
}

/// `variant`: the schemas that an object may have, selected by the value of one property.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    /// The name of the property.
    pub(crate) discriminant: String,
    pub(crate) cases: Vec<VariantCase>,
}

/// An entry of the map of a [`Variant`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VariantCase {
    /// The value of the discriminant.
    pub(crate) value: String,
    /// The name of the schema for this value.
    pub(crate) schema: String,
}

/// The part of a request that holds a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    /// A location that the generator does not support.
    Unknown(String),
}

impl JsonSchema {
    /// Returns a property of an object, by name.
    pub(crate) fn property(&self, name: &str) -> Option<&JsonSchema> {
        match &self.kind {
            SchemaKind::Object(object) => object.properties.get(name).map(Box::as_ref),
            _ => None,
        }
    }

    /// Returns `true` for a string with neither a format nor a list of values.
    pub(crate) fn is_plain_string(&self) -> bool {
        matches!(self.kind, SchemaKind::Scalar(ScalarType::String, None))
    }

    /// Returns `true` for strings of any format, and for enums.
    pub(crate) fn is_string(&self) -> bool {
        matches!(self.kind, SchemaKind::Scalar(ScalarType::String, _) | SchemaKind::Enum(_))
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.reference().is_some()
    }

    /// Returns the name of the schema that this one refers to, if it does.
    pub(crate) fn reference(&self) -> Option<&str> {
        match &self.kind {
            SchemaKind::Reference(name) => Some(name),
            _ => None,
        }
    }
}

impl From<String> for Location {
    fn from(name: String) -> Self {
        match name.as_str() {
            "path" => Self::Path,
            "query" => Self::Query,
            _ => Self::Unknown(name),
        }
    }
}
