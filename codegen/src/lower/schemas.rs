//! The schemas of the document, each with the types nested in it, sorted by name.

use super::aliases::{Definition, definition};
use super::context::Context;
use super::module::Module;
use super::types::TypeLowering;
use super::unused::{self, Position};
use super::{docs, enums, unions};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, ObjectSchema};
use crate::model::{Attributes, Item, Name, Shape, Ty};

/// Adds the types of all schemas to the module, those of the selected ones as part of the crate.
pub(super) fn lower(context: &Context<'_>, module: &mut Module, warnings: &mut Warnings) -> Result<(), Error> {
    let root = Pointer::ROOT;
    let schemas = root.key("schemas");
    for (wire, schema) in &context.description.schemas {
        let Some(name) = context.type_name(wire) else { continue };
        let pointer = schemas.key(wire);
        let count = module.items.len();
        if context.selection.contains_schema(wire) {
            self::schema(context, (wire, schema), name, module, pointer, warnings)?;
        } else {
            // Nested types claim their names, unless the schema is invalid.
            let mut ignored = Warnings::default();
            self::schema(context, (wire, schema), name, module, pointer, &mut ignored).ok();
            module.unselect_after(count);
        }
    }
    Ok(())
}

/// Adds the type of a schema.
fn schema(
    context: &Context<'_>,
    (wire, schema): (&str, &JsonSchema),
    name: &str,
    module: &mut Module,
    pointer: Pointer<'_>,
    warnings: &mut Warnings,
) -> Result<(), Error> {
    unused::report(schema, Position::Schema, &pointer, warnings);
    let index = module.items.len();
    let empty = ObjectSchema::default();
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
        Definition::Alias => Shape::Alias(types.ty(schema, &|| format!("{name}Item"), pointer)?),
    };
    let name = Name { wire: wire.to_owned(), rust: name.to_owned() };
    let attributes = Attributes::default();
    let (docs, deprecated) = (docs::schema(schema), schema.deprecated);
    let item = Item { docs, deprecated, attributes, is_introduced: false, shape, name };
    // Insert the type before the types nested in it.
    module.items.insert(index, item);
    Ok(())
}
