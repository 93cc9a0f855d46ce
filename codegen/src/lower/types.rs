//! Types of properties, parameters and bodies, with the types nested in them.

use super::context::Context;
use super::module::Module;
use super::unused::{self, Position};
use super::{docs, enums, scalars, unions};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{EnumValue, JsonSchema, ObjectSchema, SchemaKind, Variant};
use crate::model::{Attributes, Field, Item, Name, Shape, Struct, Ty};
use crate::names::{self, Distinct, Namespace};

/// Returns the name of a type that has to be defined. Most types are not, and names are expensive.
pub(super) type Hint<'h> = &'h dyn Fn() -> String;

/// The state while types are lowered. Nested types are added to `module`.
pub(super) struct TypeLowering<'l, 'd> {
    pub(super) context: &'l Context<'d>,
    pub(super) module: &'l mut Module,
    pub(super) warnings: &'l mut Warnings,
}

impl TypeLowering<'_, '_> {
    /// Returns the type of a value. `hint` returns the name of the type, if it has to be defined.
    pub(super) fn ty(&mut self, schema: &JsonSchema, hint: Hint<'_>, pointer: Pointer<'_>) -> Result<Ty, Error> {
        match &schema.kind {
            SchemaKind::Reference(name) => self.context.reference(name, &pointer),
            SchemaKind::Object(object) => match (&object.variant, &object.additional_properties) {
                (Some(variant), _) => self.union(schema, object, variant, &hint(), &pointer),
                (None, _) if !object.properties.is_empty() => self.nested_struct(schema, object, &hint(), pointer),
                (None, Some(values)) => self.map(values, hint, pointer.key("additionalProperties")),
                (None, None) => Ok(Ty::Map(Box::new(Ty::Json))),
            },
            SchemaKind::Array(Some(items)) => {
                let pointer = pointer.key("items");
                unused::report(items, Position::Inner, &pointer, self.warnings);
                let item = self.ty(items, &|| names::singular(&hint()).to_owned(), pointer)?;
                Ok(Ty::Vec(Box::new(item)))
            }
            SchemaKind::Array(None) => Err(Error::at(&pointer, "array has no `items`")),
            SchemaKind::Enum(_) if enums::is_null(schema) => Ok(Ty::NullValue),
            SchemaKind::Enum(values) => Ok(self.enumeration(schema, values, &hint(), &pointer)),
            SchemaKind::Scalar(ty, format) => Ok(scalars::lower(*ty, format.as_ref(), &pointer, self.warnings)),
            SchemaKind::Unspecified => {
                let message = "the schema has neither a `type` nor a `$ref`; treated as a value of any type";
                self.warnings.push(&pointer, message);
                Ok(Ty::Json)
            }
            SchemaKind::Unknown(name) => {
                let expected = "string, integer, number, boolean, object, array or any";
                let message = format!("unknown type `{}`; expected {expected}", excerpt(name, 40));
                Err(Error::at(&pointer.key("type"), message))
            }
        }
    }

    /// Lowers the fields of an object.
    pub(super) fn fields(&mut self, object: &ObjectSchema, name: &str, pointer: Pointer<'_>) -> Result<Struct, Error> {
        if object.additional_properties.is_some() {
            self.warnings.push(
                &pointer.key("additionalProperties"),
                "the schema also has `properties`; values of other names are kept as JSON in the unknown fields",
            );
        }
        let mut namespace = Namespace::default();
        let properties = pointer.key("properties");
        let names = Distinct::functions(object.properties.keys().map(String::as_str));
        let mut fields = Vec::with_capacity(object.properties.len());
        for (wire, property) in &object.properties {
            let pointer = properties.key(wire);
            let claimed = namespace.claim(names.name(wire));
            let numbered =
                |name: &str| format!("another property has the same name in Rust; this one is named `{name}`");
            self.warnings.extend(&pointer, claimed.warning(numbered));
            unused::report(property, Position::Property, &pointer, self.warnings);
            fields.push(Field {
                ty: self.property(property, &|| nested_name(name, names.hint(wire)), pointer)?,
                docs: docs::value(property),
                deprecated: property.deprecated,
                fixed: fixed_value(wire, property),
                name: Name { wire: wire.clone(), rust: claimed.name },
            });
        }
        let unknown = namespace.claim("unknown_fields".to_owned()).name;
        Ok(Struct { fields, unknown })
    }

