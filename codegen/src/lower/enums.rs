//! Enums: the values of a schema or a parameter as variants.

use std::collections::BTreeSet;

use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{EnumValue, JsonSchema, SchemaKind};
use crate::model::{Docs, Enum, Name, Variant};
use crate::names::{Distinct, Namespace};

/// The only value of `google.protobuf.NullValue`.
const NULL: &str = "NULL_VALUE";

/// Returns `true` for the schema of `google.protobuf.NullValue`, whose value is `null` in JSON. A
/// parameter cannot be `null`.
pub(super) fn is_null(schema: &JsonSchema) -> bool {
    let values = match &schema.kind {
        SchemaKind::Enum(values) => values.as_slice(),
        _ => return false,
    };
    schema.location.is_none() && matches!(values, [only] if only.value == NULL)
}

/// Lowers the values of `schema`, which is at `pointer`.
pub(super) fn lower(schema: &JsonSchema, values: &[EnumValue], pointer: &Pointer<'_>, warnings: &mut Warnings) -> Enum {
    let mut namespace = Namespace::default();
    let mut seen = BTreeSet::new();
    let names = Distinct::variants(values.iter().map(|value| value.value.as_str()));
    let enum_pointer = pointer.key("enum");
    let mut variants = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let pointer = enum_pointer.index(index);
        let wire = &value.value;
        if !seen.insert(wire) {
            warnings.push(&pointer, "duplicate value; only the first occurrence and its description are used");
            continue;
        }
        let claimed = namespace.claim(names.name(wire));
        let numbered = |name: &str| format!("another value has the same name in Rust; this one is named `{name}`");
        warnings.extend(&pointer, claimed.warning(numbered));
        let is_default = schema.default.as_ref() == Some(wire);
        variants.push(Variant {
            docs: Docs::text(value.description.as_str()),
            is_default,
            deprecated: value.deprecated,
            name: Name { wire: wire.clone(), rust: claimed.name },
        });
    }
    let unknown = namespace.claim("Unknown".to_owned()).name;
    Enum { variants, unknown }
}
