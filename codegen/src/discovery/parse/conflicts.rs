//! Members of a schema that contradict each other. One of them determines the kind of the schema;
//! the others are ignored, with a warning.

use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{JsonSchema, SchemaKind};

/// Reports the members that are ignored. `present` lists the members that are set.
pub(super) fn warn(schema: &JsonSchema, present: &[&str], pointer: &Pointer<'_>, warnings: &mut Warnings) {
    let typed = present.contains(&"type");
    let (reason, used): (String, &[&str]) = match &schema.kind {
        SchemaKind::Reference(_) => ("`$ref` is set".to_owned(), &[]),
        // Some documents give a `format` to objects and arrays; it has no meaning there.
        SchemaKind::Array(_) if typed => ("the type is `array`".to_owned(), &["type", "items", "format"]),
        SchemaKind::Array(_) => ("`items` is set".to_owned(), &["items"]),
        SchemaKind::Object(_) if typed => {
            ("the type is `object`".to_owned(), &["type", "properties", "additionalProperties", "variant", "format"])
        }
        SchemaKind::Object(_) => {
            ("the schema describes an object".to_owned(), &["properties", "additionalProperties", "variant"])
        }
        SchemaKind::Enum(_) => ("`enum` is set".to_owned(), &["type", "enum"]),
        SchemaKind::Scalar(ty, _) => (format!("the type is `{ty}`"), &["type", "format"]),
        // The type is reported as an error when the schema is used.
        SchemaKind::Unknown(_) => return,
        SchemaKind::Unspecified => ("the schema has no `type`".to_owned(), &[]),
    };
    for member in present.iter().filter(|member| !used.contains(member)) {
        warnings.push(&pointer.key(member), format!("ignored because {reason}"));
    }
    if schema.repeated && schema.location.is_none() {
        warnings.push(&pointer.key("repeated"), "ignored because only parameters can be repeated");
    }
}
