//! Where changes are gathered, and how a place in the crate is written.

use super::rules::Rule;
use super::{Change, Changes};
use crate::diagnostics::excerpt;

/// More of a text than this says nothing more to a reader.
const LONGEST: usize = 300;

/// A place in the crate: what has changed, and in whose page a reader looks for it.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    owner: String,
    name: String,
    place: String,
}

impl Spot {
    /// The owner itself.
    pub(super) fn whole(owner: &str) -> Self {
        Self { owner: owner.to_owned(), name: String::new(), place: owner.to_owned() }
    }

    /// `schemas::Room::status`.
    pub(super) fn path(owner: &str, name: &str) -> Self {
        Self { owner: owner.to_owned(), name: name.to_owned(), place: join(owner, name) }
    }

    /// `rooms().leave()`. The client itself has no name in a chain of calls.
    pub(super) fn call(owner: &str, function: &str) -> Self {
        let name = format!("{function}()");
        let place = if owner == super::CLIENT { name.clone() } else { format!("{owner}.{name}") };
        Self { owner: owner.to_owned(), name, place }
    }

    /// `rooms().leave(room_id)`.
    pub(super) fn argument(method: &str, name: &str) -> Self {
        let place = format!("{}({name})", method.strip_suffix("()").unwrap_or(method));
        Self { owner: method.to_owned(), name: name.to_owned(), place }
    }

    /// Something about the owner that is no place of its own: a scope that a method accepts, one of the addresses.
    pub(super) fn about(owner: &str, name: &str) -> Self {
        Self { owner: owner.to_owned(), name: name.to_owned(), place: owner.to_owned() }
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }
}

/// `schemas::Room`; names at the crate's root have no path.
pub(super) fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

#[derive(Debug, Default)]
pub(super) struct Log {
    changes: Vec<Change>,
}

impl Log {
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Texts may come straight from a document.
    pub(super) fn push(&mut self, rule: Rule, spot: Spot, before: Option<&str>, after: Option<&str>) {
        let shown = |text: &str| excerpt(text, LONGEST);
        self.changes.push(Change {
            rule,
            owner: spot.owner,
            name: spot.name,
            place: spot.place,
            before: before.map(shown),
            after: after.map(shown),
        });
    }

    pub(super) fn removed(&mut self, rule: Rule, spot: Spot, before: &str) {
        self.push(rule, spot, Some(before), None);
    }

    pub(super) fn added(&mut self, rule: Rule, spot: Spot, after: &str) {
        self.push(rule, spot, None, Some(after));
    }

    /// Nothing, if the two are the same.
    pub(super) fn differ(&mut self, rule: Rule, spot: Spot, before: &str, after: &str) {
        if before != after {
            self.push(rule, spot, Some(before), Some(after));
        }
    }

    /// As `differ`, for what may be absent.
    pub(super) fn differ_maybe(&mut self, rule: Rule, spot: Spot, before: Option<&str>, after: Option<&str>) {
        if before != after {
            self.push(rule, spot, before, after);
        }
    }

    pub(super) fn deprecation(&mut self, spot: Spot, before: bool, after: bool) {
        match (before, after) {
            (false, true) => self.push(Rule::Deprecated, spot, None, None),
            (true, false) => self.push(Rule::Undeprecated, spot, None, None),
            _ => {}
        }
    }

    /// Notes another text, unless more than the text has changed at this place since `start`: generated texts tell
    /// what else there is.
    pub(super) fn documentation(&mut self, spot: Spot, same: bool, start: usize) {
        if !same && self.changes.len() == start {
            self.push(Rule::DocumentationChanged, spot, None, None);
        }
    }

    pub(super) fn finish(self, old: &str, new: &str) -> Changes {
        Changes { old: excerpt(old, LONGEST), new: excerpt(new, LONGEST), list: self.changes }
    }
}
