//! Random values of a schema, read from the plain JSON of the document: what a server may send, and what must come
//! out again. Where the two differ, this file is the rule:
//!
//! - a property that is `null` or an empty list or map may be left out, and is; `null` for a free-form value is kept
//! - a 64-bit integer comes out as a string, a 32-bit one as a number, whichever it was
//! - bytes come out as padded, URL-safe base64, whichever alphabet they had
//! - times come out with 0, 3, 6 or 9 digits of a second; `google-datetime` in UTC, `date-time` with its offset
//! - a fixed `kind` that was left out is there
//! - `null` as the value of a map is kept where the map's description speaks of null values

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// A value on its way in, and the same on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) sent: Value,
    pub(crate) expected: Value,
}

impl Sample {
    pub(crate) fn same(value: Value) -> Self {
        Self { sent: value.clone(), expected: value }
    }
}

/// Makes values.
pub(crate) struct Sampler<'d> {
    document: &'d Value,
    random: fastrand::Rng,
    depth: usize,
    /// How many more values may have something inside.
    left: usize,
}

/// References deeper than this become empty objects: schemas may contain each other.
const DEPTH: usize = 6;

/// Values that one sample has. A schema that contains itself in many places makes millions within the depth alone.
const SIZE: usize = 5_000;

impl<'d> Sampler<'d> {
    pub(crate) fn new(document: &'d Value, random: fastrand::Rng) -> Self {
        Self { document, random, depth: 0, left: SIZE }
    }

    /// A value of one of the document's schemas.
    pub(crate) fn schema(&mut self, name: &str) -> Sample {
        self.left = SIZE;
        self.value(self.named(name))
    }

    /// A value of any schema of the document, or of a parameter.
    pub(crate) fn of(&mut self, schema: &'d Value) -> Sample {
        self.value(schema)
    }

