//! The comparison of the requests that two clients build for a call.

use super::accepted_differences::{self, AcceptedDifference};
use super::case::Case;
use super::method::Method;
use super::outcome::Outcome;
use super::url::{Url, numbers};
use crate::verify::random;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    /// Different, and accepted.
    Accepted(Vec<AcceptedDifference>),
    /// Different; describes the first difference.
    Different(String),
}

/// Compares the requests of a call. `rewritten` is the outcome of the Python client for the
/// arguments of [`accepted_differences::rewrite`].
pub(super) fn compare(
    method: &Method<'_>,
    case: &Case,
    rust: &Outcome,
    python: &Outcome,
    rewritten: Option<(&[AcceptedDifference], &Outcome)>,
) -> Comparison {
    match (rust, accepted_differences::refusal(method, &case.python, rewritten.map_or(python, |(_, outcome)| outcome)))
    {
        // Any other error does not name the parameter.
        (Outcome::Refused(reason), Some(difference)) if reason.contains("parameter `") => {
            return Comparison::Accepted(vec![difference]);
        }
        (Outcome::Refused(_), _) => return Comparison::Different("refused by the generated crate".to_owned()),
        (Outcome::Request { .. }, Some(_)) => {
            return Comparison::Different("not refused by the generated crate".to_owned());
        }
        (Outcome::Request { .. }, None) => {}
    }
    let mut first_difference = String::new();
    for (accepted, python) in [(&[][..], python)].into_iter().chain(rewritten) {
        for with_alt in [false, true] {
            if with_alt && method.has_response() {
                continue;
            }
            let mut accepted = accepted.to_vec();
            accepted.extend(with_alt.then_some(AcceptedDifference::AltWithoutResponse));
            match difference(method, rust, python, with_alt) {
                None if accepted.is_empty() => return Comparison::Equal,
                None => return Comparison::Accepted(accepted),
                Some(difference) => first_difference = difference,
            }
        }
    }
    Comparison::Different(first_difference)
}

/// Describes the first difference between two requests. `with_alt` adds `alt=json` to the query of
/// the Python client.
fn difference(method: &Method<'_>, rust: &Outcome, python: &Outcome, with_alt: bool) -> Option<String> {
    let (rust, python) = match (rust, python) {
        (Outcome::Request { method: a, url: b, body: c }, Outcome::Request { method: x, url: y, body: z }) => {
            ((a, b, c), (x, y, z))
        }
        (_, Outcome::Refused(_)) => return Some("refused by the Python client".to_owned()),
        (Outcome::Refused(_), _) => return Some("refused by the generated crate".to_owned()),
    };
    if rust.0 != python.0 {
        return Some("HTTP methods differ".to_owned());
    }
    let numbers = numbers(method);
    let (a, mut b) = (Url::new(rust.1, &numbers), Url::new(python.1, &numbers));
    if with_alt && !b.has("alt") {
        let alt = ("alt".to_owned(), "json".to_owned());
        let index = b.query.partition_point(|pair| pair.0 < alt.0);
        b.query.insert(index, alt);
    }
    if a.location != b.location {
        return Some("paths differ".to_owned());
    }
    if a.query != b.query {
        let only = |a: &Url, b: &Url| a.query.iter().find(|pair| !b.query.contains(pair)).cloned();
        return Some(match (only(&a, &b), only(&b, &a)) {
            (None, None) => "queries differ in number or order of values".to_owned(),
            (rust, python) => format!("queries differ: {}, Python: {}", pair(rust), pair(python)),
        });
    }
    random::difference(python.2, rust.2, "").map(|difference| format!("bodies differ: {difference}"))
}

