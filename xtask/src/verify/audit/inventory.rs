//! Counted names.

use std::collections::BTreeMap;

/// The contents of a document, or of the crate generated from it.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    pub(super) methods: Names,
    /// Schemas, and the unnamed objects and enums nested in them.
    pub(super) types: usize,
    pub(super) properties: Names,
    pub(super) parameters: Names,
    pub(super) values: Names,
}

/// Wire names, with the JSON pointers to their definitions. The pointers are empty in the inventory
/// of a crate.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, Vec<String>>);

impl Names {
    pub(super) fn add(&mut self, name: &str, pointer: String) {
        self.0.entry(name.to_owned()).or_default().push(pointer);
    }

    /// Returns the number of definitions.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Returns the names with fewer definitions in `other`, with a pointer to one that is missing
    /// there.
    pub(super) fn missing_from<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(|(name, pointers)| {
            let found = other.0.get(name).map_or(0, Vec::len);
            pointers.get(found).map(|pointer| (name.as_str(), pointer.as_str()))
        })
    }
}