    fn named(&self, name: &str) -> &'d Value {
        self.document.get("schemas").and_then(|schemas| schemas.get(name)).unwrap_or(&Value::Null)
    }

    /// The schema itself, or the one that it refers to.
    fn resolved(&self, mut schema: &'d Value) -> &'d Value {
        for _ in 0..100 {
            match schema.get("$ref").and_then(Value::as_str) {
                Some(name) => schema = self.named(name),
                None => break,
            }
        }
        schema
    }

    fn value(&mut self, schema: &'d Value) -> Sample {
        let by_name = schema.get("$ref").is_some();
        let schema = self.resolved(schema);
        self.depth += 1;
        self.left = self.left.saturating_sub(1);
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let sample = match (text("type").unwrap_or("object"), text("format")) {
            ("boolean", _) => Sample::same(self.random.bool().into()),
            ("any" | "null", _) => Sample::same(self.anything(0)),
            ("integer", Some("int32")) => self.int32(),
            ("integer", Some("uint32")) => Sample::same(self.random.u32(..).into()),
            ("integer", _) => Sample::same(self.random.i64(..).into()),
            ("number", Some("float")) => self.float(true),
            ("number", _) => self.float(false),
            ("array", _) => self.array(schema),
            ("object", _) => self.object(schema, by_name),
            (_, Some(format)) => self.formatted(format),
            (_, None) => self.string(schema),
        };
        self.depth -= 1;
        sample
    }

    /// Whether what comes next stays empty.
    fn is_enough(&self) -> bool {
        self.depth > DEPTH || self.left == 0
    }

    fn object(&mut self, schema: &'d Value, by_name: bool) -> Sample {
        let properties = schema.get("properties").and_then(Value::as_object).filter(|map| !map.is_empty());
        match (properties, schema.get("additionalProperties")) {
            (Some(properties), _) => self.message(properties),
            (None, Some(values)) => self.map(schema, values),
            // A schema that says nothing is a message without fields; inside another one it is any object.
            (None, None) if by_name || self.depth == 1 => self.message(&EMPTY),
            (None, None) => {
                let mut object = Map::new();
                for _ in 0..self.random.usize(0..3) {
                    object.insert(self.text(), self.anything(1));
                }
                Sample::same(Value::Object(object))
            }
        }
    }

    fn message(&mut self, properties: &'d Map<String, Value>) -> Sample {
        let (mut sent, mut expected) = (Map::new(), Map::new());
        for (name, schema) in properties {
            let fixed =
                schema.get("default").and_then(Value::as_str).filter(|value| name == "kind" && value.contains('#'));
            if self.is_enough() || self.random.u8(..) < 90 {
                if let Some(kind) = fixed {
                    expected.insert(name.clone(), kind.into());
                }
                continue;
            }
            let resolved = self.resolved(schema);
            let free = matches!(resolved.get("type").and_then(Value::as_str), Some("any" | "null"));
            if self.random.u8(..) < 10 {
                sent.insert(name.clone(), Value::Null);
                if free {
                    expected.insert(name.clone(), Value::Null);
                }
                continue;
            }
            let sample = self.value(schema);
            if !self.is_empty_collection(schema, &sample.expected) {
                expected.insert(name.clone(), sample.expected);
            }
            sent.insert(name.clone(), sample.sent);
        }
        if self.random.u8(..) < 60 {
            // No property of any document has this name.
            let value = self.anything(0);
            sent.insert("zz new-since/the document".to_owned(), value.clone());
            expected.insert("zz new-since/the document".to_owned(), value);
        }
        Sample { sent: Value::Object(sent), expected: Value::Object(expected) }
    }

    /// An empty list or map as a property says no more than its absence. An empty message does.
    fn is_empty_collection(&self, schema: &'d Value, value: &Value) -> bool {
        let by_name = schema.get("$ref").is_some();
        let schema = self.resolved(schema);
        let free = matches!(schema.get("type").and_then(Value::as_str), Some("any" | "null"));
        let message = schema.get("properties").and_then(Value::as_object).is_some_and(|map| !map.is_empty())
            || by_name && schema.get("additionalProperties").is_none() && schema.get("items").is_none();
        let empty = value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
        empty && !free && !message
    }

    fn map(&mut self, schema: &'d Value, values: &'d Value) -> Sample {
        let description = schema.get("description").and_then(Value::as_str).unwrap_or("");
        let nulls = description.contains("null values");
        let (mut sent, mut expected) = (Map::new(), Map::new());
        let count = if self.is_enough() { 0 } else { self.random.usize(0..3) };
        for _ in 0..count {
            let name = self.text();
            let null = nulls && self.random.u8(..) < 80;
            let sample = if null { Sample::same(Value::Null) } else { self.value(values) };
            sent.insert(name.clone(), sample.sent);
            expected.insert(name, sample.expected);
        }
        Sample { sent: Value::Object(sent), expected: Value::Object(expected) }
    }

    fn array(&mut self, schema: &'d Value) -> Sample {
        let count = if self.is_enough() { 0 } else { self.random.usize(0..3) };
        let items = schema.get("items").unwrap_or(&Value::Null);
        let (sent, expected) = (0..count)
            .map(|_| {
                let sample = self.value(items);
                (sample.sent, sample.expected)
            })
            .unzip();
        Sample { sent: Value::Array(sent), expected: Value::Array(expected) }
    }

    fn string(&mut self, schema: &'d Value) -> Sample {
        let values = schema.get("enum").and_then(Value::as_array);
        let known = values.and_then(|values| values.get(self.random.usize(0..values.len().max(1))));
        Sample::same(match known {
            Some(value) if self.random.u8(..) < 200 => value.clone(),
            Some(_) => "NEWER_THAN_THE_DOCUMENT".into(),
            None => self.text().into(),
        })
    }

    fn int32(&mut self) -> Sample {
        let value = *self.pick(&[0, -1, i32::MIN, i32::MAX, 77]);
        // Some servers quote these, too.
        let sent = if self.random.u8(..) < 40 { value.to_string().into() } else { value.into() };
        Sample { sent, expected: value.into() }
    }

    fn float(&mut self, single: bool) -> Sample {
        if self.random.u8(..) < 40 {
            return Sample::same((*self.pick(&["NaN", "Infinity", "-Infinity"])).into());
        }
        let value = *self.pick(&[0.0, -0.5, 0.1, 1e-7, 123_456.75, 1e20, -3.0]);
        if single {
            // What the nearest 32-bit float is called.
            let short: f64 = (value as f32).to_string().parse().unwrap_or(value);
            return Sample { sent: json!(value), expected: json!(short) };
        }
        let value = if self.random.bool() { value } else { self.random.f64() * 1e9 };
        Sample::same(json!(value))
    }

    fn formatted(&mut self, format: &str) -> Sample {
        match format {
            "int64" => {
                let value = *self.pick(&[0, -1, i64::MIN, i64::MAX, 9_007_199_254_740_993]);
                let sent = if self.random.bool() { value.to_string().into() } else { value.into() };
                Sample { sent, expected: value.to_string().into() }
            }
            "uint64" => {
                let value = *self.pick(&[0, u64::MAX, 9_007_199_254_740_993]);
                let sent = if self.random.bool() { value.to_string().into() } else { value.into() };
                Sample { sent, expected: value.to_string().into() }
            }
            "byte" => {
                let bytes: Vec<u8> = (0..self.random.usize(0..9)).map(|_| self.random.u8(..)).collect();
                let engine = self.pick(&[STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]);
                Sample { sent: engine.encode(&bytes).into(), expected: URL_SAFE.encode(&bytes).into() }
            }
            "date" => Sample::same((*self.pick(&["2024-02-29", "0001-01-01", "9999-12-31"])).into()),
            "date-time" => {
                let (sent, digits) = self.seconds();
                let offset = *self.pick(&["", "Z", "+02:00", "-07:30"]);
                Sample { sent: format!("{sent}{offset}").into(), expected: format!("{digits}{offset}").into() }
            }
            "google-datetime" => {
                let (sent, digits) = self.seconds();
                Sample { sent: format!("{sent}Z").into(), expected: format!("{digits}Z").into() }
            }
            "google-duration" => {
                let (sent, expected) = *self.pick(&[
                    ("0s", "0s"),
                    ("3.5s", "3.500s"),
                    ("-0.000000001s", "-0.000000001s"),
                    ("315576000000.999999999s", "315576000000.999999999s"),
                    ("1.000100s", "1.000100s"),
                ]);
                Sample { sent: sent.into(), expected: expected.into() }
            }
            "google-fieldmask" => Sample::same((*self.pick(&["a", "a,b.c", "displayName,labels.x"])).into()),
            _ => Sample::same(self.text().into()),
        }
    }

    /// A time as somebody writes it, and as it comes out.
    fn seconds(&mut self) -> (&'static str, &'static str) {
        *self.pick(&[
            ("2024-02-29T23:59:59", "2024-02-29T23:59:59"),
            ("2024-02-29T23:59:59.5", "2024-02-29T23:59:59.500"),
            ("1969-12-31T00:00:00.000001", "1969-12-31T00:00:00.000001"),
            ("9999-12-31T23:59:59.999999999", "9999-12-31T23:59:59.999999999"),
            ("2000-01-01T00:00:00.000", "2000-01-01T00:00:00"),
        ])
    }

    fn anything(&mut self, depth: usize) -> Value {
        match self.random.usize(0..if depth > 2 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => self.random.bool().into(),
            2 => self.random.i64(..).into(),
            3 => self.random.u64(..).into(),
            4 => json!(self.random.f64()),
            5 => self.text().into(),
            6 => (0..self.random.usize(0..3)).map(|_| self.anything(depth + 1)).collect(),
            _ => {
                let mut object = Map::new();
                for _ in 0..self.random.usize(0..3) {
                    object.insert(self.text(), self.anything(depth + 1));
                }
                Value::Object(object)
            }
        }
    }

    fn text(&mut self) -> String {
        const LETTERS: &[char] =
            &['a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\u{0}', 'é', '日', '\u{202e}', '🦀', '\''];
        (0..self.random.usize(0..8)).map(|_| *self.pick(LETTERS)).collect()
    }

    fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        // Every list here has something in it.
        #[allow(clippy::indexing_slicing, reason = "the index is below the length")]
        &choices[self.random.usize(0..choices.len())]
    }
}

