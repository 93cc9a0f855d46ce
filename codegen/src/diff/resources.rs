//! The tree of resources: accessors, modules, and the methods and enums in them.

use std::collections::HashMap;

use super::items::{self, Module};
use super::log::{Log, Spot, join};
use super::methods;
use super::rules::Rule;
use super::types::Both;
use crate::model::{Api, Resource};

/// A resource by the names that its callers use.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// `projects().zones()`.
    call: &'p str,
    /// `projects::zones`; nothing at the root.
    module: &'p str,
}

/// Compares everything that is reached through the client.
pub(super) fn compare<'a>(old: &'a Api, new: &'a Api, both: &Both<'a>, log: &mut Log) {
    resource(&old.root, &new.root, Place { call: super::CLIENT, module: "" }, both, log);
}

fn resource<'a>(old: &'a Resource, new: &'a Resource, place: Place<'_>, both: &Both<'a>, log: &mut Log) {
    log.deprecation(Spot::whole(place.call), old.deprecated, new.deprecated);
    methods::compare(&old.methods, &new.methods, place.call, both, log);
    items::compare(&old.items, &new.items, &Module { path: place.module, schemas: false }, both, log);
    let (before, after) = (by_accessor(old), by_accessor(new));
    for old in old.children.iter().filter(|old| !after.contains_key(old.accessor.as_str())) {
        log.removed(Rule::ResourceRemoved, Spot::call(place.call, &old.accessor), &size(old));
    }
    for new in new.children.iter().filter(|new| !before.contains_key(new.accessor.as_str())) {
        log.added(Rule::ResourceAdded, Spot::call(place.call, &new.accessor), &size(new));
    }
    for old in &old.children {
        if let Some(new) = after.get(old.accessor.as_str()) {
            let spot = Spot::call(place.call, &old.accessor);
            let path = |child: &Resource| join(place.module, &format!("{}::{}", child.module, child.type_name));
            log.differ(Rule::ResourceRenamed, Spot::whole(spot.place()), &path(old), &path(new));
            let module = join(place.module, &new.module);
            resource(old, new, Place { call: spot.place(), module: &module }, both, log);
        }
    }
}

fn by_accessor(resource: &Resource) -> HashMap<&str, &Resource> {
    resource.children.iter().map(|child| (child.accessor.as_str(), child)).collect()
}

/// What comes and goes with a resource.
fn size(resource: &Resource) -> String {
    fn count(resource: &Resource) -> usize {
        resource.methods.len() + resource.children.iter().map(count).sum::<usize>()
    }
    match count(resource) {
        1 => "1 method".to_owned(),
        methods => format!("{methods} methods"),
    }
}
