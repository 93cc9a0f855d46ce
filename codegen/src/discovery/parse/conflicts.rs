//! Members of a schema that contradict each other. One of them determines the kind of the schema;
//! the others are ignored, with a warning.

use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{JsonSchema, SchemaKind};

/// Reports the members that are ignored. `present` lists the members that are set.
pub(super) fn warn(schema: &JsonSchema, present: &[&str], pointer: &Pointer<'_>, warnings: &mut Warnings) {
    let typed = present.contains(&"type");
    // The type is reported as an error when the schema is used.
    let Some(used) = used(&schema.kind, typed) else { return };
    for member in present.iter().filter(|member| !used.contains(member)) {
        warnings.push(&pointer.key(member), format!("ignored because {}", reason(&schema.kind, typed)));
    }
    if schema.repeated && schema.location.is_none() {
        warnings.push(&pointer.key("repeated"), "ignored because only parameters can be repeated");
    }
}

/// Returns the members that belong to this kind, or `None` if its type is unknown.
fn used(kind: &SchemaKind, typed: bool) -> Option<&'static [&'static str]> {
    Some(match kind {
        // Some documents give a `format` to objects and arrays; it has no meaning there.
        SchemaKind::Array(_) if typed => &["type", "items", "format"],
        SchemaKind::Array(_) => &["items"],
        SchemaKind::Object(_) if typed => &["type", "properties", "additionalProperties", "variant", "format"],
        SchemaKind::Object(_) => &["properties", "additionalProperties", "variant"],
        SchemaKind::Enum(_) => &["type", "enum"],
        SchemaKind::Scalar(..) => &["type", "format"],
        SchemaKind::Reference(_) | SchemaKind::Unspecified => &[],
        SchemaKind::Unknown(_) => return None,
    })
}

/// Returns why the members that do not belong to this kind are ignored.
fn reason(kind: &SchemaKind, typed: bool) -> String {
    match kind {
        SchemaKind::Reference(_) => "`$ref` is set".to_owned(),
        SchemaKind::Array(_) if typed => "the type is `array`".to_owned(),
        SchemaKind::Array(_) => "`items` is set".to_owned(),
        SchemaKind::Object(_) if typed => "the type is `object`".to_owned(),
        SchemaKind::Object(_) => "the schema describes an object".to_owned(),
        SchemaKind::Enum(_) => "`enum` is set".to_owned(),
        SchemaKind::Scalar(ty, _) => format!("the type is `{ty}`"),
        SchemaKind::Unknown(name) => format!("the type is `{name}`"),
        SchemaKind::Unspecified => "the schema has no `type`".to_owned(),
    }
}
