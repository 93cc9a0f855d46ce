//! The first difference between two JSON values, for errors.

use std::fmt::Write as _;

use crate::printable::Printable;
use crate::wire::Json;

/// The maximum number of characters of a value that an error quotes.
const MAX_QUOTED: usize = 200;

/// Describes where two values differ first, in the order of the names. `equal` compares strings:
/// the expected one and the actual one.
pub(super) fn first_difference(expected: &Json, actual: &Json, equal: fn(&str, &str) -> bool) -> Option<String> {
    difference(expected, actual, equal, &mut String::new())
}

fn difference(expected: &Json, actual: &Json, equal: fn(&str, &str) -> bool, path: &mut String) -> Option<String> {
    match (expected, actual) {
        (Json::Object(expected), Json::Object(actual)) => {
            let missing = expected.keys().chain(actual.keys().filter(|name| !expected.contains_key(*name)));
            missing.into_iter().find_map(|name| {
                let length = path.len();
                let _ = write!(path, "/{}", Printable(name));
                let found = match (expected.get(name), actual.get(name)) {
                    (Some(expected), Some(actual)) => difference(expected, actual, equal, path),
                    (Some(expected), None) => Some(format!("`{path}` is missing instead of {}", quoted(expected))),
                    (None, Some(actual)) => Some(format!("`{path}` is {} instead of missing", quoted(actual))),
                    (None, None) => None,
                };
                path.truncate(length);
                found
            })
        }
        (Json::Array(expected), Json::Array(actual)) if expected.len() == actual.len() => {
            expected.iter().zip(actual).enumerate().find_map(|(index, (expected, actual))| {
                let length = path.len();
                let _ = write!(path, "/{index}");
                let found = difference(expected, actual, equal, path);
                path.truncate(length);
                found
            })
        }
        (Json::String(expected), Json::String(actual)) if equal(expected, actual) => None,
        _ if expected == actual => None,
        _ => {
            let what = if path.is_empty() { "the body".to_owned() } else { format!("`{path}`") };
            Some(format!("{what} is {} instead of {}", quoted(actual), quoted(expected)))
        }
    }
}

/// Returns a value as short JSON.
pub(super) fn quoted(value: &Json) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(MAX_QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    Printable(short).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_the_first_difference() {
        for (expected, actual, text) in [
            (json!({"a": 1, "b": [1, {"c": "x"}]}), json!({"a": 1, "b": [1, {"c": "x"}]}), None),
            (json!({"b": [1, {"c": "x"}]}), json!({"b": [1, {"c": "y"}]}), Some("`/b/1/c` is \"y\" instead of \"x\"")),
            (json!({"a": 1}), json!({}), Some("`/a` is missing instead of 1")),
            (json!({}), json!({"a": null}), Some("`/a` is null instead of missing")),
            (json!([1]), json!([1, 2]), Some("the body is [1,2] instead of [1]")),
        ] {
            let found = first_difference(&expected, &actual, |expected, actual| expected == actual);
            assert_eq!(found.as_deref(), text);
        }
    }
}
