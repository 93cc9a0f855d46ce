//! What must hold for a change of a document: a review is small, whatever the document.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may")]

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

/// What may happen to one thing in a document, and be reviewed at a glance.
const CHANGES: &[(&str, Change)] = &[
    ("another description", |parent, key| {
        parent[key]["description"] = json!("Told in other words.");
    }),
    ("another type", |parent, key| {
        let thing = &mut parent[key];
        if thing["type"] == "string" && thing.get("enum").is_none() && thing.get("format").is_none() {
            thing["format"] = json!("int64");
        }
    }),
    ("deprecated", |parent, key| {
        parent[key]["deprecated"] = json!(true);
    }),
    ("a sibling", |parent, key| {
        parent[&format!("{key}New")] = json!({"type": "string", "location": "query", "description": "What is new."});
    }),
    ("gone", |parent, key| {
        // A path without its parameter is another method.
        if parent[key]["location"] != "path" {
            parent.as_object_mut().expect("an object").remove(key);
        }
    }),
];

type Change = fn(&mut Value, &str);

/// The pointer of a member.
fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Pointers of all properties and parameters, without those that are types of their own, or make their parent one: an
/// inline object, an enum (of a list of values, or of a description that has one), an object's only property. Such a type
/// comes and goes with all of its lines.
fn things(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut work = vec![(String::new(), document)];
    while let Some((at, value)) = work.pop() {
        let Some(members) = value.as_object() else { continue };
        for (name, member) in members {
            let pointer = below(&at, name);
            if let ("properties" | "parameters", Some(things)) = (name.as_str(), member.as_object()) {
                let plain = |thing: &Value| {
                    let text = thing.to_string();
                    !text.contains("\"properties\":{")
                        && !text.contains("\"enum\":[")
                        && !text.contains("ossible values")
                };
                let own = things.iter().filter(|(_, thing)| things.len() > 1 && thing.is_object() && plain(thing));
                found.extend(own.map(|(key, _)| (pointer.clone(), key.clone())));
            }
            work.push((pointer, member));
        }
    }
    // The document's own parameters are no method's.
    found.retain(|(pointer, _)| pointer != "/parameters");
    found.sort();
    found
}

/// Above this a change needs more than a glance: a dozen lines, since the snapshots show each of them again.
const GLANCE: usize = 6;

/// Changes this many things of the document, evenly spread, and says which changes are too large. A description's own
/// lines are no measure: as many as it had go.
fn large_changes(document: &Value, most: usize) -> Vec<String> {
    let before = generate(document);
    let things = things(document);
    let step = (things.len() / most).max(1);
    let mut large = Vec::new();
    for (index, (pointer, key)) in things.iter().enumerate().filter(|(index, _)| index % step == 0) {
        // All changes of each thing would take as many times as long.
        for (what, change) in CHANGES.iter().cycle().skip(index / step).take(if step == 1 { CHANGES.len() } else { 1 })
        {
            let mut after = document.clone();
            let Some(parent) = after.pointer_mut(pointer) else { continue };
            let words = parent[key]["description"].as_str().unwrap_or("").to_owned();
            change(parent, key);
            let after = match discovery_codegen::generate(&after.to_string(), &Options::default()) {
                Ok(after) => after,
                Err(error) => {
                    large.push(format!("{pointer}/{key}: {what}: {error}"));
                    continue;
                }
            };
            let lines = changed(&before, &after);
            // Each line break of the document's, and each line that is full, may be a line of the crate.
            let own = room_for(&words);
            if lines > GLANCE + own {
                large.push(format!("{pointer}/{key}: {what}: {lines} lines, of which {own} may be its text"));
            }
        }
    }
    large
}

#[test]
fn a_change_of_one_thing_is_seen_at_a_glance() {
    assert_eq!(large_changes(&document(), usize::MAX), Vec::<String>::new());
}

#[test]
fn a_change_of_one_thing_is_seen_at_a_glance_in_the_fixtures() {
    for name in
        ["bodies", "descriptions", "inline-objects", "media-and-paging", "parameters", "resource-tree", "scopes"]
    {
        let path = root().join("tests/fixtures").join(name).join("document.json");
        let text = std::fs::read_to_string(&path).expect("the document");
        let document = serde_json::from_str(&text).expect("JSON");
        assert_eq!(large_changes(&document, usize::MAX), Vec::<String>::new(), "{name}");
    }
}

