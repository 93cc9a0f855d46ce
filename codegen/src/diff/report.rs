//! Collects changes and their locations in the crate.

use super::rules::Rule;
use super::{Change, Changes};
use crate::diagnostics::excerpt;

/// The maximum length of a text in a change, in characters.
const MAX_TEXT: usize = 300;

/// The location of a change in the crate.
#[derive(Clone, Debug)]
pub(super) struct ItemPath {
    owner: String,
    name: String,
    path: String,
}

impl ItemPath {
    /// The owner itself.
    pub(super) fn owner(owner: &str) -> Self {
        Self { owner: owner.to_owned(), name: String::new(), path: owner.to_owned() }
    }

    /// A member of a type or module: `schemas::Room::status`.
    pub(super) fn member(owner: &str, name: &str) -> Self {
        Self { owner: owner.to_owned(), name: name.to_owned(), path: join(owner, name) }
    }

    /// A function: `rooms().leave()`. The path of the client's functions starts with the function.
    pub(super) fn call(owner: &str, function: &str) -> Self {
        let name = format!("{function}()");
        let path = if owner == super::CLIENT { name.clone() } else { format!("{owner}.{name}") };
        Self { owner: owner.to_owned(), name, path }
    }

    /// An argument of a function: `rooms().leave(room_id)`.
    pub(super) fn argument(method: &str, name: &str) -> Self {
        let path = format!("{}({name})", method.strip_suffix("()").unwrap_or(method));
        Self { owner: method.to_owned(), name: name.to_owned(), path }
    }

    /// A property of the owner that has no path in Rust, such as a scope that a method accepts.
    pub(super) fn aspect(owner: &str, name: &str) -> Self {
        Self { owner: owner.to_owned(), name: name.to_owned(), path: owner.to_owned() }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

/// Joins a module and a name: `schemas::Room`. The module of the crate's root is empty.
pub(super) fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// The changes found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    changes: Vec<Change>,
}

impl Report {
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Adds a change. The texts may come from a document and are made safe to print.
    pub(super) fn push(&mut self, rule: Rule, path: ItemPath, before: Option<&str>, after: Option<&str>) {
        let printable = |text: &str| excerpt(text, MAX_TEXT);
        self.changes.push(Change {
            rule,
            owner: path.owner,
            name: printable(&path.name),
            item_path: path.path,
            before: before.map(printable),
            after: after.map(printable),
            alternative: None,
        });
    }

    /// Sets the code that callers can write in place of what the last change removed.
    pub(super) fn alternative(&mut self, code: &str) {
        if let Some(change) = self.changes.last_mut() {
            change.alternative = Some(excerpt(code, MAX_TEXT));
        }
    }

    pub(super) fn removed(&mut self, rule: Rule, path: ItemPath, before: &str) {
        self.push(rule, path, Some(before), None);
    }

    pub(super) fn added(&mut self, rule: Rule, path: ItemPath, after: &str) {
        self.push(rule, path, None, Some(after));
    }

    /// Adds a change if the two texts differ.
    pub(super) fn differ(&mut self, rule: Rule, path: ItemPath, before: &str, after: &str) {
        self.differ_maybe(rule, path, Some(before), Some(after));
    }

    /// Adds a change if the two optional texts differ.
    pub(super) fn differ_maybe(&mut self, rule: Rule, path: ItemPath, before: Option<&str>, after: Option<&str>) {
        if before != after {
            self.push(rule, path, before, after);
        }
    }

    pub(super) fn deprecation(&mut self, path: ItemPath, before: bool, after: bool) {
        match (before, after) {
            (false, true) => self.push(Rule::Deprecated, path, None, None),
            (true, false) => self.push(Rule::Undeprecated, path, None, None),
            _ => {}
        }
    }

    /// Adds a change of documentation, unless the item has other changes, which are those after the
    /// first `start` ones: they also affect the generated part of the documentation.
    pub(super) fn documentation(&mut self, path: ItemPath, same: bool, start: usize) {
        if !same && self.changes.len() == start {
            self.push(Rule::DocumentationChanged, path, None, None);
        }
    }

    pub(super) fn finish(self, old: &str, new: &str) -> Changes {
        Changes { old: excerpt(old, MAX_TEXT), new: excerpt(new, MAX_TEXT), list: self.changes }
    }
}
