//! The document's schemas, each with the types inside it, in the order of their names.

use super::aliases::{Kind, kind};
use super::types::{Sink, Types, variants};
use super::{docs, unions};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::model::{Item, Name, Shape, Ty};

pub(super) fn lower(types: &mut Types<'_>, warnings: &mut Warnings) -> Result<Vec<Item>, Error> {
    let root = Pointer::ROOT;
    let schemas = root.key("schemas");
    let mut items = Vec::new();
    let description = types.description;
    for (wire, schema) in description.schemas.iter().filter(|(wire, _)| description.is_reached(wire)) {
        let pointer = schemas.key(wire);
        let name = Name { wire: wire.clone(), rust: types.name(wire) };
        let at = items.len();
        let mut sink = Sink { scope: None, items: &mut items, warnings };
        let shape = match kind(schema) {
            Kind::Struct => Shape::Struct(types.structure(schema, &name.rust, pointer, &mut sink)?),
            Kind::Union(variant) => Shape::Union(unions::lower(types, schema, variant, &pointer, warnings)?),
            Kind::Enum => Shape::Enum(variants(schema, &pointer, warnings)),
            Kind::Alias if types.is_endless(wire) => {
                warnings.push(&pointer, "this type consists of nothing but itself; it is left as JSON");
                Shape::Alias(Ty::Json)
            }
            Kind::Alias => {
                let hint = format!("{}Item", name.rust);
                Shape::Alias(types.ty(schema, &hint, pointer, &mut sink)?)
            }
        };
        let item = Item { docs: docs::schema(schema), deprecated: schema.deprecated, shape, name };
        items.insert(at, item);
    }
    Ok(items)
}
