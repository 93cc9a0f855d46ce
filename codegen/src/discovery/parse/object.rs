//! Reads an object member by member, and reports the members that were not read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::json::{Members, Node};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};

/// A reader of the members of an object. Every getter removes its member; [`ObjectReader::finish`]
/// reports the remaining ones.
pub(super) struct ObjectReader<'n, 'p> {
    members: Vec<(Cow<'n, str>, Option<Node<'n>>)>,
    pub(super) pointer: Pointer<'p>,
}

impl<'n, 'p> ObjectReader<'n, 'p> {
    pub(super) fn new(node: Node<'n>, pointer: Pointer<'p>, warnings: &mut Warnings) -> Result<Self, Error> {
        let members = match node {
            Node::Object(members) => members,
            other => return Err(unexpected(&pointer, "an object", &other)),
        };
        let Members { entries, duplicates } = members;
        for key in &duplicates {
            warnings.push(&pointer.key(key), "duplicate key; only the last occurrence is used");
        }
        for (key, node) in &entries {
            report_inexact(node, &pointer.key(key), warnings);
        }
        Ok(Self { members: entries.into_iter().map(|(key, node)| (key, Some(node))).collect(), pointer })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.members.binary_search_by(|(name, _)| name.as_ref().cmp(key)).is_ok()
    }

    /// Removes a member and returns it, unless it is missing or null.
    pub(super) fn take(&mut self, key: &str) -> Option<Node<'n>> {
        // Most objects have few members, so this is faster than a binary search.
        match self.members.iter_mut().find(|(name, _)| name == key)?.1.take() {
            Some(Node::Null) | None => None,
            some => some,
        }
    }

    pub(super) fn string(&mut self, key: &str) -> Result<Option<String>, Error> {
        match self.take(key) {
            None => Ok(None),
            Some(Node::String(text)) => Ok(Some(text.into_owned())),
            Some(other) => Err(unexpected(&self.pointer.key(key), "a string", &other)),
        }
    }

    /// Returns a string, or the text of a number or a boolean, which older documents use for
    /// defaults and bounds.
    pub(super) fn scalar(&mut self, key: &str) -> Result<Option<String>, Error> {
        match self.take(key) {
            None => Ok(None),
            Some(node) => scalar(node, &self.pointer.key(key)).map(Some),
        }
    }

    /// Returns a boolean, `false` if it is missing. Older documents write booleans as strings.
    pub(super) fn bool(&mut self, key: &str) -> Result<bool, Error> {
        match self.take(key) {
            None => Ok(false),
            Some(Node::Bool(value)) => Ok(value),
            Some(Node::String(text)) if text == "true" => Ok(true),
            Some(Node::String(text)) if text == "false" => Ok(false),
            Some(other) => Err(unexpected(&self.pointer.key(key), "true or false", &other)),
        }
    }

    pub(super) fn strings(&mut self, key: &str) -> Result<Vec<String>, Error> {
        let parent = self.pointer;
        let pointer = parent.key(key);
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Node::Array(items)) => {
                items.into_iter().enumerate().map(|(index, item)| scalar(item, &pointer.index(index))).collect()
            }
            Some(other) => Err(unexpected(&pointer, "an array of strings", &other)),
        }
    }

    pub(super) fn bools(&mut self, key: &str) -> Result<Vec<bool>, Error> {
        let parent = self.pointer;
        let pointer = parent.key(key);
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Node::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| match item {
                    Node::Bool(value) => Ok(value),
                    other => Err(unexpected(&pointer.index(index), "true or false", &other)),
                })
                .collect(),
            Some(other) => Err(unexpected(&pointer, "an array of booleans", &other)),
        }
    }

    /// Returns an object as a map, empty if it is missing. `parse` is called for every member.
    pub(super) fn map<T>(
        &mut self,
        key: &str,
        warnings: &mut Warnings,
        mut parse: impl FnMut(Node<'n>, Pointer<'_>, &mut Warnings) -> Result<T, Error>,
    ) -> Result<BTreeMap<String, T>, Error> {
        let Some(node) = self.take(key) else {
            return Ok(BTreeMap::new());
        };
        let parent = self.pointer;
        let pointer = parent.key(key);
        let object = ObjectReader::new(node, pointer, warnings)?;
        let mut out = BTreeMap::new();
        for (name, node) in object.members {
            if let Some(node) = node {
                let value = parse(node, object.pointer.key(&name), warnings)?;
                out.insert(name.into_owned(), value);
            }
        }
        Ok(out)
    }

    /// Removes members that are part of the format but do not affect a client.
    pub(super) fn ignore(&mut self, keys: &[&str]) {
        for key in keys {
            self.take(key);
        }
    }

    /// Reports the members that were not read.
    pub(super) fn finish(self, warnings: &mut Warnings) {
        for (name, node) in &self.members {
            if node.as_ref().is_some_and(|node| !matches!(node, Node::Null)) {
                warnings.push(&self.pointer.key(name), "unknown member; ignored");
            }
        }
    }
}

/// Reports numbers beyond the integers that a float represents exactly. Integers of up to 64 bits
/// are not floats.
fn report_inexact(node: &Node<'_>, pointer: &Pointer<'_>, warnings: &mut Warnings) {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    match node {
        Node::Number(number) if number.is_f64() && number.as_f64().is_some_and(|float| float.abs() > MAX_EXACT) => {
            let message = format!("the number has more than 64 bits; read as `{number}`, which may have other digits");
            warnings.push(pointer, message);
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                report_inexact(item, &pointer.index(index), warnings);
            }
        }
        _ => {}
    }
}

/// Returns an error for a value of the wrong JSON type.
pub(super) fn unexpected(pointer: &Pointer<'_>, expected: &str, found: &Node<'_>) -> Error {
    Error::at(pointer, format!("expected {expected}, found {}", found.kind()))
}

fn scalar(node: Node<'_>, pointer: &Pointer<'_>) -> Result<String, Error> {
    match node {
        Node::String(text) => Ok(text.into_owned()),
        Node::Number(number) => Ok(number.to_string()),
        Node::Bool(value) => Ok(value.to_string()),
        other => Err(unexpected(pointer, "a string", &other)),
    }
}
