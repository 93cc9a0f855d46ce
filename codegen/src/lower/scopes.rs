//! OAuth scopes as constants.

use std::collections::BTreeSet;

use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::RestDescription;
use crate::model::{Docs, Name, Resource, Scope};
use crate::names::{self, Namespace};

/// Returns all scopes of a document, selected or not.
pub(super) fn declared(description: &RestDescription, warnings: &mut Warnings) -> Vec<Scope> {
    let mut namespace = Namespace::default();
    // Methods may list scopes that are missing in `auth`.
    let mut descriptions = description.scopes.clone();
    let mut work = vec![&description.root];
    while let Some(resource) = work.pop() {
        for url in resource.methods.values().flat_map(|method| &method.scopes) {
            descriptions.entry(url.clone()).or_default();
        }
        work.extend(resource.resources.values());
    }
    let root = Pointer::ROOT;
    let auth = root.key("auth");
    let oauth2 = auth.key("oauth2");
    let pointer = oauth2.key("scopes");
    let scope = |(url, description): (&String, &String)| {
        let claimed = namespace.claim(names::scope_constant(url));
        let numbered = |name: &str| format!("another scope has the same name in Rust; this one is named `{name}`");
        warnings.extend(&pointer.key(url), claimed.warning(numbered));
        Scope { name: Name { wire: url.clone(), rust: claimed.name }, docs: Docs::text(description.as_str()) }
    };
    descriptions.iter().map(scope).collect()
}

/// Returns the scopes that the methods of `root` accept.
pub(super) fn used(scopes: Vec<Scope>, root: &Resource) -> Vec<Scope> {
    let mut used = BTreeSet::new();
    let mut work = vec![root];
    while let Some(resource) = work.pop() {
        used.extend(resource.methods.iter().flat_map(|method| &method.scopes));
        work.extend(&resource.children);
    }
    scopes.into_iter().filter(|scope| used.contains(&scope.name.rust)).collect()
}
