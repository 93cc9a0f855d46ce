//! What a crate is as a whole: its name, where its calls go, its scopes.

use std::collections::{BTreeMap, BTreeSet};

use super::log::{Log, Spot};
use super::pairs::{Pair, pairs};
use super::rules::Rule;
use crate::model::Api;

/// The constant with the addresses.
const CONSTANT: &str = "Client::API";
const SCOPES: &str = "scopes";

pub(super) fn compare(old: &Api, new: &Api, log: &mut Log) {
    let start = log.len();
    let krate = |api: &Api| api.package.replace('-', "_");
    log.differ(Rule::CrateRenamed, Spot::whole("crate"), &krate(old), &krate(new));
    let documentation = |api: &Api| (api.title.clone(), api.docs.clone(), api.documentation_link.clone());
    let same = documentation(old) == documentation(new);
    log.documentation(Spot::whole("crate"), same, start);
    let (before, after) = (addresses(old), addresses(new));
    let what: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for what in what {
        let value = |of: &BTreeMap<String, &'_ str>| of.get(what).map(|value| (*value).to_owned());
        let (before, after) = (value(&before), value(&after));
        let spot = Spot::about(CONSTANT, what);
        log.differ_maybe(Rule::AddressChanged, spot, before.as_deref(), after.as_deref());
    }
    let envelope = |api: &Api| if api.data_wrapper { "an object `data`" } else { "none" };
    log.differ(Rule::EnvelopeChanged, Spot::whole(CONSTANT), envelope(old), envelope(new));
}

/// What the runtime is told of the API.
fn addresses(api: &Api) -> BTreeMap<String, &str> {
    let mut addresses: BTreeMap<String, &str> =
        api.endpoints.iter().map(|(location, url)| (format!("endpoint {location}"), url.as_str())).collect();
    addresses.insert("id".to_owned(), &api.id);
    addresses.insert("root URL".to_owned(), &api.root_url);
    addresses.insert("service path".to_owned(), &api.service_path);
    addresses.extend(api.batch_path.as_deref().map(|path| ("batch path".to_owned(), path)));
    addresses.extend(api.mtls_root_url.as_deref().map(|url| ("mTLS URL".to_owned(), url)));
    addresses
}

pub(super) fn scopes(old: &Api, new: &Api, log: &mut Log) {
    for pair in pairs(&old.scopes, &new.scopes, |scope| &scope.name) {
        match pair {
            Pair::Both(old, new) => {
                let spot = Spot::path(SCOPES, &new.name.rust);
                let start = log.len();
                log.differ(Rule::WireNameChanged, spot.clone(), &old.name.wire, &new.name.wire);
                log.documentation(spot, old.docs == new.docs, start);
            }
            Pair::Renamed(old, new) => {
                let (before, after) = (&old.name.rust, &new.name.rust);
                log.push(Rule::ScopeRenamed, Spot::path(SCOPES, before), Some(before), Some(after));
            }
            Pair::Removed(old) => log.removed(Rule::ScopeRemoved, Spot::path(SCOPES, &old.name.rust), &old.name.wire),
            Pair::Added(new) => log.added(Rule::ScopeAdded, Spot::path(SCOPES, &new.name.rust), &new.name.wire),
        }
    }
}
