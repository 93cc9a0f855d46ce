//! What must hold for a change of a document: a review is small, whatever the document.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeMap;

use discovery_codegen::{Generated, Options};
use discovery_tests::compile::root;
use serde_json::{Value, json};

fn document() -> Value {
    let text = std::fs::read_to_string(root().join("discovery/games-v1.json")).expect("the document");
    serde_json::from_str(&text).expect("JSON")
}

fn generate(document: &Value) -> Generated {
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("a crate")
}

/// Lines that only one side has.
fn changed(before: &Generated, after: &Generated) -> usize {
    fn lines(generated: &Generated) -> BTreeMap<(&str, &str), usize> {
        let mut lines = BTreeMap::new();
        for (path, text) in &generated.files {
            for line in text.lines() {
                *lines.entry((path.as_str(), line)).or_default() += 1;
            }
        }
        lines
    }
    let (before, after) = (lines(before), lines(after));
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    keys.map(|key| before.get(key).unwrap_or(&0).abs_diff(*after.get(key).unwrap_or(&0))).sum()
}

#[test]
fn one_more_property_is_three_lines_wherever_it_is() {
    let before = generate(&document());
    let names: Vec<String> = document()["schemas"].as_object().expect("schemas").keys().cloned().collect();
    for name in names {
        let mut document = document();
        document["schemas"][&name]["properties"]["aNewOne"] = json!({"type": "string", "description": "What is new."});
        assert_eq!(changed(&before, &generate(&document)), 3, "{name}");
    }
}

#[test]
fn one_more_schema_renames_nothing() {
    let before = generate(&document());
    let mut document = document();
    for name in ["Aaa", "RoomMood", "roomList", "Room_List", "Zzz"] {
        document["schemas"][name] = json!({"type": "object", "properties": {"x": {"type": "string"}}});
    }
    let after = generate(&document);
    for (path, text) in &before.files {
        let after: Vec<&str> = after.files[path].lines().collect();
        for line in text.lines() {
            assert!(after.contains(&line), "{path} lost: {line}");
        }
    }
}

#[test]
fn one_more_method_renames_nothing() {
    let text = document().to_string();
    let all = generate(&document());
    let methods = ["create", "decline", "dismiss", "get", "join", "leave", "list", "reportStatus"];
    for method in methods {
        let options = Options::default().method(format!("games.rooms.{method}"));
        let one = discovery_codegen::generate(&text, &options).expect("a crate");
        for (path, text) in one.files.iter().filter(|(path, _)| path.starts_with("src/s") || path.ends_with("rooms.rs"))
        {
            let all: Vec<&str> = all.files[path].lines().collect();
            for line in text.lines() {
                assert!(all.contains(&line), "{method}, {path}: {line}");
            }
        }
    }
}

#[test]
fn the_order_of_keys_changes_nothing() {
    fn reversed(value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let members = members.iter().rev().map(|(name, value)| format!("{}:{}", json!(name), reversed(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",")),
            other => other.to_string(),
        }
    }
    let text = reversed(&document());
    assert!(text.starts_with("{\"version"), "{}", text.chars().take(40).collect::<String>());
    let after = discovery_codegen::generate(&text, &Options::default()).expect("a crate");
    assert_eq!(generate(&document()).files, after.files);
}

#[test]
fn a_new_revision_alone_changes_nothing() {
    let mut document = document();
    let before = generate(&document);
    document["revision"] = json!("20991231");
    document["etag"] = json!("\"abc\"");
    assert_eq!(before.files, generate(&document).files);
}
