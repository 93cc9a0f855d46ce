//! `variant`: an object that is one of several schemas, told by one of its properties.

use super::docs;
use super::types::Types;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, Variant};
use crate::model::{Name, Ty, Union, UnionVariant};
use crate::names::{self, Scope};

pub(super) fn lower(
    types: &Types<'_>,
    schema: &JsonSchema,
    variant: &Variant,
    pointer: &Pointer<'_>,
    warnings: &mut Warnings,
) -> Result<Union, Error> {
    let at = pointer.key("variant");
    let map = at.key("map");
    let mut scope = Scope::default();
    let mut variants: Vec<UnionVariant> = Vec::with_capacity(variant.map.len());
    for (index, (value, reference)) in variant.map.iter().enumerate() {
        let pointer = map.index(index);
        let Some(target) = types.description.schemas.get(reference) else {
            return Err(types.dangling(reference, &pointer));
        };
        if variants.iter().any(|variant| variant.name.wire == *value) {
            warnings.push(&pointer, "this value stands more than once; the first one counts");
            continue;
        }
        let given = scope.give(names::upper_camel(value));
        if given.clashed {
            warnings.push(&pointer, format!("another value has this name in Rust; this one is `{}`", given.name));
        }
        variants.push(UnionVariant {
            name: Name { wire: value.clone(), rust: given.name },
            docs: docs::schema(target),
            ty: Ty::Schema(types.name(reference)),
        });
    }
    let properties = pointer.key("properties");
    for name in schema.properties.keys().filter(|name| **name != variant.discriminant) {
        let everywhere = variant.map.iter().all(|(_, reference)| {
            types.description.schemas.get(reference).is_some_and(|target| target.properties.contains_key(name))
        });
        if !everywhere {
            let message =
                "not every variant describes this property; those that do not keep it among their unknown fields";
            warnings.push(&properties.key(name), message);
        }
    }
    let unknown = scope.give("Unknown".to_owned()).name;
    Ok(Union { discriminant: variant.discriminant.clone(), variants, unknown })
}
