//! The schemas that a schema refers to, directly or through others.

use std::collections::BTreeSet;

use crate::discovery::{JsonSchema, RestDescription, SchemaKind};

/// Adds the schema with this name and all that it reaches.
pub(super) fn add_named(name: &str, description: &RestDescription, reached: &mut BTreeSet<String>) {
    if let Some(schema) = description.schemas.get(name)
        && reached.insert(name.to_owned())
    {
        add(schema, description, reached);
    }
}

/// Adds the names of all schemas that `schema` reaches. Uses a work list instead of recursion,
/// because chains of references may be arbitrarily long.
pub(super) fn add(schema: &JsonSchema, description: &RestDescription, reached: &mut BTreeSet<String>) {
    let mut work = vec![schema];
    let mut names: Vec<&str> = Vec::new();
    while let Some(schema) = work.pop() {
        match &schema.kind {
            SchemaKind::Reference(name) => names.push(name),
            SchemaKind::Object(object) => {
                names.extend(object.variant.iter().flat_map(|variant| &variant.cases).map(|case| case.schema.as_str()));
                work.extend(object.properties.values().map(Box::as_ref));
                work.extend(object.additional_properties.as_deref());
            }
            SchemaKind::Array(items) => work.extend(items.as_deref()),
            SchemaKind::Enum(_) | SchemaKind::Scalar(..) | SchemaKind::Unspecified | SchemaKind::Unknown(_) => {}
        }
        for name in names.drain(..) {
            if let Some(target) = description.schemas.get(name)
                && reached.insert(name.to_owned())
            {
                work.push(target);
            }
        }
    }
}
