//! Diffs the crate as a whole: its name, the addresses of its calls, its scopes.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{Pair, pairs};
use super::report::{ItemPath, Report};
use super::rules::Rule;
use crate::model::Api;

/// The path of the constant that holds the addresses.
const DESCRIPTOR: &str = "Client::API";
const SCOPES: &str = "scopes";

pub(super) fn diff(old: &Api, new: &Api, report: &mut Report) {
    let start = report.len();
    let crate_name = |api: &Api| api.package.replace('-', "_");
    report.differ(Rule::CrateRenamed, ItemPath::owner("crate"), &crate_name(old), &crate_name(new));
    let documentation = |api: &Api| (api.title.clone(), api.docs.clone(), api.documentation_link.clone());
    let same = documentation(old) == documentation(new);
    report.documentation(ItemPath::owner("crate"), same, start);
    let (before, after) = (addresses(old), addresses(new));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        let (before, after) = (before.get(name).copied(), after.get(name).copied());
        report.differ_maybe(Rule::AddressChanged, ItemPath::aspect(DESCRIPTOR, name), before, after);
    }
    endpoints(old, new, report);
    let wrapper = |api: &Api| if api.data_wrapper { "a member `data`" } else { "none" };
    report.differ(Rule::DataWrapperChanged, ItemPath::owner(DESCRIPTOR), wrapper(old), wrapper(new));
}

/// Returns the addresses of the API by name.
fn addresses(api: &Api) -> BTreeMap<&'static str, &str> {
    let mut addresses =
        BTreeMap::from([("id", &*api.id), ("root URL", &*api.root_url), ("service path", &*api.service_path)]);
    addresses.extend(api.batch_path.as_deref().map(|path| ("batch path", path)));
    addresses.extend(api.mtls_root_url.as_deref().map(|url| ("mTLS URL", url)));
    addresses
}

/// Diffs the regional endpoints, of which an API may have dozens.
fn endpoints(old: &Api, new: &Api, report: &mut Report) {
    let by_location = |api| -> BTreeMap<&str, &str> { endpoints_of(api).collect() };
    let (before, after) = (by_location(old), by_location(new));
    let locations: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for location in locations {
        let path = ItemPath::aspect(DESCRIPTOR, location);
        match (before.get(location), after.get(location)) {
            (Some(before), Some(after)) => {
                let path = ItemPath::aspect(DESCRIPTOR, &format!("endpoint {location}"));
                report.differ(Rule::AddressChanged, path, before, after);
            }
            (Some(before), None) => report.removed(Rule::EndpointRemoved, path, before),
            (None, Some(after)) => report.added(Rule::EndpointAdded, path, after),
            (None, None) => {}
        }
    }
}

fn endpoints_of(api: &Api) -> impl Iterator<Item = (&str, &str)> {
    api.endpoints.iter().map(|(location, url)| (location.as_str(), url.as_str()))
}

pub(super) fn scopes(old: &Api, new: &Api, report: &mut Report) {
    for pair in pairs(&old.scopes, &new.scopes, |scope| &scope.name) {
        match pair {
            Pair::Both(old, new) => {
                let path = ItemPath::member(SCOPES, &new.name.rust);
                let start = report.len();
                report.differ(Rule::WireNameChanged, path.clone(), &old.name.wire, &new.name.wire);
                report.documentation(path, old.docs == new.docs, start);
            }
            Pair::Renamed(old, new) => {
                let (before, after) = (&old.name.rust, &new.name.rust);
                report.push(Rule::ScopeRenamed, ItemPath::member(SCOPES, before), Some(before), Some(after));
            }
            Pair::Removed(old) => {
                report.removed(Rule::ScopeRemoved, ItemPath::member(SCOPES, &old.name.rust), &old.name.wire);
            }
            Pair::Added(new) => {
                report.added(Rule::ScopeAdded, ItemPath::member(SCOPES, &new.name.rust), &new.name.wire);
            }
        }
    }
}
