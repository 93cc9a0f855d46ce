//! Uses of types: what a property, a parameter or a body is in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::{docs, unions};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{JsonSchema, RestDescription};
use crate::model::{Docs, Enum, Field, Item, Name, Shape, Struct, Ty, Variant};
use crate::names::{self, Scope};

/// What is known of the document's schemas before any is lowered.
pub(super) struct Types<'d> {
    pub(super) description: &'d RestDescription,
    /// The schemas' Rust names.
    names: BTreeMap<&'d str, String>,
    /// Aliases that stand for a list or a map, which need no `Option` around them.
    collections: BTreeSet<&'d str>,
    /// Aliases that would contain themselves, as no alias can.
    endless: BTreeSet<&'d str>,
    /// The namespace of `schemas`.
    scope: Scope,
}

/// Where go types that stand inside another one, and what is odd about them.
pub(super) struct Sink<'s> {
    pub(super) scope: Option<&'s mut Scope>,
    pub(super) items: &'s mut Vec<Item>,
    pub(super) warnings: &'s mut Warnings,
}

impl<'d> Types<'d> {
    pub(super) fn new(description: &'d RestDescription, warnings: &mut Warnings) -> Self {
        let mut scope = Scope::default();
        let root = Pointer::ROOT;
        let schemas = root.key("schemas");
        let mut names = BTreeMap::new();
        // Schemas whose names are Rust's already come first: no other one can take their names away.
        let (plain, other): (Vec<_>, Vec<_>) =
            description.schemas.keys().partition(|wire| names::type_name(wire) == **wire);
        for wire in plain.into_iter().chain(other) {
            let given = scope.give(names::type_name(wire));
            if given.clashed && description.is_reached(wire) {
                warnings.push(
                    &schemas.key(wire),
                    format!("another schema has this name in Rust; this one is `{}`", given.name),
                );
            }
            names.insert(wire.as_str(), given.name);
        }
        let aliases = Aliases::new(description);
        let endless = aliases.endless();
        Self { description, names, collections: aliases.collections(&endless), endless, scope }
    }

    pub(super) fn name(&self, wire: &str) -> String {
        self.names.get(wire).cloned().unwrap_or_default()
    }

    pub(super) fn is_endless(&self, wire: &str) -> bool {
        self.endless.contains(wire)
    }

