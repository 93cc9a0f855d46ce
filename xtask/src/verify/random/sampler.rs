//! Random values of messages, maps and lists.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::Sample;
use super::scalar::is_null_value;

/// A source of random values of the schemas of one document.
pub(in crate::verify) struct Sampler<'d> {
    document: &'d Value,
    pub(super) random: fastrand::Rng,
    depth: usize,
    /// How many values the current sample may still contain; further messages, maps and lists are
    /// empty.
    remaining: usize,
}

/// Nesting beyond which objects are empty, because schemas may be recursive.
const MAX_DEPTH: usize = 6;

/// Maximum number of values in a sample. A schema that contains itself in many properties has
/// millions within the maximum depth.
const MAX_VALUES: usize = 5_000;

impl<'d> Sampler<'d> {
    pub(in crate::verify) fn new(document: &'d Value, random: fastrand::Rng) -> Self {
        Self { document, random, depth: 0, remaining: MAX_VALUES }
    }

    /// Returns a value of the schema with this name.
    pub(in crate::verify) fn named(&mut self, name: &str) -> Sample {
        self.remaining = MAX_VALUES;
        self.value(self.lookup(name))
    }

    /// Returns a value of a schema or parameter of the document.
    pub(in crate::verify) fn of(&mut self, schema: &'d Value) -> Sample {
        self.value(schema)
    }

    fn lookup(&self, name: &str) -> &'d Value {
        self.document.get("schemas").and_then(|schemas| schemas.get(name)).unwrap_or(&Value::Null)
    }

    /// Follows `$ref`.
    fn resolved(&self, mut schema: &'d Value) -> &'d Value {
        for _ in 0..100 {
            match schema.get("$ref").and_then(Value::as_str) {
                Some(name) => schema = self.lookup(name),
                None => break,
            }
        }
        schema
    }

    fn value(&mut self, schema: &'d Value) -> Sample {
        let by_name = schema.get("$ref").is_some();
        let schema = self.resolved(schema);
        self.depth += 1;
        self.remaining = self.remaining.saturating_sub(1);
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let sample = match (text("type").unwrap_or("object"), text("format")) {
            ("boolean", _) => Sample::unchanged(self.random.bool().into()),
            ("any" | "null", _) => Sample::unchanged(self.json(0)),
            ("integer", Some("int32")) => self.int32(),
            ("integer", Some("uint32")) => Sample::unchanged(self.random.u32(..).into()),
            ("integer", _) => Sample::unchanged(self.random.i64(..).into()),
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

    /// Returns `true` if further messages, maps and lists must be empty.
    fn is_exhausted(&self) -> bool {
        self.depth > MAX_DEPTH || self.remaining == 0
    }

    fn object(&mut self, schema: &'d Value, by_name: bool) -> Sample {
        let properties = schema.get("properties").and_then(Value::as_object).filter(|map| !map.is_empty());
        match (properties, schema.get("additionalProperties")) {
            (Some(properties), _) => self.message(properties),
            (None, Some(values)) => self.map(schema, values),
            // A schema without any keyword is a message without fields if it has a name, and a
            // free-form object otherwise.
            (None, None) if by_name || self.depth == 1 => self.message(&NO_PROPERTIES),
            (None, None) => {
                let mut object = Map::new();
                for _ in 0..self.random.usize(0..3) {
                    object.insert(self.text(), self.json(1));
                }
                Sample::unchanged(Value::Object(object))
            }
        }
    }

    fn message(&mut self, properties: &'d Map<String, Value>) -> Sample {
        let (mut sent, mut expected) = (Map::new(), Map::new());
        for (name, schema) in properties {
            if self.is_exhausted() || self.random.u8(..) < 90 {
                continue;
            }
            let resolved = self.resolved(schema);
            let free = matches!(resolved.get("type").and_then(Value::as_str), Some("any" | "null"));
            let free = free || is_null_value(resolved);
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
            let value = self.json(0);
            sent.insert(UNKNOWN_PROPERTY.to_owned(), value.clone());
            expected.insert(UNKNOWN_PROPERTY.to_owned(), value);
        }
        Sample { sent: Value::Object(sent), expected: Value::Object(expected) }
    }

    /// Returns `true` if a property with this value is omitted: an empty list or map, but not an
    /// empty message.
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
        let count = if self.is_exhausted() { 0 } else { self.random.usize(0..3) };
        for _ in 0..count {
            let name = self.text();
            let null = nulls && self.random.u8(..) < 80;
            let sample = if null { Sample::unchanged(Value::Null) } else { self.value(values) };
            sent.insert(name.clone(), sample.sent);
            expected.insert(name, sample.expected);
        }
        Sample { sent: Value::Object(sent), expected: Value::Object(expected) }
    }

    fn array(&mut self, schema: &'d Value) -> Sample {
        let count = if self.is_exhausted() { 0 } else { self.random.usize(0..3) };
        let items = schema.get("items").unwrap_or(&Value::Null);
        let (sent, expected) = (0..count)
            .map(|_| {
                let sample = self.value(items);
                (sample.sent, sample.expected)
            })
            .unzip();
        Sample { sent: Value::Array(sent), expected: Value::Array(expected) }
    }
}

/// A property that no document has.
const UNKNOWN_PROPERTY: &str = "zz new-since/the document";

static NO_PROPERTIES: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
