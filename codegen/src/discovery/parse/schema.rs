//! Parses a `JsonSchema`.

use std::collections::BTreeMap;

use super::conflicts;
use super::json::Node;
use super::object::{ObjectReader, unexpected};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{EnumValue, Format, JsonSchema, Location, ObjectSchema, ScalarType, SchemaKind, Variant};

impl JsonSchema {
    pub(super) fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        object.ignore(&["id", "kind", "etag"]);
        let members = KindMembers::parse(&mut object, warnings)?;
        let present = members.present();
        let schema = Self {
            kind: members.into_kind(),
            description: object.string("description")?,
            default: object.scalar("default")?,
            pattern: object.string("pattern")?,
            minimum: object.scalar("minimum")?,
            maximum: object.scalar("maximum")?,
            required_by: match object.take("annotations") {
                None => Vec::new(),
                Some(node) => {
                    let mut annotations = ObjectReader::new(node, pointer.key("annotations"), warnings)?;
                    let required = annotations.strings("required")?;
                    annotations.finish(warnings);
                    required
                }
            },
            required: object.bool("required")?,
            repeated: object.bool("repeated")?,
            read_only: object.bool("readOnly")?,
            deprecated: object.bool("deprecated")?,
            location: object.string("location")?.map(Location::from),
        };
        object.finish(warnings);
        conflicts::warn(&schema, &present, &pointer, warnings);
        Ok(schema)
    }

    pub(super) fn parse_boxed(
        node: Node<'_>,
        pointer: Pointer<'_>,
        warnings: &mut Warnings,
    ) -> Result<Box<Self>, Error> {
        Self::parse(node, pointer, warnings).map(Box::new)
    }
}

/// The members of a schema that determine its kind.
struct KindMembers {
    ty: Option<String>,
    reference: Option<String>,
    format: Option<String>,
    values: Vec<EnumValue>,
    properties: BTreeMap<String, Box<JsonSchema>>,
    additional_properties: Option<Box<JsonSchema>>,
    items: Option<Box<JsonSchema>>,
    variant: Option<Variant>,
}

impl KindMembers {
    fn parse(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let parent = object.pointer;
        Ok(Self {
            ty: object.string("type")?,
            reference: object.string("$ref")?,
            format: object.string("format")?,
            values: enum_values(object, warnings)?,
            properties: object.map("properties", warnings, JsonSchema::parse_boxed)?,
            additional_properties: inner_schema(object, "additionalProperties", warnings)?,
            items: inner_schema(object, "items", warnings)?,
            variant: match object.take("variant") {
                None => None,
                Some(node) => Some(Variant::parse(node, parent.key("variant"), warnings)?),
            },
        })
    }

    /// Returns the names of the members that are set, without `$ref`.
    fn present(&self) -> Vec<&'static str> {
        let members = [
            ("type", self.ty.is_some()),
            ("enum", !self.values.is_empty()),
            ("format", self.format.is_some()),
            ("items", self.items.is_some()),
            ("properties", !self.properties.is_empty()),
            ("additionalProperties", self.additional_properties.is_some()),
            ("variant", self.variant.is_some()),
        ];
        members.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect()
    }

    /// Determines the kind from `$ref`, from `type`, or else from the member that implies a type.
    fn into_kind(self) -> SchemaKind {
        let Self { ty, reference, format, values, properties, additional_properties, items, variant } = self;
        let implies_object = !properties.is_empty() || additional_properties.is_some() || variant.is_some();
        let object = ObjectSchema { properties, additional_properties, variant };
        match (reference, ty.as_deref()) {
            (Some(name), _) => SchemaKind::Reference(name),
            (None, Some("object")) => SchemaKind::Object(object),
            (None, Some("array")) => SchemaKind::Array(items),
            (None, Some("string")) if !values.is_empty() => SchemaKind::Enum(values),
            (None, Some(name)) => match ScalarType::from_name(name) {
                Some(scalar) => SchemaKind::Scalar(scalar, format.map(Format::from)),
                None => SchemaKind::Unknown(name.to_owned()),
            },
            (None, None) if implies_object => SchemaKind::Object(object),
            (None, None) if items.is_some() => SchemaKind::Array(items),
            (None, None) if !values.is_empty() => SchemaKind::Enum(values),
            (None, None) => SchemaKind::Unspecified,
        }
    }
}

