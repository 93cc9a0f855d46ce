//! Where the two clients differ and ours is right: what is not here is a finding. A rule does not look away. It says what
//! the other client would have to be given, or to add, to come to the same request, and then the two must be equal.

use serde_json::{Value, json};

use super::answer::Answer;
use super::case::Arguments;
use super::method::{HttpBody, Method, in_path};
use super::url::Url;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    PathEnds,
    PartlyEncoded,
    Dots,
    EmptyPath,
    NoResponse,
    StackParameter,
    PatternOfNumber,
    HttpBody,
}

impl Rule {
    pub(super) const ALL: [Self; 8] = [
        Self::PathEnds,
        Self::PartlyEncoded,
        Self::Dots,
        Self::EmptyPath,
        Self::NoResponse,
        Self::StackParameter,
        Self::PatternOfNumber,
        Self::HttpBody,
    ];

    /// What is different, and why ours is right.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::PathEnds => {
                "`?` and `#` in a `{+name}` value: Python lets them end the path, so that what follows is lost or becomes \
                 parameters; a value must not choose another method"
            }
            Self::PartlyEncoded => {
                "a `{+name}` value with `%41` in it: Python takes all of it for encoded and sends the rest as it is, spaces and \
                 letters that no URL may have; RFC 6570 (3.2.3) encodes what is not encoded yet"
            }
            Self::Dots => {
                "a value that makes a segment `.` or `..` is refused: Python sends it, and whatever resolves the URL next \
                 goes elsewhere"
            }
            Self::EmptyPath => {
                "an empty value in the path is refused: Python sends `a//b`, which is another resource or none"
            }
            Self::NoResponse => {
                "Python leaves out `alt=json` where there is no response to read; errors are still to be read, and come as JSON with it"
            }
            Self::StackParameter => {
                "`pp` is `true` or `false`: Python takes it for a text, whatever the document says, and sends `True` or `False`"
            }
            Self::PatternOfNumber => {
                "a number with a pattern beside it: Python looks for the pattern in texts alone and breaks off; given the same \
                 as a text, it goes on"
            }
            Self::HttpBody => {
                "a request that is a `google.api.HttpBody`, or has one in a field: Python sends JSON that describes the body, which \
                 servers take for the body; ours sends the data, with their content type"
            }
        }
    }
}

/// What to give the other client for the same request, if it is not what ours was given.
pub(super) fn rewritten(method: &Method<'_>, given: &Arguments) -> Option<(Vec<Rule>, Arguments)> {
    let mut arguments = given.clone();
    let mut rules = Vec::new();
    for (name, value) in &mut arguments.parameters {
        if value.is_number() && method.parameter(name).is_some_and(|schema| schema.get("pattern").is_some()) {
            *value = value.to_string().into();
            rules.push(Rule::PatternOfNumber);
        }
        if let (true, Some(text)) = (method.is_whole_path(name), value.as_str()) {
            let before = rules.len();
            rules.extend(text.contains(['?', '#']).then_some(Rule::PathEnds));
            // A value that is encoded in full it leaves as it is, and that is right.
            let encoded = encoded(text);
            rules.extend((has_escape(text) && encoded != text).then_some(Rule::PartlyEncoded));
            if rules.len() > before {
                *value = encoded.into();
            }
        }
    }
    if let Some(value @ Value::Bool(_)) = arguments.common.get_mut("pp") {
        *value = value.to_string().into();
        rules.push(Rule::StackParameter);
    }
    if let (Some(place), Some(message)) = (method.http_body(), &mut arguments.body) {
        *message = as_sent(place, message);
        rules.push(Rule::HttpBody);
    }
    rules.sort_unstable();
    rules.dedup();
    (!rules.is_empty()).then_some((rules, arguments))
}

/// The body that is sent in the message's place, described as our program describes what is no JSON.
fn as_sent(place: HttpBody<'_>, message: &Value) -> Value {
    let body = match place {
        HttpBody::Message => Some(message),
        HttpBody::Field(name) => message.get(name),
    };
    let text = |name: &str, default: &str| {
        body.and_then(|body| body.get(name)).and_then(Value::as_str).unwrap_or(default).to_owned()
    };
    json!({"contentType": text("contentType", "application/octet-stream"), "data": text("data", "")})
}

