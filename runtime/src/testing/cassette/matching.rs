//! Compares a request with a recorded one.

use super::scrub::{PLACEHOLDER, is_placeholder};
use crate::request::REQUEST_ID;
use crate::testing::difference::first_difference;
use crate::wire::Json;

/// Describes where a request differs from a recorded one first.
pub(super) fn difference(recorded: &Json, request: &Json) -> Option<String> {
    let (mut recorded, mut request) = (recorded.clone(), request.clone());
    remove_request_ids(&mut recorded);
    remove_request_ids(&mut request);
    first_difference(&recorded, &request, equal)
}

fn remove_request_ids(request: &mut Json) {
    for pointer in ["/query", "/body/json", "/form"] {
        if let Some(Json::Object(members)) = request.pointer_mut(pointer) {
            members.remove(REQUEST_ID);
        }
    }
    if let Some(Json::Array(calls)) = request.get_mut("calls") {
        calls.iter_mut().for_each(remove_request_ids);
    }
}

/// Compares texts. A placeholder in the recorded text is equal to any text, but not to another
/// placeholder.
fn equal(recorded: &str, text: &str) -> bool {
    if recorded == text {
        return true;
    }
    if is_placeholder(recorded) {
        return !is_placeholder(text) && !text.is_empty();
    }
    let mut pieces = recorded.split(PLACEHOLDER);
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.map(|piece| piece.trim_start_matches(|c: char| c.is_ascii_digit())).collect();
    let Some((last, middle)) = pieces.split_last() else { return false };
    for piece in middle {
        match rest.find(piece) {
            Some(position) => rest = rest.get(position + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders_equal_any_secret() {
        for (recorded, text, expected) in [
            ("a", "a", true),
            ("a", "b", false),
            ("removed00001", "ya29.x", true),
            ("removed00001", "removed00001", true),
            ("removed00001", "removed00002", false),
            ("removed00001", "", false),
            ("Bearer removed00001, x", "Bearer y, x", true),
            ("Bearer removed00001, x", "Bearer y", false),
            ("removed00001-removed00002", "a-b", true),
        ] {
            assert_eq!(equal(recorded, text), expected, "{recorded} {text}");
        }
    }

    #[test]
    fn ignores_request_ids() {
        let recorded = json!({"query": {"requestId": "1"}, "calls": [{"body": {"json": {"requestId": "2", "a": 1}}}]});
        let request = json!({"query": {"requestId": "3"}, "calls": [{"body": {"json": {"a": 1}}}]});
        assert_eq!(difference(&recorded, &request), None);
        let request = json!({"query": {}, "calls": [{"body": {"json": {"a": 2}}}]});
        assert_eq!(difference(&recorded, &request).as_deref(), Some("`/calls/0/body/json/a` is 2 instead of 1"));
    }
}