fn pair(pair: Option<(String, String)>) -> String {
    pair.map_or_else(|| "nothing".to_owned(), |(name, value)| format!("{name}={value:?}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::method;
    use super::*;

    fn request(url: &str, body: Value) -> Outcome {
        Outcome::Request { method: "GET".to_owned(), url: url.to_owned(), body }
    }

    fn document() -> Value {
        json!({"methods": {
            "a": {"id": "a", "httpMethod": "GET", "path": "{+name}/x", "response": {"$ref": "A"},
                "parameters": {"name": {"type": "string", "location": "path"}}},
            "b": {"id": "b", "httpMethod": "GET", "path": "x"}
        }})
    }

    #[test]
    fn describes_differences() {
        let document = document();
        let methods = method::all(&document);
        let compare = |rust: &Outcome, python: &Outcome| compare(&methods[0], &Case::default(), rust, python, None);
        let one = request("https://h/x?a=1", json!({"a": 1}));
        assert_eq!(compare(&one, &one), Comparison::Equal);
        for (other, expected) in [
            (request("https://h/y?a=1", json!({"a": 1})), "paths differ"),
            (request("https://h/x?a=2", json!({"a": 1})), "queries differ: a=\"1\", Python: a=\"2\""),
            (request("https://h/x", json!({"a": 1})), "queries differ: a=\"1\", Python: nothing"),
            (request("https://h/x?a=1&a=1", json!({"a": 1})), "queries differ in number or order of values"),
            (request("https://h/x?a=1", json!({"a": 2})), "bodies differ: /a: expected 2, found 1"),
            (request("https://h/x?a=1", Value::Null), "bodies differ: expected null, found {\"a\":1}"),
            (Outcome::Refused("no".to_owned()), "refused by the Python client"),
        ] {
            assert_eq!(compare(&one, &other), Comparison::Different(expected.to_owned()));
        }
        let posted =
            Outcome::Request { method: "POST".to_owned(), url: "https://h/x?a=1".to_owned(), body: json!({"a": 1}) };
        assert_eq!(compare(&posted, &one), Comparison::Different("HTTP methods differ".to_owned()));
    }

    #[test]
    fn checks_accepted_differences() {
        let document = document();
        let methods = method::all(&document);
        let rust = request("https://h/a%3Fb/x", Value::Null);
        let python = request("https://h/a?b/x", Value::Null);
        let accepted = [AcceptedDifference::PathDelimiter];
        let with =
            |rewritten: &Outcome| compare(&methods[0], &Case::default(), &rust, &python, Some((&accepted, rewritten)));
        assert_eq!(with(&rust), Comparison::Accepted(accepted.to_vec()));
        assert_eq!(with(&request("https://h/ab/x", Value::Null)), Comparison::Different("paths differ".to_owned()));

        let rust = request("https://h/x?alt=json", Value::Null);
        let python = request("https://h/x?", Value::Null);
        let with = |method| compare(method, &Case::default(), &rust, &python, None);
        assert_eq!(with(&methods[1]), Comparison::Accepted(vec![AcceptedDifference::AltWithoutResponse]));
        assert!(matches!(with(&methods[0]), Comparison::Different(_)));
    }

    #[test]
    fn accepts_refusal_only_with_matching_reason() {
        let document = document();
        let methods = method::all(&document);
        let refused = |reason: &str| Outcome::Refused(reason.to_owned());
        let with =
            |rust: &Outcome, url: &str| compare(&methods[0], &Case::default(), rust, &request(url, Value::Null), None);
        let rust = refused("the parameter `name` has a segment `.` or `..`, which would lead elsewhere");
        assert_eq!(with(&rust, "https://h/../x"), Comparison::Accepted(vec![AcceptedDifference::DotSegment]));
        assert_eq!(with(&rust, "https://h/a/x"), Comparison::Different("refused by the generated crate".to_owned()));
        assert_eq!(
            with(&refused("no such method"), "https://h/../x"),
            Comparison::Different("refused by the generated crate".to_owned())
        );
        assert_eq!(
            with(&request("https://h/../x", Value::Null), "https://h/../x"),
            Comparison::Different("not refused by the generated crate".to_owned())
        );
        let mut empty = Case::default();
        empty.python.parameters.insert("name".to_owned(), "".into());
        let comparison = compare(&methods[0], &empty, &rust, &request("https://h//x", Value::Null), None);
        assert_eq!(comparison, Comparison::Accepted(vec![AcceptedDifference::EmptySegment]));
    }
}
