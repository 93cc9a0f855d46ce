//! The documentation of schemas: the document's text, and constraints.

use super::enums;
use crate::discovery::{JsonSchema, SchemaKind};
use crate::model::{Constraints, Docs};

/// The start of a description that many maps have, and that says nothing about their values.
const BOILERPLATE: &str = "Properties of the object.";

/// Returns the documentation of a type.
pub(super) fn schema(schema: &JsonSchema) -> Docs {
    Docs::text(text(schema))
}

/// Returns the documentation of a property or parameter.
pub(super) fn value(schema: &JsonSchema) -> Docs {
    Docs {
        text: text(schema),
        constraints: Constraints {
            read_only: schema.read_only,
            required_by: schema.required_by.clone(),
            default: schema.default.clone(),
            minimum: schema.minimum.clone(),
            maximum: schema.maximum.clone(),
            pattern: schema.pattern.clone(),
        },
    }
}

/// Returns the description of a schema, followed by those of its items or values unless these are
/// types with their own documentation.
fn text(schema: &JsonSchema) -> String {
    let mut text = schema.description.clone().unwrap_or_default();
    let mut outer = schema;
    while let Some(inner) = inner(outer).filter(|inner| !is_type(inner)) {
        let more = inner.description.as_deref().unwrap_or_default().trim();
        if !more.is_empty() && !more.starts_with(BOILERPLATE) && !text.contains(more) {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(more);
        }
        outer = inner;
    }
    text
}

/// Returns the schema of the items of a list or the values of a map.
fn inner(schema: &JsonSchema) -> Option<&JsonSchema> {
    match &schema.kind {
        SchemaKind::Array(items) => items.as_deref(),
        SchemaKind::Object(object) if object.properties.is_empty() && object.variant.is_none() => {
            object.additional_properties.as_deref()
        }
        _ => None,
    }
}

/// Returns whether a type is generated for a schema that is not a schema of the document: a type
/// with its description.
pub(super) fn is_type(schema: &JsonSchema) -> bool {
    match &schema.kind {
        SchemaKind::Object(object) => !object.properties.is_empty() || object.variant.is_some(),
        SchemaKind::Enum(_) => !enums::is_null(schema),
        _ => false,
    }
}
