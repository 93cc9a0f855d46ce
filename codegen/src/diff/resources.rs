//! Diffs the tree of resources: accessors, modules, and the methods and enums in them.

use std::collections::HashMap;

use super::items::{self, Module};
use super::methods;
use super::report::{ItemPath, Report, join};
use super::rules::Rule;
use super::types::Crates;
use crate::model::{Api, Resource};

/// The two paths of a resource.
#[derive(Clone, Copy)]
struct ResourcePath<'p> {
    /// The path of accessors: `projects().zones()`.
    call: &'p str,
    /// The path of modules: `projects::zones`. Empty for the root.
    module: &'p str,
}

/// Diffs everything that is reachable through the client.
pub(super) fn diff<'a>(old: &'a Api, new: &'a Api, crates: &Crates<'a>, report: &mut Report) {
    resource(&old.root, &new.root, ResourcePath { call: super::CLIENT, module: "" }, crates, report);
}

fn resource<'a>(
    old: &'a Resource,
    new: &'a Resource,
    path: ResourcePath<'_>,
    crates: &Crates<'a>,
    report: &mut Report,
) {
    report.deprecation(ItemPath::owner(path.call), old.deprecated, new.deprecated);
    methods::diff(&old.methods, &new.methods, path.call, crates, report);
    items::diff(&old.items, &new.items, &Module { path: path.module, schemas: false }, crates, report);
    let (before, after) = (by_accessor(old), by_accessor(new));
    for old in old.children.iter().filter(|old| !after.contains_key(old.accessor.as_str())) {
        report.removed(Rule::ResourceRemoved, ItemPath::call(path.call, &old.accessor), &method_count(old));
    }
    for new in new.children.iter().filter(|new| !before.contains_key(new.accessor.as_str())) {
        report.added(Rule::ResourceAdded, ItemPath::call(path.call, &new.accessor), &method_count(new));
    }
    for old in &old.children {
        if let Some(new) = after.get(old.accessor.as_str()) {
            let accessor = ItemPath::call(path.call, &old.accessor);
            let call = accessor.path();
            let type_path = |child: &Resource| join(path.module, &format!("{}::{}", child.module, child.type_name));
            report.differ(Rule::ResourceRenamed, ItemPath::owner(call), &type_path(old), &type_path(new));
            let module = join(path.module, &new.module);
            resource(old, new, ResourcePath { call, module: &module }, crates, report);
        }
    }
}

fn by_accessor(resource: &Resource) -> HashMap<&str, &Resource> {
    resource.children.iter().map(|child| (child.accessor.as_str(), child)).collect()
}

/// Returns the number of methods of a resource and the resources in it, as text.
fn method_count(resource: &Resource) -> String {
    fn count(resource: &Resource) -> usize {
        resource.methods.len() + resource.children.iter().map(count).sum::<usize>()
    }
    match count(resource) {
        1 => "1 method".to_owned(),
        methods => format!("{methods} methods"),
    }
}
