//! What a schema is in Rust, and the schemas that are mere names.

use std::collections::{BTreeMap, BTreeSet};

use crate::discovery::{JsonSchema, RestDescription};

/// What a schema becomes when it is not a mere reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Struct,
    Enum,
    Union,
    Alias,
}

pub(super) fn kind(schema: &JsonSchema) -> Kind {
    let object = matches!(schema.ty.as_deref(), Some("object") | None);
    if schema.variant.is_some() {
        Kind::Union
    } else if schema.reference.is_none()
        && object
        && (!schema.properties.is_empty() || schema.additional_properties.is_none())
        && schema.items.is_none()
    {
        Kind::Struct
    } else if schema.ty.as_deref() == Some("string") && !schema.values.is_empty() {
        Kind::Enum
    } else {
        Kind::Alias
    }
}

/// Schemas that are mere names for other types, and what they refer to without a struct between.
pub(super) struct Aliases<'d> {
    description: &'d RestDescription,
    edges: BTreeMap<&'d str, Vec<&'d str>>,
}

impl<'d> Aliases<'d> {
    pub(super) fn new(description: &'d RestDescription) -> Self {
        let mut edges = BTreeMap::new();
        for (name, schema) in &description.schemas {
            if kind(schema) == Kind::Alias {
                let mut targets = Vec::new();
                let mut inner = Some(schema);
                while let Some(schema) = inner {
                    targets.extend(schema.reference.as_deref());
                    // An object with properties is a struct, and an end.
                    inner = if schema.properties.is_empty() {
                        schema.items.as_deref().or(schema.additional_properties.as_deref())
                    } else {
                        None
                    };
                }
                edges.insert(name.as_str(), targets);
            }
        }
        Self { description, edges }
    }

    pub(super) fn collections(&self) -> BTreeSet<&'d str> {
        self.edges
            .keys()
            .copied()
            .filter(|&start| {
                let (mut name, mut steps) = (start, 0);
                loop {
                    let Some(schema) = self.description.schemas.get(name) else {
                        return false;
                    };
                    match &schema.reference {
                        Some(next) if steps <= self.edges.len() => (name, steps) = (next, steps + 1),
                        Some(_) => return false,
                        None => {
                            return kind(schema) == Kind::Alias
                                && matches!(schema.ty.as_deref(), Some("array" | "object") | None);
                        }
                    }
                }
            })
            .collect()
    }

    pub(super) fn endless(&self) -> BTreeSet<&'d str> {
        self.edges
            .keys()
            .copied()
            .filter(|start| {
                let mut seen = BTreeSet::new();
                let mut work: Vec<&str> = self.edges.get(start).cloned().unwrap_or_default();
                while let Some(name) = work.pop() {
                    if name == *start {
                        return true;
                    }
                    if seen.insert(name) {
                        work.extend(self.edges.get(name).into_iter().flatten());
                    }
                }
                false
            })
            .collect()
    }
}
