//! Checks that a change to a document does not affect unrelated code.

use discovery_codegen::Options;
use serde_json::{Value, json};

use super::{changed_lines, games, generate};

#[test]
fn new_property_adds_three_lines() {
    let before = generate(&games());
    let names: Vec<String> = games()["schemas"].as_object().expect("an object").keys().cloned().collect();
    for name in names {
        let mut document = games();
        document["schemas"][&name]["properties"]["aNewOne"] = json!({"type": "string", "description": "Is new."});
        assert_eq!(changed_lines(&before, &generate(&document)), 3, "{name}");
    }
}

#[test]
fn new_schemas_rename_nothing() {
    let before = generate(&games());
    let mut document = games();
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
fn selecting_more_methods_renames_nothing() {
    let text = games().to_string();
    let all = generate(&games());
    for method in ["create", "decline", "dismiss", "get", "join", "leave", "list", "reportStatus"] {
        let options = Options::default().method(format!("games.rooms.{method}"));
        let one = discovery_codegen::generate(&text, &options).expect("the document is valid");
        // `src/lib.rs` differs: it has a table of the methods.
        for (path, text) in one.files.iter().filter(|(path, _)| *path != "src/lib.rs" && path.starts_with("src/")) {
            let all: Vec<&str> = all.files[path].lines().collect();
            for line in text.lines() {
                assert!(all.contains(&line), "{method}, {path}: {line}");
            }
        }
    }
}

#[test]
fn order_of_keys_does_not_matter() {
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
    let text = reversed(&games());
    assert!(text.starts_with("{\"version"), "{}", text.chars().take(40).collect::<String>());
    let after = discovery_codegen::generate(&text, &Options::default()).expect("the document is valid");
    assert_eq!(generate(&games()).files, after.files);
}

#[test]
fn new_revision_changes_nothing() {
    let mut document = games();
    let before = generate(&document);
    document["revision"] = json!("20991231");
    document["etag"] = json!("\"abc\"");
    assert_eq!(before.files, generate(&document).files);
}
