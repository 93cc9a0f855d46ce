//! Structs for the schemas of a document, whose impls serde derives. Their fields have the types
//! that google-apis-rs chooses.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

#[derive(Default)]
pub struct Structs {
    /// The types of schemas.
    types: BTreeMap<String, String>,
    text: String,
    count: usize,
}

impl Structs {
    pub fn of(document: &Value) -> Self {
        let mut structs = Self::default();
        let schemas = document["schemas"].as_object().into_iter().flatten();
        for (index, (name, _)) in schemas.clone().enumerate() {
            structs.types.insert(name.clone(), format!("Schema{index}"));
        }
        for (name, schema) in schemas {
            let ty = structs.types[name].clone();
            if schema.get("properties").is_some() {
                structs.declare(&ty, schema);
            } else {
                let target = structs.ty_of(schema);
                let _ = writeln!(structs.text, "pub type {ty} = {target};");
            }
        }
        structs
    }

    /// Returns the type of a schema.
    pub fn ty(&self, schema: &str) -> Option<&str> {
        self.types.get(schema).map(String::as_str)
    }

    /// Returns the declarations.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn declare(&mut self, name: &str, schema: &Value) {
        let mut text = format!("#[derive(Serialize, Deserialize)]\npub struct {name} {{\n");
        for (index, (property, schema)) in schema["properties"].as_object().into_iter().flatten().enumerate() {
            let ty = self.ty_of(schema);
            let _ = writeln!(text, "    #[serde(rename = {property:?}, skip_serializing_if = \"Option::is_none\")]");
            let _ = writeln!(text, "    field_{index}: Option<{ty}>,");
        }
        text.push_str("}\n");
        self.text.push_str(&text);
    }

    fn ty_of(&mut self, schema: &Value) -> String {
        if let Some(name) = schema["$ref"].as_str() {
            return format!("Box<{}>", self.types[name]);
        }
        if schema.get("properties").is_some() {
            self.count += 1;
            let name = format!("Inline{}", self.count);
            self.declare(&name, schema);
            return name;
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("string"), Some("int64")) => "Text<i64>".into(),
            (Some("string"), Some("uint64")) => "Text<u64>".into(),
            (Some("string"), Some("byte")) => "Bytes".into(),
            (Some("string"), Some("date-time" | "google-datetime")) => "chrono::DateTime<chrono::Utc>".into(),
            (Some("string"), Some("date")) => "chrono::NaiveDate".into(),
            (Some("string"), Some("google-duration")) => "Duration".into(),
            (Some("string"), Some("google-fieldmask")) => "google_apis_common::FieldMask".into(),
            (Some("string"), _) => "String".into(),
            (Some("integer"), Some("uint32")) => "u32".into(),
            (Some("integer"), _) => "i32".into(),
            (Some("number"), Some("float")) => "f32".into(),
            (Some("number"), _) => "f64".into(),
            (Some("boolean"), _) => "bool".into(),
            (Some("array"), _) => format!("Vec<{}>", self.ty_of(&schema["items"])),
            (Some("object"), _) => match schema.get("additionalProperties") {
                Some(values) => format!("HashMap<String, {}>", self.ty_of(values)),
                None => "HashMap<String, Value>".into(),
            },
            _ => "Value".into(),
        }
    }
}
