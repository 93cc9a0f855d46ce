//! Differences between the two clients that are accepted because the generated crate is right. Any
//! other difference is a finding.
//!
//! An accepted difference is still checked: the arguments for the Python client are rewritten so
//! that it must build the same request.

use serde_json::{Value, json};

use super::case::Arguments;
use super::method::{HttpBody, Method, in_path};
use super::outcome::Outcome;
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
    HttpBody,
}

impl AcceptedDifference {
    pub(super) const ALL: [Self; 8] = [
        Self::PathDelimiter,
        Self::PartialEncoding,
        Self::DotSegment,
        Self::EmptySegment,
        Self::AltWithoutResponse,
        Self::PrettyPrintAlias,
        Self::NumberWithPattern,
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

/// Returns the body that is sent instead of the message, in the form in which the driver describes
/// it.
fn sent_body(position: HttpBody<'_>, message: &Value) -> Value {
    let body = match position {
        HttpBody::Message => Some(message),
        HttpBody::Field(name) => message.get(name),
    };
    let text = |name: &str, default: &str| {
        body.and_then(|body| body.get(name)).and_then(Value::as_str).unwrap_or(default).to_owned()
    };
    json!({"contentType": text("contentType", "application/octet-stream"), "data": text("data", "")})
}

/// Percent-encodes a value as RFC 6570 specifies for `{+name}`, and also `?` and `#`. Keeps
/// existing escapes.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for (index, byte) in text.bytes().enumerate() {
        let unescaped = byte.is_ascii_alphanumeric() || b"-._~:/[]@!$&'()*+,;=".contains(&byte);
        if unescaped || is_escape(text.as_bytes().get(index..).unwrap_or_default()) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn has_escape(text: &str) -> bool {
    text.as_bytes().windows(3).any(is_escape)
}

/// Returns `true` if the text starts with an escape such as `%41`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
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
