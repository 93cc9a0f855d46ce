//! Members of a schema that contradict each other: one of them counts, and of the others it is said that they do not.

use super::JsonSchema;
use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;

/// Warns of the members that nothing is made of.
pub(super) fn tell(schema: &JsonSchema, pointer: &Pointer<'_>, warnings: &mut Warnings) {
    let present = [
        ("type", schema.ty.is_some()),
        ("enum", !schema.values.is_empty()),
        ("format", schema.format.is_some()),
        ("items", schema.items.is_some()),
        ("properties", !schema.properties.is_empty()),
        ("additionalProperties", schema.additional_properties.is_some()),
        ("variant", schema.variant.is_some()),
        ("repeated", schema.repeated),
    ];
    let (what, counting): (&str, &[&str]) = match schema.ty.as_deref() {
        _ if schema.reference.is_some() => ("there is a `$ref`", &["repeated"]),
        Some("array") => ("it is an array", &["type", "items", "repeated", "format"]),
        Some("object") => {
            ("it is an object", &["type", "properties", "additionalProperties", "variant", "repeated", "format"])
        }
        Some("string") if !schema.values.is_empty() => ("it is one of several values", &["type", "enum", "repeated"]),
        Some(_) => ("it is a single value", &["type", "enum", "format", "repeated"]),
        None if !schema.properties.is_empty() || schema.additional_properties.is_some() => {
            ("it is an object", &["properties", "additionalProperties", "variant", "repeated"])
        }
        None => return,
    };
    for (member, _) in present.into_iter().filter(|(member, is)| *is && !counting.contains(member)) {
        warnings.push(&pointer.key(member), format!("{what}, and this counts for nothing"));
    }
    if schema.repeated && schema.location.is_none() {
        warnings.push(&pointer.key("repeated"), "this is for parameters, and counts for nothing here");
    }
}
