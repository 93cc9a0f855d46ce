//! A call to make twice: arguments for a method, as our client gets them and as the other one does.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Map, Value, json};

use super::method::{HttpBody, Method, common, in_path};
use super::{pattern, text};
use crate::sample::{Sample, Sampler};

/// Arguments by wire name. Ours may say the same in another way, as the rules of `sample.rs` allow: more digits of a
/// second, another alphabet of base64.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) ours: Arguments,
    pub(super) theirs: Arguments,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) parameters: Map<String, Value>,
    /// Those of parameters that all methods of the API have.
    pub(super) common: Map<String, Value>,
    pub(super) body: Option<Value>,
}

impl Arguments {
    /// What travels to a program, beside what says which method is meant.
    pub(super) fn line(&self, key: &str, method: &Value) -> String {
        let mut line = json!({key: method, "parameters": self.parameters, "common": self.common});
        if let (Some(body), Some(line)) = (&self.body, line.as_object_mut()) {
            line.insert("body".to_owned(), body.clone());
        }
        line.to_string()
    }
}

/// The first case of a method has all its parameters; in the others each may be missing.
pub(super) fn sample<'d>(
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
            case.ours.parameters.insert(name.to_owned(), sample.sent);
            case.theirs.parameters.insert(name.to_owned(), sample.expected);
        }
    }
    // Those that a method has of its own are not these.
    for (name, schema) in common(document).filter(|(name, _)| method.parameter(name).is_none()) {
        if random.u8(..) < 30 {
            let sample = parameter(schema, &mut sampler, &mut random).map_err(|error| format!("`{name}`: {error}"))?;
            case.ours.common.insert(name.to_owned(), sample.sent);
            case.theirs.common.insert(name.to_owned(), sample.expected);
        }
    }
    if let Some(request) = method.request() {
        let sample = match method.http_body() {
            Some(place) => http_body(place, &mut random),
            None => sampler.of(request),
        };
        case.ours.body = Some(sample.sent);
        case.theirs.body = Some(sample.expected);
    }
    Ok(case)
}

/// A message that travels as the data in it, so that it holds nothing else. No content type is quite that of messages: our
/// program tells by it what it has sent.
fn http_body(place: HttpBody<'_>, random: &mut fastrand::Rng) -> Sample {
    let mut body = Map::new();
    if random.bool() {
        let kind = ["application/json; charset=utf-8", "application/fhir+json", "image/png"].get(random.usize(0..3));
        body.extend(kind.map(|kind| ("contentType".to_owned(), (*kind).into())));
    }
    if random.bool() {
        let bytes: Vec<u8> = (0..random.usize(0..20)).map(|_| random.u8(..)).collect();
        body.insert("data".to_owned(), URL_SAFE.encode(bytes).into());
    }
    Sample::same(match place {
        HttpBody::Message => body.into(),
        HttpBody::Field(name) => json!({ name: body }),
    })
}

fn is_required(schema: &Value) -> bool {
    in_path(schema) || schema.get("required").and_then(Value::as_bool) == Some(true)
}

fn parameter<'d>(schema: &'d Value, sampler: &mut Sampler<'d>, random: &mut fastrand::Rng) -> Result<Sample, String> {
    if schema.get("repeated").and_then(Value::as_bool) != Some(true) {
        return one(schema, sampler, random);
    }
    let count = random.choice([0, 1, 3]).unwrap_or(1);
    let (mut sent, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let sample = one(schema, sampler, random)?;
        sent.push(sample.sent);
        expected.push(sample.expected);
    }
    Ok(Sample { sent: sent.into(), expected: expected.into() })
}

fn one<'d>(schema: &'d Value, sampler: &mut Sampler<'d>, random: &mut fastrand::Rng) -> Result<Sample, String> {
    let text_of = |key: &str| schema.get(key).and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let text = match (values.and_then(|values| random.choice(values)), text_of("type"), text_of("format")) {
        (Some(value), ..) => return Ok(Sample::same(value.clone())),
        // A format allows less than the pattern beside it, which is never but `^[^/]+$`.
        (None, Some("string") | None, None) => match text_of("pattern") {
            Some(pattern) => pattern::sample(pattern, random)?,
            // In a path nothing and dots are worth a try: they make it another path.
            None if in_path(schema) => match random.u8(..) {
                0..6 => ["", ".", ".."].get(random.usize(0..3)).copied().unwrap_or_default().to_owned(),
                _ => text::some(random),
            },
            None => text::any(random),
        },
        _ => return Ok(sampler.of(schema)),
    };
    Ok(Sample::same(text.into()))
}

#[cfg(test)]
mod tests {
    use super::super::method;
    use super::*;

    #[test]
    fn cases() {
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
            let case = sample(&document, &methods[0], number, fastrand::Rng::with_seed(number)).expect("a case");
            let theirs = &case.theirs.parameters;
            assert!(case.theirs.body.is_some() && case.ours.body.is_some() && !case.theirs.common.contains_key("alt"));
            assert!(theirs["id"].is_string() && theirs["n"].is_string(), "{theirs:?}");
            match theirs.get("e") {
                Some(values) => drop(counts.insert(values.as_array().map(Vec::len))),
                None => without += 1,
            }
            with_fields += usize::from(case.theirs.common.contains_key("fields"));
            assert!(number > 0 || theirs.contains_key("e") && theirs.contains_key("q"));
        }
        assert_eq!(counts, [Some(0), Some(1), Some(3)].into());
        assert!(without > 50 && with_fields > 5);
    }
}
