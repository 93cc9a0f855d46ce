//! The resources nested in a resource, with the names by which they are matched.

use super::matching::{Pair, pairs};
use crate::model::{Name, Resource};

/// A resource with its name in the document and its accessor as Rust name.
pub(super) struct Named<'a> {
    pub(super) name: Name,
    pub(super) resource: &'a Resource,
}

pub(super) fn named(resources: &[Resource]) -> Vec<Named<'_>> {
    let name = |resource: &Resource| Name { wire: resource.wire.clone(), rust: resource.accessor.clone() };
    resources.iter().map(|resource| Named { name: name(resource), resource }).collect()
}

/// Returns the resources below these two that are in both crates.
pub(super) fn in_both<'a>(old: &'a Resource, new: &'a Resource) -> Vec<(&'a Resource, &'a Resource)> {
    let (old, new) = (named(&old.children), named(&new.children));
    let both = pairs(&old, &new, |child| &child.name).into_iter().filter_map(|pair| match pair {
        Pair::Both(old, new) | Pair::Renamed(old, new) => Some((old.resource, new.resource)),
        Pair::Removed(_) | Pair::Added(_) => None,
    });
    both.collect()
}
