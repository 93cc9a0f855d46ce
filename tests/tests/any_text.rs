//! Whatever text a document holds, the code stays the code: properties over any strings.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeMap;

use discovery_codegen::{Generated, Options};
use proptest::prelude::*;
use serde_json::{Value, json};

fn generate(document: &Value) -> Generated {
    discovery_codegen::generate(&document.to_string(), &Options::default()).expect("a crate")
}

fn document(name: &str, text: &str) -> Value {
    json!({
        "name": "fixture", "version": "v1", "title": "Fixture", "description": text,
        "documentationLink": format!("https://fixture.example/{text}"),
        "rootUrl": "https://fixture.example/", "servicePath": "v1/",
        "schemas": {"Thing": {"type": "object", "description": text, "properties": {
            name: {"type": "string", "description": text, "pattern": text},
            "state": {"type": "string", "enum": ["ON", "OFF"], "enumDescriptions": [text, ""], "description": text}
        }}},
        "resources": {"things": {"methods": {"get": {
            "id": "fixture.things.get", "path": "things/{id}", "httpMethod": "GET", "description": text,
            "parameters": {
                "id": {"type": "string", "location": "path", "required": true, "description": text},
                "view": {"type": "string", "location": "query", "description": text, "default": text}
            },
            "response": {"$ref": "Thing"}
        }}}}
    })
}

/// The lines that the compiler reads.
fn code(generated: &Generated) -> BTreeMap<&str, Vec<&str>> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim().is_empty();
    generated.files.iter().map(|(path, text)| (path.as_str(), text.lines().filter(is_code).collect())).collect()
}

/// Texts with a taste for what might break out of a comment, a string or a list.
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
    fn any_text_can_be_a_description(text in hostile()) {
        let plain = generate(&document("plain", ""));
        let described = generate(&document("plain", &text));
        prop_assert_eq!(code(&plain), code(&described));
        for (path, text) in &described.files {
            let odd = text.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
            prop_assert_eq!(odd, None, "{}", path);
        }
    }

    #[test]
    fn any_string_can_be_a_name(name in hostile(), other in any::<String>()) {
        let mut document = document(&name, "");
        document["schemas"][&other] = json!({"type": "object", "properties": {&name: {"type": "string", "enum": [name, other]}}});
        document["resources"][&name] = json!({"methods": {&other: {
            "id": other, "path": "x", "httpMethod": "GET", "parameters": {&name: {"type": "string", "location": "query"}}
        }}});
        // That the printer took it says that it is Rust.
        let generated = generate(&document);
        for path in generated.files.keys() {
            let safe = path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'));
            prop_assert!(safe && !path.contains("..") && !path.starts_with('/'), "{}", path);
        }
    }

    #[test]
    fn no_text_is_too_odd_to_refuse(text in hostile()) {
        // Whatever it is, the answer is an error or a crate, never a panic.
        let _ = discovery_codegen::generate(&text, &Options::default());
        let _ = discovery_codegen::generate(&document("x", "").to_string(), &Options::default().method(text.clone()).package(text));
    }
}
