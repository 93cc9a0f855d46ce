//! Properties of arbitrary strings: no text of a document changes the structure of generated code.

use std::collections::BTreeMap;

use discovery_codegen::{Generated, Options};
use proptest::prelude::*;
use serde_json::{Value, json};

fn generate(document: &Value) -> Generated {
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("the document is valid")
}

/// Returns a document with a property called `name`, and `text` wherever text is allowed.
fn document(name: &str, text: &str) -> Value {
    json!({
        "name": "fixture", "version": "v1", "title": "Fixture", "description": text,
        "documentationLink": format!("https://fixture.example/{text}"),
        "rootUrl": "https://fixture.example/", "servicePath": "v1/",
        "schemas": {"Item": {"type": "object", "description": text, "properties": {
            name: {"type": "string", "description": text, "pattern": text},
            "state": {"type": "string", "enum": ["ON", "OFF"], "enumDescriptions": [text, ""], "description": text}
        }}},
        "resources": {"items": {"methods": {"get": {
            "id": "fixture.items.get", "path": "items/{id}", "httpMethod": "GET", "description": text,
            "parameters": {
                "id": {"type": "string", "location": "path", "required": true, "description": text},
                "view": {"type": "string", "location": "query", "description": text, "default": text}
            },
            "response": {"$ref": "Item"}
        }}}}
    })
}

/// Returns the lines of each file that are not comments.
fn code(generated: &Generated) -> BTreeMap<&str, Vec<&str>> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim().is_empty();
    generated.files.iter().map(|(path, text)| (path.as_str(), text.lines().filter(is_code).collect())).collect()
}

/// Generates strings, many of which contain text that could end a comment, a string literal or a
/// list.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ \\n\\t`~#*<>\\[\\]()!\\\\/\"'-]{0,12}",
        Just("```rust\nfn x() {}\n".to_owned()),
        Just("\n\n    indented();\n".to_owned()),
        Just("Possible values are:\n".to_owned()),
        Just("*/ \u{202e}\r\n".to_owned()),
        Just("https://a.example/(b".to_owned()),
        Just("<a href=\"https://x\">[".to_owned()),
        Just("of: * a * b. C".to_owned()),
        Just("![a](/b)".to_owned()),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn descriptions_change_only_comments(text in hostile()) {
        let plain = generate(&document("plain", ""));
        let described = generate(&document("plain", &text));
        prop_assert_eq!(code(&plain), code(&described));
        for (path, text) in &described.files {
            let is_control = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
            prop_assert_eq!(text.chars().find(is_control), None, "{}", path);
        }
    }

    #[test]
    fn names_become_valid_rust_and_safe_paths(name in hostile(), other in any::<String>()) {
        let mut document = document(&name, "");
        let property = json!({"type": "string", "enum": [name, other]});
        document["schemas"][&other] = json!({"type": "object", "properties": {&name: property}});
        document["resources"][&name] = json!({"methods": {&other: {
            "id": other, "path": "x", "httpMethod": "GET", "parameters": {&name: {"type": "string", "location": "query"}}
        }}});
        // The generator parses its output to print it, so a returned crate is valid Rust.
        let generated = generate(&document);
        for path in generated.files.keys() {
            let safe = path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'));
            prop_assert!(safe && !path.contains("..") && !path.starts_with('/'), "{}", path);
        }
    }

    #[test]
    fn arbitrary_input_does_not_panic(text in hostile()) {
        let _ = discovery_codegen::generate(&text, &Options::default());
        let options = Options::default().method(text.clone()).package(text);
        let _ = discovery_codegen::generate(&document("x", "").to_string(), &options);
    }
}
