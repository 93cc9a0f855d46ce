//! Differences between the two clients that are accepted because the generated crate is right. Any
//! other difference is a finding.
//!
//! An accepted difference is still checked: the arguments for the Python client are rewritten so
//! that it must build the same request.

use serde_json::Value;

use super::case::Arguments;
use super::method::{Method, in_path};
use super::outcome::Outcome;
use super::rewritten_values::{encoded, has_escape, object_as_text, sent_body};
use super::url::Url;

/// An accepted difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AcceptedDifference {
    PathDelimiter,
    PartialEncoding,
    DotSegment,
    EmptySegment,
    AltWithoutResponse,
    PrettyPrintAlias,
    NumberWithPattern,
    ObjectParameter,
    HttpBody,
}

impl AcceptedDifference {
    pub(super) const ALL: [Self; 9] = [
        Self::PathDelimiter,
        Self::PartialEncoding,
        Self::DotSegment,
        Self::EmptySegment,
        Self::AltWithoutResponse,
        Self::PrettyPrintAlias,
        Self::NumberWithPattern,
        Self::ObjectParameter,
        Self::HttpBody,
    ];

    /// Describes the difference, and why the generated crate is right.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::PathDelimiter => {
                "`?` or `#` in a `{+name}` value: Python sends it unencoded, so that it ends the path and the rest is lost or \
                 becomes parameters; a value must not select another method"
            }
            Self::PartialEncoding => {
                "a `{+name}` value that contains `%41`: Python treats the whole value as encoded and sends the rest unencoded, \
                 including characters that are not allowed in a URL; RFC 6570 (3.2.3) encodes the rest"
            }
            Self::DotSegment => {
                "a path value that is or contains a segment `.` or `..` is rejected: Python sends it, and resolving the URL leads \
                 to another path"
            }
            Self::EmptySegment => {
                "an empty path value is rejected: Python sends `a//b`, which names another resource or none"
            }
            Self::AltWithoutResponse => {
                "Python omits `alt=json` if the method has no response; with it, errors are returned as JSON"
            }
            Self::PrettyPrintAlias => {
                "`pp` is `true` or `false`: Python treats it as a string, contrary to the document, and sends `True` or `False`"
            }
            Self::NumberWithPattern => {
                "a number with a pattern: Python can match patterns only against strings and fails; it accepts the number as a \
                 string"
            }
            Self::ObjectParameter => {
                "an object as a parameter: Python sends its own notation, such as `{'a': True}`; the value is JSON"
            }
            Self::HttpBody => {
                "a request that is a `google.api.HttpBody`, or has one in a field: Python sends the message as JSON, which servers \
                 treat as the body itself; the generated crate sends the data with its content type"
            }
        }
    }
}

/// Returns the arguments with which the Python client builds the request that the generated crate
/// builds from `original`, or `None` if they are equal.
pub(super) fn rewrite(method: &Method<'_>, original: &Arguments) -> Option<(Vec<AcceptedDifference>, Arguments)> {
    let mut arguments = original.clone();
    let mut differences = Vec::new();
    for (name, value) in &mut arguments.parameters {
        if value.is_number() && method.parameter(name).is_some_and(|schema| schema.get("pattern").is_some()) {
            *value = value.to_string().into();
            differences.push(AcceptedDifference::NumberWithPattern);
        }
        if let Some(text) = object_as_text(value) {
            *value = text;
            differences.push(AcceptedDifference::ObjectParameter);
        }
        if let (true, Some(text)) = (method.is_reserved_expansion(name), value.as_str()) {
            let before = differences.len();
            differences.extend(text.contains(['?', '#']).then_some(AcceptedDifference::PathDelimiter));
            // Python sends a fully encoded value unchanged, which is right.
            let encoded = encoded(text);
            differences.extend((has_escape(text) && encoded != text).then_some(AcceptedDifference::PartialEncoding));
            if differences.len() > before {
                *value = encoded.into();
            }
        }
    }
    if let Some(value @ Value::Bool(_)) = arguments.common.get_mut("pp") {
        *value = value.to_string().into();
        differences.push(AcceptedDifference::PrettyPrintAlias);
    }
    if let (Some(position), Some(message)) = (method.http_body(), &mut arguments.body) {
        *message = sent_body(position, message);
        differences.push(AcceptedDifference::HttpBody);
    }
    differences.sort_unstable();
    differences.dedup();
    (!differences.is_empty()).then_some((differences, arguments))
}

