//! Diffs the tree of resources: accessors, modules, and the methods and enums in them.

use super::children::named;
use super::items::{self, Module};
use super::matching::{Pair, pairs};
use super::methods;
use super::report::{ItemPath, Report, join};
use super::rules::Rule;
use super::types::Crates;
use crate::counted::counted;
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
    let (old, new) = (named(&old.children), named(&new.children));
    for pair in pairs(&old, &new, |child| &child.name) {
        match pair {
            Pair::Removed(old) => {
                let accessor = ItemPath::call(path.call, &old.name.rust);
                report.removed(Rule::ResourceRemoved, accessor, &method_count(old.resource));
            }
            Pair::Added(new) => {
                let accessor = ItemPath::call(path.call, &new.name.rust);
                report.added(Rule::ResourceAdded, accessor, &method_count(new.resource));
            }
            Pair::Both(old, new) => {
                let accessor = ItemPath::call(path.call, &new.name.rust);
                let type_path = |child: &Resource| join(path.module, &format!("{}::{}", child.module, child.type_name));
                let (before, after) = (type_path(old.resource), type_path(new.resource));
                report.differ(Rule::ResourceRenamed, ItemPath::owner(accessor.path()), &before, &after);
                child(old.resource, new.resource, path, crates, report);
            }
            Pair::Renamed(old, new) => {
                let (before, after) = (format!("{}()", old.name.rust), format!("{}()", new.name.rust));
                let accessor = ItemPath::call(path.call, &old.name.rust);
                report.push(Rule::ResourceRenamed, accessor, Some(&before), Some(&after));
                child(old.resource, new.resource, path, crates, report);
            }
        }
    }
}

/// Diffs a resource below the one at `path`.
fn child<'a>(old: &'a Resource, new: &'a Resource, path: ResourcePath<'_>, crates: &Crates<'a>, report: &mut Report) {
    let accessor = ItemPath::call(path.call, &new.accessor);
    let module = join(path.module, &new.module);
    resource(old, new, ResourcePath { call: accessor.path(), module: &module }, crates, report);
}

/// Returns the number of methods of a resource and the resources in it, as text.
fn method_count(resource: &Resource) -> String {
    fn count(resource: &Resource) -> usize {
        resource.methods.len() + resource.children.iter().map(count).sum::<usize>()
    }
    counted(count(resource), "method")
}

#[cfg(test)]
mod tests {
    use crate::{Options, Rule};

    #[test]
    fn resource_that_lost_its_name_is_renamed() {
        let document = |resources: &[&str]| {
            let resource = |name: &&str| {
                format!(
                    r#""{name}": {{"methods": {{"get": {{"id": "a.{name}.get", "path": "{name}", "httpMethod": "GET"}}}}}}"#
                )
            };
            let resources: Vec<String> = resources.iter().map(resource).collect();
            format!(
                r#"{{"name": "a", "version": "v1", "rootUrl": "https://a.example/", "servicePath": "", "resources": {{{}}}}}"#,
                resources.join(", ")
            )
        };
        // `fooBar` comes first and takes the name.
        let (old, new) = (document(&["foo_bar"]), document(&["fooBar", "foo_bar"]));
        let changes = crate::diff(&old, &new, &Options::default()).expect("valid documents").list;
        let found: Vec<_> = changes
            .iter()
            .map(|change| (change.rule, change.item_path.as_str(), change.before.as_deref(), change.after.as_deref()))
            .collect();
        let expected = [
            (Rule::ResourceAdded, "foo_bar()", None, Some("1 method")),
            (Rule::ResourceRenamed, "foo_bar()", Some("foo_bar()"), Some("foo_bar_snake()")),
        ];
        assert_eq!(found, expected);
    }
}