/// Pointers of all lists of values, and of all methods' descriptions.
fn lists_and_methods(document: &Value) -> (Vec<String>, Vec<String>) {
    let (mut lists, mut methods) = (Vec::new(), Vec::new());
    let mut work = vec![(String::new(), document)];
    while let Some((at, value)) = work.pop() {
        let Some(members) = value.as_object() else { continue };
        if members.get("enum").is_some_and(Value::is_array) && !at.starts_with("/parameters") {
            lists.push(at.clone());
        }
        if members.contains_key("httpMethod") {
            methods.push(at.clone());
        }
        work.extend(members.iter().map(|(name, member)| (below(&at, name), member)));
    }
    lists.sort();
    methods.sort();
    (lists, methods)
}

fn array<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Vec<Value>> {
    value.get_mut(name).and_then(Value::as_array_mut)
}

/// How many lines of a crate a text of the document may fill.
fn room_for(text: &str) -> usize {
    text.lines().map(|line| 2 + line.len() / 70).sum()
}

/// One value more, one less, and one told in other words, for each list; and every method told in other words.
fn large_changes_of_values_and_methods(document: &Value) -> Vec<String> {
    let before = generate(document);
    let (lists, methods) = lists_and_methods(document);
    let mut large = Vec::new();
    let mut judge = |at: &str, what: &str, after: &Value, own: usize| {
        let lines = changed(&before, &generate(after));
        if lines > GLANCE + own {
            large.push(format!("{at}: {what}: {lines} lines, of which {own} may be its text"));
        }
        lines
    };
    for at in &lists {
        let edited = |edit: &dyn Fn(&mut Value)| {
            let mut after = document.clone();
            edit(after.pointer_mut(at).expect("the list"));
            after
        };
        let more = edited(&|list| {
            array(list, "enum").expect("values").push(json!("A_NEW_ONE"));
            if let Some(words) = array(list, "enumDescriptions") {
                words.push(json!("What is new."));
            }
        });
        assert!(judge(at, "a value more", &more, 0) > 1, "{at}: the new value is nowhere");

        let list = document.pointer(at).expect("the list");
        let last = |name: &str| list[name].as_array().and_then(|items| items.last()).and_then(Value::as_str);
        let own = last("enumDescriptions").map_or(0, room_for);
        if list["enum"].as_array().is_some_and(|values| values.len() > 1) {
            let less = edited(&|list| {
                for name in ["enum", "enumDescriptions", "enumDeprecated"] {
                    array(list, name).and_then(Vec::pop);
                }
            });
            assert!(judge(at, "a value less", &less, own) > 1, "{at}: the value was nowhere");
        }
        let told = edited(&|list| {
            if let Some(words) = array(list, "enumDescriptions").and_then(|words| words.last_mut()) {
                *words = json!("Told in other words.");
            }
        });
        judge(at, "a value in other words", &told, own);
    }
    for at in &methods {
        let mut after = document.clone();
        let method = after.pointer_mut(at).expect("the method");
        let own = method["description"].as_str().map_or(0, room_for);
        method["description"] = json!("Does it in other words.");
        assert!(judge(at, "other words", &after, own) > 0, "{at}: its description is nowhere");
    }
    large
}

#[test]
fn a_change_of_a_value_or_a_method_is_seen_at_a_glance() {
    assert_eq!(large_changes_of_values_and_methods(&document()), Vec::<String>::new());
    for name in ["enums", "parameters", "resource-tree", "descriptions"] {
        let path = root().join("tests/fixtures").join(name).join("document.json");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = serde_json::from_str(&text).expect("JSON");
        assert_eq!(large_changes_of_values_and_methods(&document), Vec::<String>::new(), "{name}");
    }
}

/// Over real documents, once `cargo xtask verify corpus` has fetched them; `.ci/run` does so before.
#[test]
fn a_change_of_one_thing_is_seen_at_a_glance_in_real_documents() {
    let folder = root().join("target/corpus/googleapiclient/discovery_cache/documents");
    if !folder.exists() {
        println!("{} is not there: `cargo xtask verify corpus` fetches it", folder.display());
        return;
    }
    for name in ["drive.v3", "games.v1", "storage.v1"] {
        let path = folder.join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = serde_json::from_str(&text).expect("JSON");
        assert_eq!(large_changes(&document, 40), Vec::<String>::new(), "{name}");
    }
}
