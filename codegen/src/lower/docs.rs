//! The documentation of schemas: the document's text, and constraints.

use crate::discovery::JsonSchema;
use crate::model::{Constraints, Docs};

/// Returns the documentation of a type.
pub(super) fn schema(schema: &JsonSchema) -> Docs {
    Docs::text(schema.description.clone().unwrap_or_default())
}

/// Returns the documentation of a property or parameter.
pub(super) fn value(schema: &JsonSchema) -> Docs {
    Docs {
        text: schema.description.clone().unwrap_or_default(),
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
