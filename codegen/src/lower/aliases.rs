//! The definition that each schema becomes, and the schemas that are only names for other types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cycles::components;
use super::enums;
use crate::discovery::{EnumValue, JsonSchema, ObjectSchema, RestDescription, SchemaKind, Variant};

/// The definition of a named type.
#[derive(Clone, Copy)]
pub(super) enum Definition<'s> {
    /// `None` for a schema without a type: a struct without fields.
    Struct(Option<&'s ObjectSchema>),
    Enum(&'s [EnumValue]),
    Union(&'s ObjectSchema, &'s Variant),
    Alias,
}

/// Returns the definition that a schema of the document becomes.
pub(super) fn definition(schema: &JsonSchema) -> Definition<'_> {
    match &schema.kind {
        SchemaKind::Object(object) => match &object.variant {
            Some(variant) => Definition::Union(object, variant),
            None if is_map(object) => Definition::Alias,
            None => Definition::Struct(Some(object)),
        },
        SchemaKind::Unspecified => Definition::Struct(None),
        SchemaKind::Enum(_) if enums::is_null(schema) => Definition::Alias,
        SchemaKind::Enum(values) => Definition::Enum(values),
        SchemaKind::Reference(_) | SchemaKind::Array(_) | SchemaKind::Scalar(..) | SchemaKind::Unknown(_) => {
            Definition::Alias
        }
    }
}

fn is_map(object: &ObjectSchema) -> bool {
    object.properties.is_empty() && object.additional_properties.is_some()
}

/// The schemas that become aliases, with the schemas that they contain without a struct in between.
pub(super) struct Aliases<'d> {
    description: &'d RestDescription,
    edges: BTreeMap<&'d str, Vec<&'d str>>,
}

impl<'d> Aliases<'d> {
    pub(super) fn new(description: &'d RestDescription) -> Self {
        let aliases = description.schemas.iter().filter(|(_, schema)| matches!(definition(schema), Definition::Alias));
        let edges = aliases.map(|(name, schema)| (name.as_str(), target(schema).into_iter().collect())).collect();
        Self { description, edges }
    }

    /// Returns the aliases of lists and maps, directly or through other aliases.
    pub(super) fn collections(&self, endless: &BTreeSet<&'d str>) -> BTreeSet<&'d str> {
        let mut known: HashMap<&'d str, bool> = HashMap::new();
        for &start in self.edges.keys().filter(|name| !endless.contains(*name)) {
            let (mut name, mut chain) = (start, Vec::new());
            let is_collection = loop {
                if let Some(&is_collection) = known.get(name) {
                    break is_collection;
                }
                chain.push(name);
                match self.description.schemas.get(name).map(|schema| &schema.kind) {
                    // A chain of references may lead to a cycle, which is not a collection.
                    Some(SchemaKind::Reference(next)) if endless.contains(next.as_str()) => break false,
                    Some(SchemaKind::Reference(next)) => name = next,
                    Some(SchemaKind::Array(_)) => break true,
                    Some(SchemaKind::Object(object)) => break object.variant.is_none() && is_map(object),
                    _ => break false,
                }
            };
            known.extend(chain.into_iter().map(|name| (name, is_collection)));
        }
        known.into_iter().filter(|(_, is_collection)| *is_collection).map(|(name, _)| name).collect()
    }

    /// Returns the aliases that would contain themselves.
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

/// Returns the schema that an alias refers to, through any number of lists and maps.
fn target(schema: &JsonSchema) -> Option<&str> {
    let mut inner = schema;
    loop {
        inner = match &inner.kind {
            SchemaKind::Reference(name) => return Some(name),
            SchemaKind::Array(items) => items.as_deref()?,
            SchemaKind::Object(object) if object.variant.is_none() && object.properties.is_empty() => {
                object.additional_properties.as_deref()?
            }
            // Everything else is a type without aliases, or a struct, which ends the chain.
            _ => return None,
        };
    }
}
