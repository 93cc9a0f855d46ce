//! The names of shared types.

use std::collections::HashMap;

use crate::model::{Api, Item, Shape};

/// The aliases of each shared type.
pub(super) struct Aliases(HashMap<String, Vec<String>>);

impl Aliases {
    pub(super) fn of(api: &Api) -> Self {
        let mut aliases = Self(HashMap::new());
        aliases.collect(&api.items);
        let mut work = vec![&api.root];
        while let Some(resource) = work.pop() {
            aliases.collect(&resource.items);
            work.extend(&resource.children);
        }
        aliases
    }

    /// Returns the aliases of a type in `schemas`.
    pub(super) fn of_type(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn collect(&mut self, items: &[Item]) {
        for item in items {
            if let Shape::Shared(shared) = &item.shape {
                self.0.entry(shared.type_name.clone()).or_default().push(item.name.rust.clone());
            }
        }
    }
}
