//! Changes to single properties and parameters.

use std::path::Path;

use discovery_codegen::{Generated, Options};
use discovery_tests::processors;
use serde_json::{Value, json};

use super::{MAX_LINES, changed_lines, fixture, games, generate, objects, read, text_lines};

/// Changes one member: the name of the change, and a function of the member's parent and its key.
type Change = (&'static str, fn(&mut Value, &str));

const CHANGES: &[Change] = &[
    ("description changed", |parent, key| {
        parent[key]["description"] = json!("Another description.");
    }),
    ("type changed", |parent, key| {
        let member = &mut parent[key];
        if member["type"] == "string" && member.get("enum").is_none() && member.get("format").is_none() {
            member["format"] = json!("int64");
        }
    }),
    ("deprecated", |parent, key| {
        parent[key]["deprecated"] = json!(true);
    }),
    ("member added", |parent, key| {
        parent[&format!("{key}New")] = json!({"type": "string", "location": "query", "description": "Is new."});
    }),
    ("member removed", |parent, key| {
        // A path without its parameter would be a different method.
        if parent[key]["location"] != "path" {
            parent.as_object_mut().expect("an object").remove(key);
        }
    }),
];

/// Returns the pointers of the parents and the keys of all properties and parameters, except for
/// those that have a type definition in the crate or give their parent one: inline objects, enums
/// (by a list of values or by a description that holds such a list) and an object's only property.
/// Such a definition is added and removed with all of its lines.
fn members(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (pointer, members) in objects(document) {
        // Parameters of the document apply to all methods and are not part of any.
        let is_container = pointer.ends_with("/properties") || pointer.ends_with("/parameters");
        if !is_container || pointer == "/parameters" || members.len() < 2 {
            continue;
        }
        for (key, member) in members.iter().filter(|(_, member)| member.is_object()) {
            let text = member.to_string();
            if !["\"properties\":{", "\"enum\":[", "ossible values"].iter().any(|part| text.contains(part)) {
                found.push((pointer.clone(), key.clone()));
            }
        }
    }
    found.sort();
    found
}

/// Changes about `samples` members of the document, evenly spread, and returns the changes that
/// touch too many lines. If there are few members, every change is tried on each; otherwise each
/// member gets one of the changes, in rotation, because generating large documents takes long.
fn oversized_changes(document: &Value, samples: usize) -> Vec<String> {
    let before = generate(document);
    let members = members(document);
    let step = (members.len() / samples).max(1);
    let changes_each = if step == 1 { CHANGES.len() } else { 1 };
    let changes = members.iter().step_by(step).enumerate().flat_map(|(index, member)| {
        CHANGES.iter().cycle().skip(index).take(changes_each).map(move |change| (member, change))
    });
    let changes: Vec<_> = changes.collect();
    let oversized = |changes: &[(&(String, String), &Change)]| -> Vec<String> {
        changes.iter().filter_map(|(member, change)| oversized_change(document, &before, member, change)).collect()
    };
    processors::divide(&changes, oversized).concat()
}

/// Changes one member, and returns the change if it touches too many lines.
fn oversized_change(
    document: &Value,
    before: &Generated,
    (pointer, key): &(String, String),
    (name, change): &Change,
) -> Option<String> {
    let mut after = document.clone();
    let parent = after.pointer_mut(pointer).expect("the pointer is in the document");
    let description = text_lines(parent[key]["description"].as_str().unwrap_or_default());
    change(parent, key);
    if Some(&*parent) == document.pointer(pointer) {
        // The change does not apply to this member.
        return None;
    }
    // The size of a page is also an argument in the line that adds the pages of a list.
    let page_size = if matches!(key.as_str(), "maxResults" | "pageSize") { 2 } else { 0 };
    match discovery_codegen::generate(&after.to_string(), &Options::default()) {
        Ok(after) => {
            let lines = changed_lines(before, &after);
            (lines > MAX_LINES + description + page_size)
                .then(|| format!("{pointer}/{key}: {name}: {lines} lines, {description} for its text"))
        }
        Err(error) => Some(format!("{pointer}/{key}: {name}: {error}")),
    }
}

#[test]
fn member_changes_are_small_in_the_committed_document() {
    assert_eq!(oversized_changes(&games(), usize::MAX), Vec::<String>::new());
}

#[test]
fn member_changes_are_small_in_fixtures() {
    for name in
        ["bodies", "descriptions", "inline-objects", "media-and-paging", "parameters", "resource-tree", "scopes"]
    {
        assert_eq!(oversized_changes(&fixture(name), usize::MAX), Vec::<String>::new(), "{name}");
    }
}

#[test]
#[ignore = "needs the documents that `cargo xtask verify corpus` downloads"]
fn member_changes_are_small_in_real_documents() {
    let folder = Path::new("target/corpus/googleapiclient/discovery_cache/documents");
    for name in ["drive.v3", "games.v1", "storage.v1"] {
        let document = read(&folder.join(format!("{name}.json")).to_string_lossy());
        assert_eq!(oversized_changes(&document, 40), Vec::<String>::new(), "{name}");
    }
}
