//! Diffs how a call is sent, which its callers do not see.

use std::collections::BTreeSet;

use super::report::{ItemPath, Report};
use super::rules::Rule;
use super::types::{Crate, Crates};
use crate::model::{Method, Param};

pub(super) fn diff(old: &Method, new: &Method, call: &str, crates: &Crates<'_>, report: &mut Report) {
    let path = || ItemPath::owner(call);
    report.differ(Rule::MethodIdChanged, path(), &old.id, &new.id);
    report.differ(Rule::HttpMethodChanged, path(), &old.http_method, &new.http_method);
    // Full paths, because a segment may move between the service path and the paths of the methods.
    // A different service path with the same method paths is reported once, as an address.
    let full_path = |krate: &Crate<'_>, method: &Method| format!("{}{}", krate.api.service_path, method.path);
    if old.path != new.path {
        report.differ(Rule::PathChanged, path(), &full_path(&crates.old, old), &full_path(&crates.new, new));
    }
    let versions = (old.api_version.as_deref(), new.api_version.as_deref());
    report.differ_maybe(Rule::ApiVersionChanged, path(), versions.0, versions.1);
    scopes(old, new, call, crates, report);
}

/// Diffs the scopes that a method accepts. Two scopes are the same if their URLs or their constants
/// are the same, because renamed constants and changed URLs are reported with the constants.
fn scopes(old: &Method, new: &Method, call: &str, crates: &Crates<'_>, report: &mut Report) {
    let names = |method: &Method, krate: &Crate<'_>| -> BTreeSet<String> {
        let urls = method.scopes.iter().filter_map(|scope| krate.scope_url(scope));
        urls.map(str::to_owned).chain(method.scopes.iter().cloned()).collect()
    };
    let (before, after) = (names(old, &crates.old), names(new, &crates.new));
    let is_in = |scope: &str, krate: &Crate<'_>, others: &BTreeSet<String>| {
        others.contains(scope) || krate.scope_url(scope).is_some_and(|url| others.contains(url))
    };
    for scope in old.scopes.iter().filter(|scope| !is_in(scope, &crates.old, &after)) {
        report.removed(Rule::AcceptedScopeRemoved, ItemPath::aspect(call, scope), scope);
    }
    for scope in new.scopes.iter().filter(|scope| !is_in(scope, &crates.new, &before)) {
        report.added(Rule::AcceptedScopeAdded, ItemPath::aspect(call, scope), scope);
    }
}

pub(super) fn location(old: &Param, new: &Param, path: ItemPath, report: &mut Report) {
    let location = |param: &Param| if param.in_path { "path" } else { "query" };
    report.differ(Rule::ParameterLocationChanged, path, location(old), location(new));
}
