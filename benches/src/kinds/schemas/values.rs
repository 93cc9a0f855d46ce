//! Values of schemas.

use serde_json::{Value, json};

/// The number of messages in which a message can be. Deeper ones are omitted.
const DEPTH: usize = 2;

/// Returns a value of a schema in which all properties are set.
pub fn value(document: &Value, schema: &str) -> Value {
    of(document, &document["schemas"][schema], schema, 0).unwrap_or_else(|| json!({}))
}

fn of(document: &Value, schema: &Value, name: &str, depth: usize) -> Option<Value> {
    if let Some(name) = schema["$ref"].as_str() {
        let is_shallow = depth < DEPTH;
        return is_shallow.then(|| of(document, &document["schemas"][name], name, depth + 1)).flatten();
    }
    if let Some(properties) = schema["properties"].as_object() {
        let members =
            properties.iter().filter_map(|(name, schema)| Some((name.clone(), of(document, schema, name, depth)?)));
        return Some(members.collect());
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.last().cloned();
    }
    Some(match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), Some("int64" | "uint64")) => json!("1234567890123"),
        (Some("string"), Some("byte")) => json!("VGhlIGNvbnRlbnQgb2YgYSBtZXNzYWdlLCBpbiBCYXNlNjQu"),
        (Some("string"), Some("date-time" | "google-datetime")) => json!("2026-11-27T13:30:00.123Z"),
        (Some("string"), Some("date")) => json!("2026-11-27"),
        (Some("string"), Some("google-duration")) => json!("3.500000000s"),
        (Some("string"), _) => json!(format!("a value of the property {name}")),
        (Some("integer"), _) => json!(4711),
        (Some("number"), _) => json!(12.5),
        (Some("boolean"), _) => json!(true),
        (Some("array"), _) => {
            let item = of(document, &schema["items"], name, depth)?;
            json!([item, item])
        }
        (Some("object"), _) => match schema.get("additionalProperties") {
            Some(values) => {
                let value = of(document, values, name, depth)?;
                json!({"first": value, "second": value})
            }
            None => json!({}),
        },
        _ => json!({"text": "any", "list": [1, true, null]}),
    })
}
