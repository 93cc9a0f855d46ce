//! Changes to inline types that are identical to others.

use serde_json::{Value, json};

use super::{MAX_LINES, changed_lines, definition_lines, generate};

const LISTS: [&str; 4] = ["DiskList", "NodeList", "RouteList", "ZoneList"];

/// Returns a document with four lists, each with the same warning, which has a code.
fn document() -> Value {
    let warning = json!({"type": "object", "description": "What is wrong.", "properties": {
        "code": {"type": "string", "description": "A code.", "enum": ["DOWN", "SLOW", "FULL", "GONE", "LOST"]},
        "text": {"type": "string", "description": "A text."}
    }});
    let mut document =
        json!({"name": "disks", "version": "v1", "rootUrl": "https://disks.example/", "servicePath": ""});
    for name in LISTS {
        document["schemas"][name] = json!({"type": "object", "properties": {"warning": warning}});
    }
    document
}

/// Changes the warnings of some lists.
fn change(lists: &[&str], change: impl Fn(&mut Value)) -> Value {
    let mut document = document();
    lists.iter().for_each(|name| change(&mut document["schemas"][name]["properties"]["warning"]));
    document
}

fn add_property(warning: &mut Value) {
    warning["properties"]["time"] = json!({"type": "string", "description": "A time."});
}

fn add_value(warning: &mut Value) {
    warning["properties"]["code"]["enum"].as_array_mut().expect("values").push(json!("NEW"));
}

#[test]
fn the_same_change_everywhere_is_one_change() {
    let before = generate(&document());
    for edit in [add_property, add_value] {
        let lines = changed_lines(&before, &generate(&change(&LISTS, edit)));
        assert!((1..=MAX_LINES).contains(&lines), "{lines} lines");
    }
}

/// The type that changed is another type than the others now. So the bound of other changes does
/// not hold: its definition is printed, and those of the types that contain it.
#[test]
fn a_change_of_one_type_prints_only_that_type() {
    let before = generate(&document());
    for edit in [add_property, add_value] {
        let after = generate(&change(&["RouteList"], edit));
        let (lines, own) = (changed_lines(&before, &after), definition_lines(&before, &after));
        let is_own =
            |text: &str| text.contains("pub struct RouteListWarning {") && !text.contains("= RouteListWarning;");
        assert!(is_own(&after.files["src/schemas.rs"]), "the type is not printed");
        assert!(lines <= own + MAX_LINES, "{lines} lines, {own} in definitions");
    }
}

#[test]
fn another_description_of_one_type_is_small() {
    let before = generate(&document());
    for name in LISTS {
        let own = generate(&change(&[name], |warning| warning["description"] = json!("What is bad.")));
        assert!(changed_lines(&before, &own) <= MAX_LINES, "{name}");
        let own = generate(&change(&[name], |warning| {
            warning["properties"]["text"]["description"] = json!("Words.");
        }));
        // Those of the type that is printed become those of the others.
        let aliases = if name == LISTS[0] { (LISTS.len() - 1) * MAX_LINES } else { 0 };
        assert!(changed_lines(&before, &own) <= MAX_LINES + aliases, "{name}");
    }
}

#[test]
fn another_identical_type_renames_nothing() {
    let (before, mut document) = (generate(&document()), document());
    document["schemas"]["AreaList"] = document["schemas"]["DiskList"].clone();
    let after = generate(&document);
    for line in before.files["src/schemas.rs"].lines() {
        assert!(after.files["src/schemas.rs"].contains(line), "lost: {line}");
    }
}
