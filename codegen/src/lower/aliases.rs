//! What a schema is in Rust, and the schemas that are mere names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cycles::components;
use crate::discovery::{JsonSchema, RestDescription, Variant};

/// What a schema becomes when it is not a mere reference.
#[derive(Clone, Copy)]
pub(super) enum Kind<'s> {
    Struct,
    Enum,
    Union(&'s Variant),
    Alias,
}

pub(super) fn kind(schema: &JsonSchema) -> Kind<'_> {
    let plain = schema.properties.is_empty() && schema.additional_properties.is_none() && schema.items.is_none();
    let values = !schema.values.is_empty() && schema.ty.is_none() && plain;
    let object = matches!(schema.ty.as_deref(), Some("object") | None) && !values;
    if let Some(variant) = &schema.variant {
        Kind::Union(variant)
    } else if schema.reference.is_none()
        && object
        && (!schema.properties.is_empty() || schema.additional_properties.is_none())
        && schema.items.is_none()
    {
        Kind::Struct
    } else if schema.reference.is_none()
        && (values || schema.ty.as_deref() == Some("string") && !schema.values.is_empty())
    {
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
            if matches!(kind(schema), Kind::Alias) {
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

    /// Aliases that stand for a list or a map, at the end of however long a chain.
    pub(super) fn collections(&self, endless: &BTreeSet<&'d str>) -> BTreeSet<&'d str> {
        let mut known: HashMap<&'d str, bool> = HashMap::new();
        for &start in self.edges.keys().filter(|name| !endless.contains(*name)) {
            let (mut name, mut chain) = (start, Vec::new());
            let answer = loop {
                if let Some(&answer) = known.get(name) {
                    break answer;
                }
                chain.push(name);
                let Some(schema) = self.description.schemas.get(name) else {
                    break false;
                };
                match &schema.reference {
                    // A chain of references may end in a circle: what is in it is no collection.
                    Some(next) if endless.contains(next.as_str()) => break false,
                    Some(next) => name = next,
                    None => {
                        break matches!(kind(schema), Kind::Alias)
                            && matches!(schema.ty.as_deref(), Some("array" | "object") | None);
                    }
                }
            };
            known.extend(chain.into_iter().map(|name| (name, answer)));
        }
        known.into_iter().filter(|(_, collection)| *collection).map(|(name, _)| name).collect()
    }

    /// Aliases that would contain themselves.
    pub(super) fn endless(&self) -> BTreeSet<&'d str> {
        let index: HashMap<&str, usize> = self.edges.keys().enumerate().map(|(at, name)| (*name, at)).collect();
        let edges: Vec<Vec<usize>> = self
            .edges
            .values()
            .map(|targets| targets.iter().filter_map(|target| index.get(target).copied()).collect())
            .collect();
        let components = components(&edges);
        self.edges.keys().zip(components).filter(|(_, component)| component.is_some()).map(|(name, _)| *name).collect()
    }
}
