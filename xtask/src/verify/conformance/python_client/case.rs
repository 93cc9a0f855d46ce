//! Random arguments for a method.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Map, Value, json};

use super::method::{HttpBody, Method, common, in_path};
use super::{pattern, strings};
use crate::verify::random::{Sample, Sampler};

/// The arguments of a call for both clients. Those for the generated crate may have another form of
/// the same values, as described in `random.rs`: more fractional digits, another alphabet of
/// base64.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) rust: Arguments,
    pub(super) python: Arguments,
}

/// Arguments by wire name.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) parameters: Map<String, Value>,
    /// Arguments for the parameters that all methods of the API have.
    pub(super) common: Map<String, Value>,
    pub(super) body: Option<Value>,
}

impl Arguments {
    /// Returns the line that is sent to a client: the arguments, and the method as `key`.
    pub(super) fn to_line(&self, key: &str, method: &Value) -> String {
        let mut line = json!({key: method, "parameters": self.parameters, "common": self.common});
        if let (Some(body), Some(line)) = (&self.body, line.as_object_mut()) {
            line.insert("body".to_owned(), body.clone());
        }
        line.to_string()
    }
}

/// Returns a random case. The first case of a method has all parameters; in the others, optional
/// parameters are omitted at random.
pub(super) fn random<'d>(
    document: &'d Value,
    method: &Method<'d>,
    number: u64,
    mut random: fastrand::Rng,
) -> Result<Case, String> {
    let mut case = Case::default();
    let mut sampler = Sampler::new(document, random.fork());
    for (name, schema) in method.parameters() {
        if is_required(schema) || number == 0 || random.bool() {
            let sample = parameter(schema, &mut sampler, &mut random).map_err(|error| format!("`{name}`: {error}"))?;
            case.rust.parameters.insert(name.to_owned(), sample.sent);
            case.python.parameters.insert(name.to_owned(), sample.expected);
        }
    }
    // A parameter of the method hides a common one of the same name.
    for (name, schema) in common(document).filter(|(name, _)| method.parameter(name).is_none()) {
        if random.u8(..) < 30 {
            let sample = parameter(schema, &mut sampler, &mut random).map_err(|error| format!("`{name}`: {error}"))?;
            case.rust.common.insert(name.to_owned(), sample.sent);
            case.python.common.insert(name.to_owned(), sample.expected);
        }
    }
    if let Some(request) = method.request() {
        let sample = match method.http_body() {
            Some(position) => http_body(position, &mut random),
            None => sampler.of(request),
        };
        case.rust.body = Some(sample.sent);
        case.python.body = Some(sample.expected);
    }
    Ok(case)
}

/// Returns a message with an `HttpBody`. The message has no other fields because only the data is
/// sent. None of the content types is exactly that of messages, so that the driver can distinguish
/// the two.
fn http_body(position: HttpBody<'_>, random: &mut fastrand::Rng) -> Sample {
    let mut body = Map::new();
    if random.bool() {
        let content_type =
            ["application/json; charset=utf-8", "application/fhir+json", "image/png"].get(random.usize(0..3));
        body.extend(content_type.map(|value| ("contentType".to_owned(), (*value).into())));
    }
    if random.bool() {
        let bytes: Vec<u8> = (0..random.usize(0..20)).map(|_| random.u8(..)).collect();
        body.insert("data".to_owned(), URL_SAFE.encode(bytes).into());
    }
    Sample::unchanged(match position {
        HttpBody::Message => body.into(),
        HttpBody::Field(name) => json!({ name: body }),
    })
}

fn is_required(schema: &Value) -> bool {
    in_path(schema) || schema.get("required").and_then(Value::as_bool) == Some(true)
}

fn parameter<'d>(schema: &'d Value, sampler: &mut Sampler<'d>, random: &mut fastrand::Rng) -> Result<Sample, String> {
    if schema.get("repeated").and_then(Value::as_bool) != Some(true) {
        return value(schema, sampler, random);
    }
    let count = random.choice([0, 1, 3]).unwrap_or(1);
    let (mut sent, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let sample = value(schema, sampler, random)?;
        sent.push(sample.sent);
        expected.push(sample.expected);
    }
    Ok(Sample { sent: sent.into(), expected: expected.into() })
}

fn value<'d>(schema: &'d Value, sampler: &mut Sampler<'d>, random: &mut fastrand::Rng) -> Result<Sample, String> {
    let text_of = |key: &str| schema.get(key).and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let text = match (values.and_then(|values| random.choice(values)), text_of("type"), text_of("format")) {
        (Some(value), ..) => return Ok(Sample::unchanged(value.clone())),
        // A format is stricter than the pattern of the same schema, which is always `^[^/]+$`.
        (None, Some("string") | None, None) => match text_of("pattern") {
            Some(pattern) => pattern::random_match(pattern, random)?,
            // An empty string and dots in a path lead to another path, so they are generated more
            // often.
            None if in_path(schema) => match random.u8(..) {
                0..6 => ["", ".", ".."].get(random.usize(0..3)).copied().unwrap_or_default().to_owned(),
                _ => strings::non_empty(random),
            },
            None => strings::any(random),
        },
        _ => return Ok(sampler.of(schema)),
    };
    Ok(Sample::unchanged(text.into()))
}

#[cfg(test)]
mod tests {
    use super::super::method;
    use super::*;

    #[test]
    fn generates_optional_parameters_at_random() {
        let document = json!({
            "schemas": {"A": {"type": "object", "properties": {"b": {"type": "string"}}}},
            "parameters": {"alt": {"type": "string"}, "fields": {"type": "string"}},
            "methods": {"m": {"id": "m", "path": "x/{id}/{n}", "request": {"$ref": "A"}, "parameters": {
                "id": {"type": "string", "location": "path"},
                "n": {"type": "string", "format": "int64", "location": "path"},
                "e": {"type": "string", "enum": ["A", "B"], "repeated": true, "location": "query"},
                "q": {"type": "string", "pattern": "^a/[^/]+$", "location": "query"}
            }}}
        });
        let methods = method::all(&document);
        let (mut counts, mut without, mut with_fields) = (std::collections::BTreeSet::new(), 0, 0);
        for number in 0..200 {
            let case = random(&document, &methods[0], number, fastrand::Rng::with_seed(number)).expect("a case");
            let python = &case.python.parameters;
            assert!(case.python.body.is_some() && case.rust.body.is_some() && !case.python.common.contains_key("alt"));
            assert!(python["id"].is_string() && python["n"].is_string(), "{python:?}");
            match python.get("e") {
                Some(values) => drop(counts.insert(values.as_array().map(Vec::len))),
                None => without += 1,
            }
            with_fields += usize::from(case.python.common.contains_key("fields"));
            assert!(number > 0 || python.contains_key("e") && python.contains_key("q"));
        }
        assert_eq!(counts, [Some(0), Some(1), Some(3)].into());
        assert!(without > 50 && with_fields > 5);
    }
}
