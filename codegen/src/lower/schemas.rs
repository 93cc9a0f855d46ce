//! The schemas of the document, each with the types nested in it, sorted by name.

use super::aliases::{Definition, definition};
use super::context::Context;
use super::module::Module;
use super::types::TypeLowering;
use super::unused::{self, Position};
use super::{docs, enums, unions};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::ObjectSchema;
use crate::model::{Attributes, Item, Name, Shape, Ty};

/// Adds the types of the selected schemas to the module.
pub(super) fn lower(context: &Context<'_>, module: &mut Module, warnings: &mut Warnings) -> Result<(), Error> {
    let root = Pointer::ROOT;
    let schemas = root.key("schemas");
    let empty = ObjectSchema::default();
    for (wire, schema) in &context.description.schemas {
        let Some(name) = context.type_name(wire).filter(|_| context.selection.contains_schema(wire)) else {
            continue;
        };
        let pointer = schemas.key(wire);
        unused::report(schema, Position::Schema, &pointer, warnings);
        let index = module.items.len();
        let mut types = TypeLowering { context, module, warnings };
        let shape = match definition(schema) {
            Definition::Struct(object) => Shape::Struct(types.fields(object.unwrap_or(&empty), name, pointer)?),
            Definition::Union(object, variant) => {
                Shape::Union(unions::lower(context, object, variant, &pointer, warnings)?)
            }
            Definition::Enum(values) => Shape::Enum(enums::lower(schema, values, &pointer, warnings)),
            Definition::Alias if context.is_endless(wire) => {
                warnings.push(&pointer, "the schema refers only to itself; generated as a JSON value");
                Shape::Alias(Ty::Json)
            }
            Definition::Alias => Shape::Alias(types.ty(schema, &format!("{name}Item"), pointer)?),
        };
        let name = Name { wire: wire.clone(), rust: name.to_owned() };
        let attributes = Attributes::default();
        let item = Item { docs: docs::schema(schema), deprecated: schema.deprecated, attributes, shape, name };
        // Insert the type before the types nested in it.
        module.items.insert(index, item);
    }
    Ok(())
}