/// A text with everything encoded that is not encoded yet, as RFC 6570 has it for `{+name}`, and `?` and `#` as well.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for (at, byte) in text.bytes().enumerate() {
        let stays = byte.is_ascii_alphanumeric() || b"-._~:/[]@!$&'()*+,;=".contains(&byte);
        if stays || is_escape(text.as_bytes().get(at..).unwrap_or_default()) {
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

/// Whether it begins with `%41`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Why our client refuses what the other one sends.
pub(super) fn refusal(method: &Method<'_>, given: &Arguments, theirs: &Answer) -> Option<Rule> {
    let Answer::Request { url, .. } = theirs else { return None };
    let empty =
        |(name, value): (&String, &Value)| method.parameter(name).is_some_and(in_path) && value.as_str() == Some("");
    if given.parameters.iter().any(empty) {
        return Some(Rule::EmptyPath);
    }
    Url::new(url, &std::collections::BTreeSet::new()).has_dots().then_some(Rule::Dots)
}

#[cfg(test)]
mod tests {
    use super::super::method;
    use super::*;

    #[test]
    fn what_python_is_given_instead() {
        let document =
            json!({"methods": {"a": {"id": "a", "path": "{+name}/{x}", "parameters": {"name": {}, "x": {}}}}});
        let methods = method::all(&document);
        let with = |name: &str| {
            let mut given = Arguments::default();
            given.parameters.insert("name".to_owned(), name.into());
            given.parameters.insert("x".to_owned(), "a?b%41 ".into());
            let (rules, arguments) = rewritten(&methods[0], &given)?;
            assert_eq!(arguments.parameters["x"], given.parameters["x"]);
            Some((rules, arguments.parameters["name"].as_str().map(str::to_owned)?))
        };
        let both = vec![Rule::PathEnds, Rule::PartlyEncoded];
        assert_eq!(with("a?b"), Some((vec![Rule::PathEnds], "a%3Fb".to_owned())));
        assert_eq!(with("a#é%zz"), Some((vec![Rule::PathEnds], "a%23%C3%A9%25zz".to_owned())));
        assert_eq!(with("%41 b"), Some((vec![Rule::PartlyEncoded], "%41%20b".to_owned())));
        assert_eq!(with("%4f?%"), Some((both, "%4f%3F%25".to_owned())));
        // All encoded, or nothing: Python does the same.
        assert_eq!(with("%41/b"), None);
        assert_eq!(with("é b/[c]"), None);
    }

    #[test]
    fn a_number_with_a_pattern() {
        let parameters = json!({"n": {"pattern": "^[^/]+$"}, "m": {}});
        let document = json!({"methods": {"a": {"id": "a", "path": "", "parameters": parameters}}});
        let methods = method::all(&document);
        let mut given = Arguments::default();
        given.parameters.extend([("n".to_owned(), json!(7)), ("m".to_owned(), json!(7))]);
        let (rules, arguments) = rewritten(&methods[0], &given).expect("rewritten");
        assert_eq!(rules, [Rule::PatternOfNumber]);
        assert_eq!((&arguments.parameters["n"], &arguments.parameters["m"]), (&json!("7"), &json!(7)));
    }

    #[test]
    fn a_body_of_any_kind() {
        let document = json!({
            "schemas": {"A": {"properties": {"content": {"$ref": "HttpBody"}}}},
            "methods": {"a": {"request": {"$ref": "A"}}, "b": {"request": {"$ref": "HttpBody"}}}
        });
        let methods = method::all(&document);
        let with = |index: usize, body: Value| {
            let given = Arguments { body: Some(body), ..Arguments::default() };
            let (rules, arguments) = rewritten(&methods[index], &given).expect("rewritten");
            assert_eq!(rules, [Rule::HttpBody]);
            arguments.body.expect("a body")
        };
        let whole = json!({"contentType": "a/b", "data": "YQ=="});
        assert_eq!(with(0, json!({"content": whole})), whole);
        assert_eq!(with(1, whole.clone()), whole);
        assert_eq!(with(1, json!({})), json!({"contentType": "application/octet-stream", "data": ""}));
    }

    #[test]
    fn a_text_of_true() {
        let document = json!({"methods": {"a": {"id": "a", "path": ""}}});
        let methods = method::all(&document);
        let mut given = Arguments::default();
        given.common.insert("pp".to_owned(), true.into());
        given.common.insert("prettyPrint".to_owned(), true.into());
        let (rules, arguments) = rewritten(&methods[0], &given).expect("rewritten");
        assert_eq!((rules, arguments.common["pp"].as_str()), (vec![Rule::StackParameter], Some("true")));
        assert_eq!(arguments.common["prettyPrint"], true);
    }
}