    /// Returns the type of a field. Fields are optional, except for lists and maps, which may be
    /// empty.
    fn property(&mut self, schema: &JsonSchema, hint: Hint<'_>, pointer: Pointer<'_>) -> Result<Ty, Error> {
        let ty = self.ty(schema, hint, pointer)?;
        let is_collection = match &schema.kind {
            SchemaKind::Reference(name) => self.context.is_collection(name),
            _ => matches!(ty, Ty::Vec(_) | Ty::Map(_)),
        };
        Ok(if is_collection { ty } else { Ty::Option(Box::new(ty)) })
    }

    fn map(&mut self, values: &JsonSchema, hint: Hint<'_>, pointer: Pointer<'_>) -> Result<Ty, Error> {
        unused::report(values, Position::Inner, &pointer, self.warnings);
        let ty = self.ty(values, &|| names::singular(&hint()).to_owned(), pointer)?;
        let nullable = self.context.fixups.is_nullable(&pointer);
        Ok(Ty::Map(Box::new(if nullable { Ty::Option(Box::new(ty)) } else { ty })))
    }

    fn nested_struct(
        &mut self,
        schema: &JsonSchema,
        object: &ObjectSchema,
        hint: &str,
        pointer: Pointer<'_>,
    ) -> Result<Ty, Error> {
        let name = self.module.claim(hint, "Object", &pointer, self.warnings);
        let index = self.module.items.len();
        let item = Item {
            docs: docs::schema(schema),
            deprecated: schema.deprecated,
            attributes: Attributes::default(),
            is_introduced: false,
            shape: Shape::Struct(self.fields(object, &name, pointer)?),
            name: Name { wire: hint.to_owned(), rust: name.clone() },
        };
        // Insert the type before the types nested in it, which `fields` has added.
        self.module.items.insert(index, item);
        Ok(self.module.reference(name))
    }

    fn union(
        &mut self,
        schema: &JsonSchema,
        object: &ObjectSchema,
        variant: &Variant,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Result<Ty, Error> {
        let name = self.module.claim(hint, "Object", pointer, self.warnings);
        let union = unions::lower(self.context, object, variant, pointer, self.warnings)?;
        self.module.items.push(Item {
            docs: docs::schema(schema),
            deprecated: schema.deprecated,
            attributes: Attributes::default(),
            is_introduced: false,
            shape: Shape::Union(union),
            name: Name { wire: hint.to_owned(), rust: name.clone() },
        });
        Ok(self.module.reference(name))
    }

    fn enumeration(&mut self, schema: &JsonSchema, values: &[EnumValue], hint: &str, pointer: &Pointer<'_>) -> Ty {
        let name = self.module.claim(hint, "Value", pointer, self.warnings);
        let shape = Shape::Enum(enums::lower(schema, values, pointer, self.warnings));
        self.module.items.push(Item {
            docs: docs::schema(schema),
            // The field or the parameter of this type is deprecated instead.
            deprecated: false,
            attributes: Attributes::default(),
            is_introduced: false,
            shape,
            name: Name { wire: hint.to_owned(), rust: name.clone() },
        });
        self.module.reference(name)
    }
}

/// Returns the name of a type nested in the type `parent`, as the value of `wire`.
pub(super) fn nested_name(parent: &str, wire: &str) -> String {
    format!("{parent}{}", names::upper_camel(wire).trim_start_matches('_'))
}

/// Returns the value of a property that only has one: `kind` names the type of a resource. The
/// default of any other property is up to the server.
fn fixed_value(wire: &str, property: &JsonSchema) -> Option<String> {
    let is_kind = wire == "kind" && property.is_plain_string();
    property.default.clone().filter(|value| is_kind && value.contains('#'))
}
