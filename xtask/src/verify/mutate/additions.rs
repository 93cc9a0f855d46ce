//! Changes that add what documents have in other numbers: nested schemas, references, values,
//! chains, methods.

use super::hostile::NUMBERS;
use super::json::{Json, add, set};
use super::mutator::Mutator;
use super::position::{is_name, is_schema};

impl Mutator<'_> {
    /// Puts a schema into lists, maps and objects.
    pub(super) fn nest(&mut self, document: &mut Json) {
        let path = self.find(document, is_schema);
        let depth = if self.random.u8(..10) == 0 { self.random.usize(..80) } else { self.random.usize(..8) };
        let Some(schema) = path.as_ref().and_then(|path| document.at_mut(path)) else { return };
        for _ in 0..depth {
            let inner = std::mem::replace(schema, Json::raw("null"));
            let inner_key = self.random.choice(["items", "additionalProperties", "properties"]).unwrap_or("items");
            let (ty, inner) = match inner_key {
                "items" => ("array", inner),
                "properties" => ("object", Json::object([(self.name(), inner)])),
                _ => ("object", inner),
            };
            *schema = Json::object([("type", Json::text(ty)), (inner_key, inner)]);
        }
    }

    /// Makes a schema refer to another one, or to itself.
    pub(super) fn refer(&mut self, document: &mut Json) {
        let Some(Json::Object(schemas)) = document.member("schemas") else { return };
        let names: Vec<String> = schemas.iter().map(|(name, _)| name.clone()).collect();
        let Some(name) = self.any(&names).cloned() else { return };
        let reference = Json::object([("$ref", Json::text(name))]);
        let path = self.find(document, is_schema);
        set(document, path, reference);
    }

    /// Adds an enum of many values, some of which have the same name in Rust.
    pub(super) fn add_values(&mut self, document: &mut Json) {
        let count = if self.random.u8(..10) == 0 { 2000 } else { self.random.usize(..40) };
        let values: Vec<Json> = (0..count)
            .map(|number| match self.random.u8(..4) {
                0 => Json::text(self.name()),
                1 => Json::text(format!("VALUE_{}", number % 7)),
                2 => Json::text(format!("value{number}")),
                _ => Json::raw(number.to_string()),
            })
            .collect();
        let flags = (0..self.random.usize(..4)).map(|_| Json::raw(self.word(&["true", "false"]))).collect();
        let path = self.find(document, is_schema);
        let members =
            [("type", Json::text("string")), ("enum", Json::List(values)), ("enumDeprecated", Json::List(flags))];
        set(document, path, Json::object(members));
    }

    /// Adds a chain of schemas, which may end in its start.
    pub(super) fn add_chain(&mut self, document: &mut Json) {
        let length = if self.random.u8(..4) == 0 { self.random.usize(30..90) } else { self.random.usize(1..6) };
        let kind = self.random.u8(..4);
        let cyclic = self.random.bool();
        let Some(Json::Object(schemas)) = document.member_mut("schemas") else { return };
        for number in 0..length {
            let next = if number + 1 < length { number + 1 } else { 0 };
            let reference = Json::object([("$ref", Json::text(format!("Chain{next}")))]);
            let next = match kind {
                0 => Json::object([("type", Json::text("array")), ("items", reference)]),
                1 => Json::object([("type", Json::text("object")), ("additionalProperties", reference)]),
                _ => reference,
            };
            let schema = match (number + 1 < length || cyclic, kind) {
                (false, _) => Json::object([("type", Json::text("string"))]),
                (true, 3) => next,
                (true, _) => {
                    Json::object([("type", Json::text("object")), ("properties", Json::object([("next", next)]))])
                }
            };
            schemas.push((format!("Chain{number}"), schema));
        }
    }

    pub(super) fn add_number(&mut self, document: &mut Json) {
        let path = self.find(document, is_schema);
        let member = (self.word(&["minimum", "maximum", "default"]), Json::raw(self.word(NUMBERS)));
        add(document, path, member.0.to_owned(), member.1);
    }

    /// Adds methods with parameters to a resource.
    pub(super) fn add_methods(&mut self, document: &mut Json) {
        let is_methods = |keys: &[String], value: &Json| {
            keys.last().is_some_and(|key| key == "methods") && matches!(value, Json::Object(_))
        };
        let path = self.find(document, is_methods);
        for number in 0..self.random.usize(1..6) {
            let mut template = format!("x{number}");
            let mut parameters = Vec::new();
            for _ in 0..self.random.usize(..8) {
                let (name, in_path) = (self.name(), self.random.bool());
                let is_variable = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty();
                if in_path && is_variable && !template.contains(&format!("{{{name}}}")) {
                    template.push_str(&format!("/{{{name}}}"));
                    parameters.push((name, parameter("path")));
                } else {
                    parameters.push((name, parameter("query")));
                }
            }
            let members = [
                ("id", Json::text(self.name())),
                ("path", Json::text(template)),
                ("httpMethod", Json::text(self.word(&["GET", "POST", "PATCH", "DELETE"]))),
                ("description", Json::text(self.text())),
                ("parameters", Json::Object(parameters)),
            ];
            let name = self.name();
            add(document, path.clone(), name, Json::object(members));
        }
    }

    pub(super) fn set_flag(&mut self, document: &mut Json) {
        let path = self.find(document, |keys, value| is_schema(keys, value) || is_name(keys));
        let key = self.word(&["deprecated", "required", "repeated", "readOnly", "supportsMediaDownload"]);
        let value = self.word(&["true", "true", "false", "\"true\"", "1"]);
        add(document, path, key.to_owned(), Json::raw(value));
    }
}

fn parameter(location: &str) -> Json {
    Json::object([("type", Json::text("string")), ("location", Json::text(location))])
}
