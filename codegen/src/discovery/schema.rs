//! `JsonSchema`: the type of a message, a property or a parameter.

use std::collections::BTreeMap;

use super::json::Node;
use super::object::{Object, unexpected};
use super::siblings;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};

/// A schema, a property, an array's items, a map's values, or a parameter: the format uses one shape for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsonSchema {
    /// `type`: string, integer, number, boolean, object, array, any, null.
    pub(crate) ty: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) value_descriptions: Vec<String>,
    pub(crate) value_deprecated: Vec<bool>,
    pub(crate) pattern: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) properties: BTreeMap<String, JsonSchema>,
    pub(crate) additional_properties: Option<Box<JsonSchema>>,
    pub(crate) items: Option<Box<JsonSchema>>,
    pub(crate) variant: Option<Variant>,
    /// Methods that need this property set: `annotations.required`.
    pub(crate) required_by: Vec<String>,
    pub(crate) required: bool,
    pub(crate) repeated: bool,
    pub(crate) read_only: bool,
    pub(crate) deprecated: bool,
    /// `path` or `query`; parameters only.
    pub(crate) location: Option<String>,
    /// Whether `null` is a value, too. The format has no word for it: only `fixups` knows.
    pub(crate) nullable: bool,
}

/// `variant`: which of several schemas an object is, told by one of its properties.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) discriminant: String,
    /// Value of the discriminant, and the schema that it stands for.
    pub(crate) map: Vec<(String, String)>,
}

impl JsonSchema {
    pub(super) fn read(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = Object::new(node, pointer, warnings)?;
        object.ignore(&["id", "kind", "etag"]);
        let schema = Self {
            ty: object.string("type")?,
            reference: object.string("$ref")?,
            format: object.string("format")?,
            description: object.string("description")?,
            default: object.text("default")?,
            values: object.strings("enum")?,
            value_descriptions: object.strings("enumDescriptions")?,
            value_deprecated: object.bools("enumDeprecated")?,
            pattern: object.string("pattern")?,
            minimum: object.text("minimum")?,
            maximum: object.text("maximum")?,
            properties: object.map("properties", warnings, Self::read)?,
            additional_properties: nested(&mut object, "additionalProperties", warnings)?,
            items: nested(&mut object, "items", warnings)?,
            variant: match object.take("variant") {
                None => None,
                Some(node) => Some(Variant::read(node, pointer.key("variant"), warnings)?),
            },
            required_by: match object.take("annotations") {
                None => Vec::new(),
                Some(node) => {
                    let mut annotations = Object::new(node, pointer.key("annotations"), warnings)?;
                    let required = annotations.strings("required")?;
                    annotations.finish(warnings);
                    required
                }
            },
            required: object.bool("required")?,
            repeated: object.bool("repeated")?,
            read_only: object.bool("readOnly")?,
            deprecated: object.bool("deprecated")?,
            location: object.string("location")?,
            nullable: false,
        };
        object.finish(warnings);
        siblings::tell(&schema, &pointer, warnings);
        Ok(schema)
    }
}

/// `additionalProperties: true` and `{}` say the same: anything. `false` says that there are none.
fn nested(object: &mut Object<'_, '_>, key: &str, warnings: &mut Warnings) -> Result<Option<Box<JsonSchema>>, Error> {
    let parent = object.pointer;
    let pointer = parent.key(key);
    let any = JsonSchema { ty: Some("any".to_owned()), ..JsonSchema::default() };
    match object.take(key) {
        None | Some(Node::Bool(false)) => Ok(None),
        Some(Node::Bool(true)) => Ok(Some(Box::new(any))),
        Some(node @ Node::Object(_)) => {
            let mut schema = JsonSchema::read(node, pointer, warnings)?;
            let says = schema.ty.is_some() || schema.reference.is_some() || !schema.values.is_empty();
            let holds =
                schema.items.is_some() || schema.additional_properties.is_some() || !schema.properties.is_empty();
            if !says && !holds {
                schema.ty = any.ty;
            }
            Ok(Some(Box::new(schema)))
        }
        Some(other) => Err(unexpected(&pointer, "a schema", &other)),
    }
}

impl Variant {
    fn read(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = Object::new(node, pointer, warnings)?;
        let missing = |key: &str| Error::at(&pointer, format!("a variant needs `{key}`"));
        let discriminant = object.string("discriminant")?.ok_or_else(|| missing("discriminant"))?;
        let map_pointer = pointer.key("map");
        let map = match object.take("map") {
            Some(Node::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| {
                    let pointer = map_pointer.index(index);
                    let missing = |key: &str| Error::at(&pointer, format!("expected a `{key}`"));
                    let mut entry = Object::new(item, pointer, warnings)?;
                    let value = entry.string("type_value")?.ok_or_else(|| missing("type_value"))?;
                    let schema = entry.string("$ref")?.ok_or_else(|| missing("$ref"))?;
                    entry.finish(warnings);
                    Ok((value, schema))
                })
                .collect::<Result<_, Error>>()?,
            Some(other) => return Err(unexpected(&map_pointer, "an array", &other)),
            None => return Err(missing("map")),
        };
        object.finish(warnings);
        Ok(Self { discriminant, map })
    }
}