/// Returns the accepted difference that requires the generated crate to refuse a call that the
/// Python client sends.
pub(super) fn refusal(method: &Method<'_>, arguments: &Arguments, python: &Outcome) -> Option<AcceptedDifference> {
    let Outcome::Request { url, .. } = python else { return None };
    let empty =
        |(name, value): (&String, &Value)| method.parameter(name).is_some_and(in_path) && value.as_str() == Some("");
    if arguments.parameters.iter().any(empty) {
        return Some(AcceptedDifference::EmptySegment);
    }
    Url::new(url, &std::collections::BTreeSet::new()).has_dot_segments().then_some(AcceptedDifference::DotSegment)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::method;
    use super::*;

    #[test]
    fn rewrites_reserved_expansions() {
        let document =
            json!({"methods": {"a": {"id": "a", "path": "{+name}/{x}", "parameters": {"name": {}, "x": {}}}}});
        let methods = method::all(&document);
        let rewrite_name = |name: &str| {
            let mut original = Arguments::default();
            original.parameters.insert("name".to_owned(), name.into());
            original.parameters.insert("x".to_owned(), "a?b%41 ".into());
            let (differences, arguments) = rewrite(&methods[0], &original)?;
            assert_eq!(arguments.parameters["x"], original.parameters["x"]);
            Some((differences, arguments.parameters["name"].as_str().map(str::to_owned)?))
        };
        let both = vec![AcceptedDifference::PathDelimiter, AcceptedDifference::PartialEncoding];
        assert_eq!(rewrite_name("a?b"), Some((vec![AcceptedDifference::PathDelimiter], "a%3Fb".to_owned())));
        assert_eq!(
            rewrite_name("a#é%zz"),
            Some((vec![AcceptedDifference::PathDelimiter], "a%23%C3%A9%25zz".to_owned()))
        );
        assert_eq!(rewrite_name("%41 b"), Some((vec![AcceptedDifference::PartialEncoding], "%41%20b".to_owned())));
        assert_eq!(rewrite_name("%4f?%"), Some((both, "%4f%3F%25".to_owned())));
        // Python does the same if the whole value is encoded or nothing is.
        assert_eq!(rewrite_name("%41/b"), None);
        assert_eq!(rewrite_name("é b/[c]"), None);
    }

    #[test]
    fn rewrites_number_with_pattern_as_string() {
        let parameters = json!({"n": {"pattern": "^[^/]+$"}, "m": {}});
        let document = json!({"methods": {"a": {"id": "a", "path": "", "parameters": parameters}}});
        let methods = method::all(&document);
        let mut original = Arguments::default();
        original.parameters.extend([("n".to_owned(), json!(7)), ("m".to_owned(), json!(7))]);
        let (differences, arguments) = rewrite(&methods[0], &original).expect("rewritten");
        assert_eq!(differences, [AcceptedDifference::NumberWithPattern]);
        assert_eq!((&arguments.parameters["n"], &arguments.parameters["m"]), (&json!("7"), &json!(7)));
    }

    #[test]
    fn rewrites_object_as_json() {
        let document = json!({"methods": {"a": {"id": "a", "path": ""}}});
        let methods = method::all(&document);
        let mut original = Arguments::default();
        let (object, list) = (json!({"a": true, "b": [1]}), json!([{}, {"c": null}]));
        original.parameters.extend([("object".to_owned(), object), ("list".to_owned(), list)]);
        original.parameters.extend([("none".to_owned(), json!([])), ("text".to_owned(), json!(["{}"]))]);
        let (differences, arguments) = rewrite(&methods[0], &original).expect("rewritten");
        assert_eq!(differences, [AcceptedDifference::ObjectParameter]);
        assert_eq!(arguments.parameters["object"], r#"{"a":true,"b":[1]}"#);
        assert_eq!(arguments.parameters["list"], json!(["{}", r#"{"c":null}"#]));
        assert_eq!((&arguments.parameters["none"], &arguments.parameters["text"]), (&json!([]), &json!(["{}"])));
    }

    #[test]
    fn rewrites_http_body() {
        let document = json!({
            "schemas": {"A": {"properties": {"content": {"$ref": "HttpBody"}}}},
            "methods": {"a": {"request": {"$ref": "A"}}, "b": {"request": {"$ref": "HttpBody"}}}
        });
        let methods = method::all(&document);
        let rewrite_body = |index: usize, body: Value| {
            let original = Arguments { body: Some(body), ..Arguments::default() };
            let (differences, arguments) = rewrite(&methods[index], &original).expect("rewritten");
            assert_eq!(differences, [AcceptedDifference::HttpBody]);
            arguments.body.expect("a body")
        };
        let whole = json!({"contentType": "a/b", "data": "YQ=="});
        assert_eq!(rewrite_body(0, json!({"content": whole})), whole);
        assert_eq!(rewrite_body(1, whole.clone()), whole);
        assert_eq!(rewrite_body(1, json!({})), json!({"contentType": "application/octet-stream", "data": ""}));
    }

    #[test]
    fn rewrites_pretty_print_alias_as_string() {
        let document = json!({"methods": {"a": {"id": "a", "path": ""}}});
        let methods = method::all(&document);
        let mut original = Arguments::default();
        original.common.insert("pp".to_owned(), true.into());
        original.common.insert("prettyPrint".to_owned(), true.into());
        let (differences, arguments) = rewrite(&methods[0], &original).expect("rewritten");
        assert_eq!(
            (differences, arguments.common["pp"].as_str()),
            (vec![AcceptedDifference::PrettyPrintAlias], Some("true"))
        );
        assert_eq!(arguments.common["prettyPrint"], true);
    }
}
