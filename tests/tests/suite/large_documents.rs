//! Checks that a crate is generated from documents that could exhaust the stack or take very long.

use discovery_codegen::{Generated, Options};
use serde_json::{Map, Value, json};

const COUNT: usize = 20_000;

fn generate(schemas: &Map<String, Value>) -> Generated {
    let document = json!({
        "name": "fixture", "version": "v1", "rootUrl": "https://fixture.example/", "servicePath": "", "schemas": schemas
    });
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("the document is valid")
}

#[test]
fn generates_cycle_of_20_000_schemas() {
    let schema =
        |n: usize| json!({"type": "object", "properties": {"next": {"$ref": format!("S{}", (n + 1) % COUNT)}}});
    let generated = generate(&(0..COUNT).map(|n| (format!("S{n}"), schema(n))).collect());
    assert_eq!(generated.summary.messages, COUNT);
    assert!(generated.files["src/schemas.rs"].contains("pub next: Option<Box<S1>>,"));
}

#[test]
fn warns_about_cycle_of_20_000_aliases() {
    let schema = |n: usize| json!({"$ref": format!("A{}", (n + 1) % COUNT)});
    let generated = generate(&(0..COUNT).map(|n| (format!("A{n}"), schema(n))).collect());
    assert_eq!(generated.warnings.len(), COUNT);
}

#[test]
fn resolves_chain_of_20_000_aliases() {
    let schema = |n: usize| match n {
        0 => json!({"type": "array", "items": {"type": "string"}}),
        _ => json!({"$ref": format!("A{}", n - 1)}),
    };
    let mut schemas: Map<String, Value> = (0..COUNT).map(|n| (format!("A{n}"), schema(n))).collect();
    let last = json!({"$ref": format!("A{}", COUNT - 1)});
    schemas.insert("Use".to_owned(), json!({"type": "object", "properties": {"list": last}}));
    // The field of a list has no `Option`, so the last alias was resolved to the list.
    assert!(generate(&schemas).files["src/schemas.rs"].contains("pub list: A19999,"));
}

#[test]
fn generates_deeply_nested_objects() {
    // Two levels of JSON for each level of the schema: close to the 127 that the parser accepts.
    let mut schema = json!({"type": "string"});
    for _ in 0..55 {
        schema = json!({"type": "object", "properties": {"x": schema}});
    }
    let generated = generate(&Map::from_iter([("T".to_owned(), schema)]));
    assert_eq!(generated.summary.messages, 55);
}

#[test]
fn reports_recursion_limit_that_a_module_cannot_set() {
    let level = |n: usize| {
        let next = json!({"type": "array", "items": {"$ref": format!("S{}", n + 1)}});
        (format!("S{n}"), json!({"type": "object", "properties": {"next": next}}))
    };
    let mut schemas: Map<String, Value> = (0..50).map(level).collect();
    schemas.insert("S50".to_owned(), json!({"type": "object"}));
    let document = json!({
        "name": "fixture", "version": "v1", "rootUrl": "https://fixture.example/", "servicePath": "", "schemas": schemas
    });
    let options = Options::default().module("crate::fixture");
    let generated = discovery_codegen::generate(&document.to_string(), &options).expect("the document is valid");
    // 50 structs, each with a list of the next one, which counts as three levels.
    let [warning] = generated.warnings.as_slice() else { panic!("one warning, not {:?}", generated.warnings) };
    assert_eq!(warning.pointer, "/schemas/S0");
    assert!(warning.message.contains("200 levels deep"), "{warning}");
    assert!(warning.message.contains("`#![recursion_limit = \"256\"]`"), "{warning}");
    let code: Vec<&str> = generated.files["fixture/lib.rs"].lines().filter(|line| !line.starts_with("//!")).collect();
    assert!(!code.concat().contains("recursion_limit"));
}
