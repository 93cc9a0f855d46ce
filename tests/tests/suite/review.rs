//! Checks that a small change to a document is a small change to its crate, so that reviews stay
//! short.

mod members;
mod shared;
mod stability;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use discovery_codegen::{Generated, Options};
use discovery_tests::compile::root;
use serde_json::Value;

/// The maximum number of lines of a crate that one change to a document may add and remove, apart
/// from the lines that contain the document's text.
const MAX_LINES: usize = 6;

fn games() -> Value {
    read("discovery/games-v1.json")
}

fn fixture(name: &str) -> Value {
    read(&format!("tests/fixtures/{name}/document.json"))
}

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn generate(document: &Value) -> Generated {
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("the document is valid")
}

/// Counts the lines that were added or removed. A line that moved within its file does not count.
fn changed_lines(before: &Generated, after: &Generated) -> usize {
    fn text<'g>(generated: &'g Generated, path: &str) -> &'g str {
        generated.files.get(path).map_or("", String::as_str)
    }
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let texts = paths.into_iter().map(|path| (text(before, path), text(after, path)));
    // Most files are equal, and comparing their texts is faster than counting their lines.
    texts.filter(|(before, after)| before != after).map(|(before, after)| changed_lines_of_file(before, after)).sum()
}

fn changed_lines_of_file(before: &str, after: &str) -> usize {
    // How much more often each line occurs after the change.
    let mut lines: HashMap<&str, isize> = HashMap::new();
    before.lines().for_each(|line| *lines.entry(line).or_default() -= 1);
    after.lines().for_each(|line| *lines.entry(line).or_default() += 1);
    lines.values().map(|count| count.unsigned_abs()).sum()
}

/// Returns the number of lines of the types and aliases that only one of the crates defines,
/// including their tables, documentation and the blank lines between them.
fn definition_lines(before: &Generated, after: &Generated) -> usize {
    fn definitions(generated: &Generated) -> BTreeMap<(&str, &str), usize> {
        let mut definitions = BTreeMap::new();
        for (path, text) in &generated.files {
            let blocks: Vec<&str> = text.split("\n\n").collect();
            for (block, table) in blocks.iter().zip(blocks.iter().skip(1)) {
                let head = |start: &str| block.lines().find(|line| line.starts_with(start));
                if let Some(head) = head("pub enum ").or_else(|| head("pub struct ")) {
                    definitions.insert((path.as_str(), head), block.lines().count() + table.lines().count() + 2);
                } else if let Some(head) = head("pub type ") {
                    definitions.insert((path.as_str(), head), block.lines().count() + 1);
                }
            }
        }
        definitions
    }
    let (before, after) = (definitions(before), definitions(after));
    let only = |one: &BTreeMap<(&str, &str), usize>, other: &BTreeMap<(&str, &str), usize>| -> usize {
        one.iter().filter(|(key, _)| !other.contains_key(*key)).map(|(_, lines)| lines).sum()
    };
    only(&before, &after) + only(&after, &before)
}

/// Returns how many lines of a crate a text of the document may fill: each of its line breaks and
/// each full line of prose may start another one.
fn text_lines(text: &str) -> usize {
    text.lines().map(|line| 2 + line.len() / 70).sum()
}

/// Appends a member's name to a JSON pointer.
fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Returns all objects of the document with their pointers, parents before their members.
fn objects(document: &Value) -> Vec<(String, &serde_json::Map<String, Value>)> {
    let mut found = Vec::new();
    let mut stack = vec![(String::new(), document)];
    while let Some((pointer, value)) = stack.pop() {
        let Some(members) = value.as_object() else { continue };
        stack.extend(members.iter().map(|(name, member)| (child(&pointer, name), member)));
        found.push((pointer, members));
    }
    found
}