static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

/// FNV-1a: the same on every machine and in every version, as a printed seed must be.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The first place where two values differ. Numbers are equal if they are the same number.
pub(crate) fn difference(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                return Some(format!("{path}/{name} came out of nothing"));
            }
            a.iter().find_map(|(name, value)| match b.get(name) {
                Some(found) => difference(value, found, &format!("{path}/{name}")),
                None => Some(format!("{path}/{name} is lost")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| difference(a, b, &format!("{path}/{at}")))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            (a.as_f64() != b.as_f64()).then(|| format!("{path}: {a} became {b}"))
        }
        (a, b) => (a != b).then(|| format!("{path}: {a} became {b}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_found_wherever_it_is() {
        let at = |a: Value, b: Value| difference(&a, &b, "");
        assert_eq!(at(json!({"a": [1, {"b": 3}]}), json!({"a": [1, {"b": 3.0}]})), None);
        assert_eq!(at(json!({"a": [1, {"b": 3}]}), json!({"a": [1, {"b": 4}]})).as_deref(), Some("/a/1/b: 3 became 4"));
        assert_eq!(at(json!({"a": null}), json!({})).as_deref(), Some("/a is lost"));
        assert_eq!(at(json!({}), json!({"a": null})).as_deref(), Some("/a came out of nothing"));
        assert_eq!(at(json!(["1"]), json!([1])).as_deref(), Some("/0: \"1\" became 1"));
    }
}