fn enum_values(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<Vec<EnumValue>, Error> {
    let values = object.strings("enum")?;
    let descriptions = object.strings("enumDescriptions")?;
    let deprecated = object.bools("enumDeprecated")?;
    let pointer = object.pointer;
    for (member, length) in [("enumDescriptions", descriptions.len()), ("enumDeprecated", deprecated.len())] {
        if length > values.len() {
            warnings.push(&pointer.key(member), "has more entries than `enum`; the others are ignored");
        }
    }
    Ok(values
        .into_iter()
        .enumerate()
        .map(|(index, value)| EnumValue {
            value,
            description: descriptions.get(index).cloned().unwrap_or_default(),
            deprecated: deprecated.get(index).copied().unwrap_or(false),
        })
        .collect())
}

/// Parses `items` or `additionalProperties`. Both `true` and `{}` allow any value, `false` is the
/// same as no schema.
fn inner_schema(
    object: &mut ObjectReader<'_, '_>,
    key: &str,
    warnings: &mut Warnings,
) -> Result<Option<Box<JsonSchema>>, Error> {
    let any = SchemaKind::Scalar(ScalarType::Any, None);
    let parent = object.pointer;
    let pointer = parent.key(key);
    match object.take(key) {
        None | Some(Node::Bool(false)) => Ok(None),
        Some(Node::Bool(true)) => Ok(Some(Box::new(JsonSchema { kind: any, ..JsonSchema::default() }))),
        Some(node @ Node::Object(_)) => {
            let mut schema = JsonSchema::parse(node, pointer, warnings)?;
            if let SchemaKind::Unspecified = schema.kind {
                schema.kind = any;
            }
            Ok(Some(Box::new(schema)))
        }
        Some(other) => Err(unexpected(&pointer, "a schema", &other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::parse::json;

    /// Returns the schema and its warnings, one per line.
    fn parse(text: &str) -> (JsonSchema, String) {
        let mut warnings = Warnings::default();
        let node = json::parse(text).expect("valid JSON");
        let schema = JsonSchema::parse(node, Pointer::ROOT, &mut warnings).expect("a valid schema");
        let warnings: Vec<String> = warnings.into_sorted().iter().map(ToString::to_string).collect();
        (schema, warnings.join("\n"))
    }

    #[test]
    fn members_imply_a_missing_type() {
        let kind = |text| parse(text).0.kind;
        assert!(matches!(kind(r#"{"properties": {"a": {"type": "string"}}}"#), SchemaKind::Object(_)));
        assert!(matches!(kind(r#"{"additionalProperties": true}"#), SchemaKind::Object(_)));
        assert!(matches!(kind(r#"{"variant": {"discriminant": "type", "map": []}}"#), SchemaKind::Object(_)));
        assert!(matches!(kind(r#"{"items": {"type": "string"}}"#), SchemaKind::Array(Some(_))));
        assert!(matches!(kind(r#"{"enum": ["A"]}"#), SchemaKind::Enum(_)));
        assert!(matches!(kind(r#"{"description": "Text."}"#), SchemaKind::Unspecified));
    }

    #[test]
    fn keeps_unknown_types_formats_and_locations() {
        let (schema, warnings) = parse(r#"{"type": "integr", "location": "header"}"#);
        assert!(matches!(schema.kind, SchemaKind::Unknown(name) if name == "integr"));
        assert_eq!(schema.location, Some(Location::Unknown("header".to_owned())));
        let (schema, _) = parse(r#"{"type": "string", "format": "int128"}"#);
        let format = Format::Unknown("int128".to_owned());
        assert!(matches!(schema.kind, SchemaKind::Scalar(ScalarType::String, Some(found)) if found == format));
        assert_eq!(warnings, "");
    }

    #[test]
    fn empty_inner_schemas_allow_any_value() {
        for values in ["true", "{}", r#"{"description": "Anything."}"#] {
            let (schema, warnings) = parse(&format!(r#"{{"type": "object", "additionalProperties": {values}}}"#));
            let SchemaKind::Object(object) = schema.kind else { panic!("expected an object") };
            let kind = object.additional_properties.expect("a schema of the values").kind;
            assert!(matches!(kind, SchemaKind::Scalar(ScalarType::Any, None)), "{values}");
            assert_eq!(warnings, "");
        }
    }

    #[test]
    fn warns_about_ignored_members() {
        let warnings = |text| parse(text).1;
        assert_eq!(warnings(r#"{"type": "integer", "enum": ["1"]}"#), "/enum: ignored because the type is `integer`");
        assert_eq!(
            warnings(r#"{"items": {"type": "string"}, "enum": ["A"]}"#),
            "/enum: ignored because `items` is set"
        );
        assert_eq!(warnings(r#"{"format": "int64"}"#), "/format: ignored because the schema has no `type`");
    }
}
