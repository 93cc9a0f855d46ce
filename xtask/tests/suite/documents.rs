//! Small documents and directories in the format of the Discovery service.

use serde_json::{Value, json};

/// Returns the document of an API with two methods.
pub(crate) fn notes(version: &str, revision: &str) -> Value {
    json!({
        "kind": "discovery#restDescription",
        "etag": format!("\"{revision}\""),
        "id": format!("notes:{version}"),
        "name": "notes",
        "version": version,
        "revision": revision,
        "title": "Notes API",
        "description": "Keeps notes.",
        "protocol": "rest",
        "rootUrl": "https://notes.example/",
        "servicePath": format!("{version}/"),
        "schemas": {
            "Note": {"id": "Note", "type": "object", "properties": {
                "text": {"type": "string"},
                "stars": {"type": "integer", "format": "int32", "minimum": "0"},
            }},
            "Notes": {"id": "Notes", "type": "object", "properties": {
                "items": {"type": "array", "items": {"$ref": "Note"}},
            }},
        },
        "resources": {"notes": {"methods": {
            "get": {
                "id": "notes.notes.get", "path": "notes/{id}", "httpMethod": "GET", "description": "Reads one note.",
                "parameters": {"id": {"type": "string", "location": "path", "required": true}},
                "parameterOrder": ["id"],
                "response": {"$ref": "Note"},
            },
            "list": {
                "id": "notes.notes.list", "path": "notes", "httpMethod": "GET", "description": "Lists all notes.",
                "response": {"$ref": "Notes"},
            },
        }}},
    })
}

/// Returns a directory of APIs, given as name, version and URL of the document.
pub(crate) fn directory(apis: &[(&str, &str, &str)]) -> String {
    let items: Vec<_> = apis
        .iter()
        .map(|(name, version, url)| {
            json!({
                "kind": "discovery#directoryItem",
                "id": format!("{name}:{version}"),
                "name": name,
                "version": version,
                "title": format!("The {name} API"),
                "description": format!("Works with {name}."),
                "discoveryRestUrl": url,
                "preferred": *version == "v1",
            })
        })
        .collect();
    json!({"kind": "discovery#directoryList", "discoveryVersion": "v1", "items": items}).to_string()
}
