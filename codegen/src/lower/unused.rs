//! Members that have no effect on schemas in some positions.

use super::{docs, enums};
use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{JsonSchema, SchemaKind};

/// The position of a schema that is not a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// A schema of the document.
    Schema,
    Property,
    /// A property that selects the variant of a union.
    Discriminant,
    /// The items of a list, or the values of a map.
    Inner,
    /// A request or a response.
    Body,
}

/// Reports the members of a schema that its position does not have.
pub(super) fn report(schema: &JsonSchema, position: Position, pointer: &Pointer<'_>, warnings: &mut Warnings) {
    let is_property = position == Position::Property;
    let is_enum = matches!(schema.kind, SchemaKind::Enum(_));
    let is_type = position == Position::Schema || docs::is_type(schema);
    // The description of items and values is part of that of the list or map.
    let describes = is_type || is_property || position == Position::Inner;
    let members = [
        ("description", schema.description.is_some(), describes),
        ("default", schema.default.is_some(), is_property || is_default_variant(schema)),
        ("minimum", schema.minimum.is_some(), is_property),
        ("maximum", schema.maximum.is_some(), is_property),
        ("pattern", schema.pattern.is_some(), is_property),
        ("annotations", !schema.required_by.is_empty(), is_property),
        ("readOnly", schema.read_only, is_property),
        ("deprecated", schema.deprecated, is_property || is_type && !(is_enum && position != Position::Schema)),
        ("required", schema.required, false),
        ("location", schema.location.is_some(), false),
    ];
    let reason = match position {
        Position::Schema => "the schema is a type, not a property",
        Position::Property => "only parameters have it",
        Position::Discriminant => "the property only selects a variant",
        Position::Inner => "the schema describes items or values",
        Position::Body => "the schema describes a request or a response",
    };
    for (member, present, used) in members {
        if present && !used {
            warnings.push(&pointer.key(member), format!("ignored because {reason}"));
        }
    }
}

/// Returns whether the default is a value of the enum, whose variant is documented as the default.
fn is_default_variant(schema: &JsonSchema) -> bool {
    let SchemaKind::Enum(values) = &schema.kind else { return false };
    !enums::is_null(schema) && values.iter().any(|value| schema.default.as_ref() == Some(&value.value))
}
