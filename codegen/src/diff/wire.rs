//! What a call is on the wire, where its callers see nothing of it.

use std::collections::BTreeSet;

use super::log::{Log, Spot};
use super::rules::Rule;
use super::types::{Both, Known};
use crate::model::{Method, Param};

pub(super) fn compare(old: &Method, new: &Method, call: &str, both: &Both<'_>, log: &mut Log) {
    let spot = || Spot::whole(call);
    log.differ(Rule::MethodIdChanged, spot(), &old.id, &new.id);
    log.differ(Rule::HttpMethodChanged, spot(), &old.http_method, &new.http_method);
    // A part that moved from the service's path to the methods', or back, changes nothing. A service's path that changes
    // for all is told once, as an address.
    let full = |crate_of: &Known<'_>, method: &Method| format!("{}{}", crate_of.api.service_path, method.path);
    if old.path != new.path {
        log.differ(Rule::PathChanged, spot(), &full(&both.old, old), &full(&both.new, new));
    }
    let versions = (old.api_version.as_deref(), new.api_version.as_deref());
    log.differ_maybe(Rule::ApiVersionChanged, spot(), versions.0, versions.1);
    scopes(old, new, call, both, log);
}

/// A scope is the same by its URL, and by its constant: that a constant has another name or value is told elsewhere.
fn scopes(old: &Method, new: &Method, call: &str, both: &Both<'_>, log: &mut Log) {
    let known = |method: &Method, crate_of: &Known<'_>| -> BTreeSet<String> {
        let urls = method.scopes.iter().filter_map(|scope| crate_of.scope(scope));
        urls.map(str::to_owned).chain(method.scopes.iter().cloned()).collect()
    };
    let (before, after) = (known(old, &both.old), known(new, &both.new));
    let is_in = |scope: &str, crate_of: &Known<'_>, others: &BTreeSet<String>| {
        others.contains(scope) || crate_of.scope(scope).is_some_and(|url| others.contains(url))
    };
    for scope in old.scopes.iter().filter(|scope| !is_in(scope, &both.old, &after)) {
        log.removed(Rule::AcceptedScopeRemoved, Spot::about(call, scope), scope);
    }
    for scope in new.scopes.iter().filter(|scope| !is_in(scope, &both.new, &before)) {
        log.added(Rule::AcceptedScopeAdded, Spot::about(call, scope), scope);
    }
}

pub(super) fn location(old: &Param, new: &Param, spot: Spot, log: &mut Log) {
    let place = |param: &Param| if param.in_path { "path" } else { "query" };
    log.differ(Rule::ParameterLocationChanged, spot, place(old), place(new));
}
