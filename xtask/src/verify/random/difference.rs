//! The comparison of JSON values.

use std::fmt::Display;

use serde_json::Value;

/// Describes the first difference between two values, or returns `None` if they are equal. Numbers
/// are compared by value. `pointer` is the JSON pointer to both values.
pub(in crate::verify) fn difference(expected: &Value, found: &Value, pointer: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                return Some(format!("{pointer}/{name}: unexpected"));
            }
            a.iter().find_map(|(name, value)| match b.get(name) {
                Some(found) => difference(value, found, &format!("{pointer}/{name}")),
                None => Some(format!("{pointer}/{name}: missing")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| difference(a, b, &format!("{pointer}/{index}")))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            (a.as_f64() != b.as_f64()).then(|| mismatch(pointer, a, b))
        }
        (a, b) => (a != b).then(|| mismatch(pointer, a, b)),
    }
}

fn mismatch(pointer: &str, expected: &impl Display, found: &impl Display) -> String {
    let separator = if pointer.is_empty() { "" } else { ": " };
    format!("{pointer}{separator}expected {expected}, found {found}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn finds_first_difference() {
        let difference = |a: Value, b: Value| super::difference(&a, &b, "");
        assert_eq!(difference(json!({"a": [1, {"b": 3}]}), json!({"a": [1, {"b": 3.0}]})), None);
        assert_eq!(
            difference(json!({"a": [1, {"b": 3}]}), json!({"a": [1, {"b": 4}]})).as_deref(),
            Some("/a/1/b: expected 3, found 4")
        );
        assert_eq!(difference(json!({"a": null}), json!({})).as_deref(), Some("/a: missing"));
        assert_eq!(difference(json!({}), json!({"a": null})).as_deref(), Some("/a: unexpected"));
        assert_eq!(difference(json!(["1"]), json!([1])).as_deref(), Some("/0: expected \"1\", found 1"));
    }
}
