//! Whether two clients made the same request of a call.

use super::answer::Answer;
use super::case::Case;
use super::known::{self, Rule};
use super::method::Method;
use super::url::{Url, numbers};
use crate::sample;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Equal,
    /// Not equal, and right.
    Known(Vec<Rule>),
    /// What is different.
    Different(String),
}

/// `again` is what the other client says to the arguments of [`known::rewritten`].
pub(super) fn judge(
    method: &Method<'_>,
    case: &Case,
    ours: &Answer,
    theirs: &Answer,
    again: Option<(&[Rule], &Answer)>,
) -> Verdict {
    match (ours, known::refusal(method, &case.theirs, again.map_or(theirs, |(_, answer)| answer))) {
        // Ours has to name the parameter: an error of another kind is no such refusal.
        (Answer::Refused(why), Some(rule)) if why.contains("the parameter `") => return Verdict::Known(vec![rule]),
        (Answer::Refused(_), _) => return Verdict::Different("ours is refused".to_owned()),
        (Answer::Request { .. }, Some(_)) => return Verdict::Different("ours should be refused".to_owned()),
        (Answer::Request { .. }, None) => {}
    }
    let mut said = String::new();
    for (rules, theirs) in [(&[][..], theirs)].into_iter().chain(again) {
        for with_alt in [false, true] {
            if with_alt && method.has_response() {
                continue;
            }
            let mut rules = rules.to_vec();
            rules.extend(with_alt.then_some(Rule::NoResponse));
            match difference(method, ours, theirs, with_alt) {
                None if rules.is_empty() => return Verdict::Equal,
                None => return Verdict::Known(rules),
                Some(difference) => said = difference,
            }
        }
    }
    Verdict::Different(said)
}

fn difference(method: &Method<'_>, ours: &Answer, theirs: &Answer, with_alt: bool) -> Option<String> {
    let (ours, theirs) = match (ours, theirs) {
        (Answer::Request { method: a, url: b, body: c }, Answer::Request { method: x, url: y, body: z }) => {
            ((a, b, c), (x, y, z))
        }
        (_, Answer::Refused(_)) => return Some("theirs is refused".to_owned()),
        (Answer::Refused(_), _) => return Some("ours is refused".to_owned()),
    };
    if ours.0 != theirs.0 {
        return Some("the HTTP method".to_owned());
    }
    let numbers = numbers(method);
    let (a, mut b) = (Url::new(ours.1, &numbers), Url::new(theirs.1, &numbers));
    if with_alt && !b.has("alt") {
        let alt = ("alt".to_owned(), "json".to_owned());
        let at = b.query.partition_point(|pair| pair.0 < alt.0);
        b.query.insert(at, alt);
    }
    if a.place != b.place {
        return Some("the path".to_owned());
    }
    if a.query != b.query {
        let only = |a: &Url, b: &Url| a.query.iter().find(|pair| !b.query.contains(pair)).cloned();
        return Some(match (only(&a, &b), only(&b, &a)) {
            (None, None) => "the query: how often, or in which order".to_owned(),
            (ours, theirs) => format!("the query: {} against {}", pair(ours), pair(theirs)),
        });
    }
    sample::difference(theirs.2, ours.2, "").map(|at| format!("the body: {at}"))
}

fn pair(pair: Option<(String, String)>) -> String {
    pair.map_or_else(|| "nothing".to_owned(), |(name, value)| format!("{name}={value:?}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::method;
    use super::*;

    fn request(url: &str, body: Value) -> Answer {
        Answer::Request { method: "GET".to_owned(), url: url.to_owned(), body }
    }

    fn document() -> Value {
        json!({"methods": {
            "a": {"id": "a", "httpMethod": "GET", "path": "{+name}/x", "response": {"$ref": "A"},
                "parameters": {"name": {"type": "string", "location": "path"}}},
            "b": {"id": "b", "httpMethod": "GET", "path": "x"}
        }})
    }

    #[test]
    fn whatever_differs_is_said() {
        let document = document();
        let methods = method::all(&document);
        let judge = |ours: &Answer, theirs: &Answer| judge(&methods[0], &Case::default(), ours, theirs, None);
        let one = request("https://h/x?a=1", json!({"a": 1}));
        assert_eq!(judge(&one, &one), Verdict::Equal);
        for (other, expected) in [
            (request("https://h/y?a=1", json!({"a": 1})), "the path"),
            (request("https://h/x?a=2", json!({"a": 1})), "the query: a=\"1\" against a=\"2\""),
            (request("https://h/x", json!({"a": 1})), "the query: a=\"1\" against nothing"),
            (request("https://h/x?a=1&a=1", json!({"a": 1})), "the query: how often, or in which order"),
            (request("https://h/x?a=1", json!({"a": 2})), "the body: /a: 2 became 1"),
            (request("https://h/x?a=1", Value::Null), "the body: : null became {\"a\":1}"),
            (Answer::Refused("no".to_owned()), "theirs is refused"),
        ] {
            assert_eq!(judge(&one, &other), Verdict::Different(expected.to_owned()));
        }
        let posted =
            Answer::Request { method: "POST".to_owned(), url: "https://h/x?a=1".to_owned(), body: json!({"a": 1}) };
        assert_eq!(judge(&posted, &one), Verdict::Different("the HTTP method".to_owned()));
    }

    #[test]
    fn known_differences_are_checked_and_not_waved_through() {
        let document = document();
        let methods = method::all(&document);
        let ours = request("https://h/a%3Fb/x", Value::Null);
        let theirs = request("https://h/a?b/x", Value::Null);
        let rules = [Rule::PathEnds];
        let with = |again: &Answer| judge(&methods[0], &Case::default(), &ours, &theirs, Some((&rules, again)));
        assert_eq!(with(&ours), Verdict::Known(rules.to_vec()));
        assert_eq!(with(&request("https://h/ab/x", Value::Null)), Verdict::Different("the path".to_owned()));

        let ours = request("https://h/x?alt=json", Value::Null);
        let theirs = request("https://h/x?", Value::Null);
        let with = |method| judge(method, &Case::default(), &ours, &theirs, None);
        assert_eq!(with(&methods[1]), Verdict::Known(vec![Rule::NoResponse]));
        assert!(matches!(with(&methods[0]), Verdict::Different(_)));
    }

    #[test]
    fn a_refusal_needs_a_reason() {
        let document = document();
        let methods = method::all(&document);
        let refused = |why: &str| Answer::Refused(why.to_owned());
        let with =
            |ours: &Answer, url: &str| judge(&methods[0], &Case::default(), ours, &request(url, Value::Null), None);
        let ours = refused("the parameter `name` has a segment `.` or `..`, which would lead elsewhere");
        assert_eq!(with(&ours, "https://h/../x"), Verdict::Known(vec![Rule::Dots]));
        assert_eq!(with(&ours, "https://h/a/x"), Verdict::Different("ours is refused".to_owned()));
        assert_eq!(
            with(&refused("no such method"), "https://h/../x"),
            Verdict::Different("ours is refused".to_owned())
        );
        assert_eq!(
            with(&request("https://h/../x", Value::Null), "https://h/../x"),
            Verdict::Different("ours should be refused".to_owned())
        );
        let mut empty = Case::default();
        empty.theirs.parameters.insert("name".to_owned(), "".into());
        let verdict = judge(&methods[0], &empty, &ours, &request("https://h//x", Value::Null), None);
        assert_eq!(verdict, Verdict::Known(vec![Rule::EmptyPath]));
    }
}