    /// The type of a value. `hint` names the type that has to be made if the value's type has no name of its own.
    pub(super) fn ty(
        &mut self,
        schema: &JsonSchema,
        hint: &str,
        pointer: Pointer<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<Ty, Error> {
        if let Some(reference) = &schema.reference {
            return match self.names.get(reference.as_str()) {
                Some(name) => Ok(Ty::Schema(name.clone())),
                None => Err(self.dangling(reference, &pointer)),
            };
        }
        let ty = match schema.ty.as_deref() {
            Some(ty) => ty,
            None if !schema.properties.is_empty() || schema.additional_properties.is_some() => "object",
            None if schema.items.is_some() => "array",
            None if !schema.values.is_empty() => "string",
            None => {
                sink.warnings.push(&pointer, "there is neither a `type` nor a `$ref`; taken as a value of any type");
                "any"
            }
        };
        if !schema.values.is_empty() && ty != "string" {
            sink.warnings.push(&pointer.key("enum"), format!("an enum of type `{ty}`; its values are not checked"));
        }
        if let ("object", Some(variant)) = (ty, &schema.variant) {
            let name = self.give(hint, "Object", &pointer, sink);
            let shape = Shape::Union(unions::lower(self, schema, variant, &pointer, sink.warnings)?);
            sink.items.push(Item {
                docs: docs::schema(schema),
                deprecated: schema.deprecated,
                shape,
                name: Name { wire: hint.to_owned(), rust: name.clone() },
            });
            return Ok(local(sink, name));
        }
        match ty {
            "string" if !schema.values.is_empty() => self.enumeration(schema, hint, pointer, sink),
            "array" => {
                let Some(items) = &schema.items else {
                    return Err(Error::at(&pointer, "expected an array to have `items`"));
                };
                let items = self.ty(items, names::singular(hint), pointer.key("items"), sink)?;
                Ok(Ty::Vec(Box::new(items)))
            }
            "object" if !schema.properties.is_empty() => {
                let name = self.give(hint, "Object", &pointer, sink);
                let at = sink.items.len();
                let shape = self.structure(schema, &name, pointer, sink)?;
                let item = Item {
                    docs: docs::schema(schema),
                    deprecated: schema.deprecated,
                    shape: Shape::Struct(shape),
                    name: Name { wire: hint.to_owned(), rust: name.clone() },
                };
                // Before the types inside it, so that the file reads from the outside in.
                sink.items.insert(at, item);
                Ok(local(sink, name))
            }
            "object" => match &schema.additional_properties {
                Some(values) => {
                    let pointer = pointer.key("additionalProperties");
                    let ty = self.ty(values, names::singular(hint), pointer, sink)?;
                    Ok(Ty::Map(Box::new(if values.nullable { Ty::Option(Box::new(ty)) } else { ty })))
                }
                None => Ok(Ty::Map(Box::new(Ty::Json))),
            },
            _ => scalar(ty, schema.format.as_deref(), &pointer, sink.warnings),
        }
    }

    /// A property's type: absent unless a list or a map says the same by being empty.
    fn property(
        &mut self,
        schema: &JsonSchema,
        hint: &str,
        pointer: Pointer<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<Ty, Error> {
        let ty = self.ty(schema, hint, pointer, sink)?;
        let collection = match &schema.reference {
            Some(reference) => self.collections.contains(reference.as_str()),
            None => matches!(ty, Ty::Vec(_) | Ty::Map(_)),
        };
        Ok(if collection { ty } else { Ty::Option(Box::new(ty)) })
    }

    /// The fields of an object that has properties, or of one that says nothing at all.
    pub(super) fn structure(
        &mut self,
        schema: &JsonSchema,
        name: &str,
        pointer: Pointer<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<Struct, Error> {
        if schema.additional_properties.is_some() {
            sink.warnings.push(
                &pointer.key("additionalProperties"),
                "beside `properties`; values of other names are kept as JSON among the unknown fields",
            );
        }
        let mut scope = Scope::default();
        let properties = pointer.key("properties");
        let mut fields = Vec::with_capacity(schema.properties.len());
        for (wire, property) in &schema.properties {
            let pointer = properties.key(wire);
            let given = scope.give(names::snake(wire));
            if given.clashed {
                sink.warnings
                    .push(&pointer, format!("another property has this name in Rust; this one is `{}`", given.name));
            }
            let hint = format!("{name}{}", names::upper_camel(wire).trim_start_matches('_'));
            fields.push(Field {
                ty: self.property(property, &hint, pointer, sink)?,
                docs: docs::value(property),
                deprecated: property.deprecated,
                fixed: fixed(wire, property),
                name: Name { wire: wire.clone(), rust: given.name },
            });
        }
        let unknown = scope.give("unknown_fields".to_owned()).name;
        Ok(Struct { fields, unknown })
    }

    fn enumeration(
        &mut self,
        schema: &JsonSchema,
        hint: &str,
        pointer: Pointer<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<Ty, Error> {
        let name = self.give(hint, "Value", &pointer, sink);
        let shape = Shape::Enum(variants(schema, &pointer, sink.warnings));
        sink.items.push(Item {
            docs: docs::schema(schema),
            // The property that has this type is what is deprecated.
            deprecated: false,
            shape,
            name: Name { wire: hint.to_owned(), rust: name.clone() },
        });
        Ok(local(sink, name))
    }

    /// A name for a type inside another one. Schemas' own names are taken already: they never give way. `kind` is
    /// what a person would add to tell the two apart.
    fn give(&mut self, hint: &str, kind: &str, pointer: &Pointer<'_>, sink: &mut Sink<'_>) -> String {
        let scope = sink.scope.as_deref_mut().unwrap_or(&mut self.scope);
        let given = scope.give_or(hint.to_owned(), kind);
        if given.clashed {
            sink.warnings.push(pointer, format!("`{hint}` is another type; this one is `{}`", given.name));
        }
        given.name
    }

    pub(super) fn dangling(&self, reference: &str, pointer: &Pointer<'_>) -> Error {
        let short: String = reference.chars().take(80).collect();
        let error =
            Error::at(&pointer.key("$ref"), format!("`{}` is not among the document's schemas", short.escape_debug()));
        let near = self
            .names
            .keys()
            .map(|name| (strsim::normalized_damerau_levenshtein(name, &short), *name))
            .filter(|(score, _)| *score > 0.6)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match near {
            Some((_, name)) => error.help(format!("the nearest schema is `{name}`")),
            None => error,
        }
    }
}

fn local(sink: &Sink<'_>, name: String) -> Ty {
    if sink.scope.is_some() { Ty::Local(name) } else { Ty::Schema(name) }
}

/// A schema's enum, or a parameter's.
pub(super) fn variants(schema: &JsonSchema, pointer: &Pointer<'_>, warnings: &mut Warnings) -> Enum {
    let mut scope = Scope::default();
    let mut seen = BTreeSet::new();
    let values = pointer.key("enum");
    let mut variants = Vec::with_capacity(schema.values.len());
    for (index, wire) in schema.values.iter().enumerate() {
        let pointer = values.index(index);
        if !seen.insert(wire) {
            warnings.push(&pointer, "this value stands more than once; the first one counts");
            continue;
        }
        let given = scope.give_or(names::upper_camel(wire), names::style(wire));
        if given.clashed {
            warnings.push(&pointer, format!("another value has this name in Rust; this one is `{}`", given.name));
        }
        let said = schema.value_descriptions.get(index).map_or("", String::as_str);
        variants.push(Variant {
            docs: Docs::text(said),
            is_default: schema.default.as_deref() == Some(wire),
            deprecated: schema.value_deprecated.get(index).copied().unwrap_or(false),
            name: Name { wire: wire.clone(), rust: given.name },
        });
    }
    let unknown = scope.give("Unknown".to_owned()).name;
    Enum { variants, unknown }
}

/// `kind` says what a resource is, and has one value for ever. A default elsewhere is the server's business.
pub(super) fn fixed(wire: &str, property: &JsonSchema) -> Option<String> {
    let plain = property.ty.as_deref() == Some("string") && property.format.is_none() && property.values.is_empty();
    if wire == "kind" && plain { property.default.clone().filter(|value| value.contains('#')) } else { None }
}

fn scalar(ty: &str, format: Option<&str>, pointer: &Pointer<'_>, warnings: &mut Warnings) -> Result<Ty, Error> {
    Ok(match (ty, format) {
        ("boolean", None) => Ty::Bool,
        ("integer", Some("int32" | "int16" | "int8")) => Ty::I32,
        ("integer", Some("uint32" | "uint16" | "uint8")) => Ty::U32,
        ("integer", None | Some("int64" | "uint64")) => Ty::Number,
        ("number", Some("float")) => Ty::F32,
        ("number", None | Some("double")) => Ty::F64,
        ("string", None) => Ty::String,
        ("string", Some("int64")) => Ty::I64,
        ("string", Some("uint64")) => Ty::U64,
        ("string", Some("byte")) => Ty::Bytes,
        ("string", Some("date")) => Ty::Date,
        ("string", Some("date-time")) => Ty::DateTime,
        ("string", Some("google-datetime")) => Ty::Timestamp,
        ("string", Some("google-duration")) => Ty::Duration,
        ("string", Some("google-fieldmask")) => Ty::FieldMask,
        ("any" | "null", None | Some("google.protobuf.Value" | "google.protobuf.Any" | "google.protobuf.Struct")) => {
            Ty::Json
        }
        ("boolean" | "integer" | "number" | "string" | "any" | "null", Some(format)) => {
            let known = match ty {
                "integer" => "int32, uint32, int64 or uint64",
                "number" => "float or double",
                "string" => {
                    "int64, uint64, byte, date, date-time, google-datetime, google-duration or google-fieldmask"
                }
                "any" => "google.protobuf.Value",
                _ => "none",
            };
            let format = excerpt(format, 40);
            let message = format!("`{format}` is not a format of type `{ty}`, which is taken plain; expected {known}");
            warnings.push(&pointer.key("format"), message);
            return scalar(ty, None, pointer, warnings);
        }
        (other, _) => {
            let other = excerpt(other, 40);
            return Err(Error::at(
                &pointer.key("type"),
                format!("`{other}` is not a type; expected string, integer, number, boolean, object, array or any"),
            ));
        }
    })
}
