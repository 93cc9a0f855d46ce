//! Documents made to exhaust somebody: they end in a crate or an error, never in a crash.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

use discovery_codegen::{Generated, Options};
use serde_json::{Map, Value, json};

fn generate(schemas: &Map<String, Value>) -> Generated {
    let document = json!({
        "name": "fixture", "version": "v1", "rootUrl": "https://fixture.example/", "servicePath": "", "schemas": schemas
    });
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("a crate")
}

#[test]
fn a_circle_of_many_schemas() {
    let count = 20_000;
    let schema =
        |n: usize| json!({"type": "object", "properties": {"next": {"$ref": format!("S{}", (n + 1) % count)}}});
    let generated = generate(&(0..count).map(|n| (format!("S{n}"), schema(n))).collect());
    assert_eq!(generated.summary.messages, count);
    assert!(generated.files["src/schemas.rs"].contains("pub next: Option<Box<S1>>,"));
}

#[test]
fn a_circle_of_many_aliases() {
    let count = 20_000;
    let schema = |n: usize| json!({"$ref": format!("A{}", (n + 1) % count)});
    let generated = generate(&(0..count).map(|n| (format!("A{n}"), schema(n))).collect());
    assert_eq!(generated.warnings.len(), count);
}

#[test]
fn a_long_chain_of_aliases() {
    let count = 20_000;
    let schema = |n: usize| match n {
        0 => json!({"type": "array", "items": {"type": "string"}}),
        _ => json!({"$ref": format!("A{}", n - 1)}),
    };
    let mut schemas: Map<String, Value> = (0..count).map(|n| (format!("A{n}"), schema(n))).collect();
    schemas.insert(
        "Use".to_owned(),
        json!({"type": "object", "properties": {"list": {"$ref": format!("A{}", count - 1)}}}),
    );
    // A list is empty or not; it is never absent.
    assert!(generate(&schemas).files["src/schemas.rs"].contains("pub list: A19999,"));
}

#[test]
fn types_inside_types_as_deep_as_json_may_be() {
    let mut schema = json!({"type": "string"});
    for _ in 0..55 {
        schema = json!({"type": "object", "properties": {"x": schema}});
    }
    let generated = generate(&Map::from_iter([("T".to_owned(), schema)]));
    assert_eq!(generated.summary.messages, 55);
}
