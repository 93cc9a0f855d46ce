//! Unions: objects with one of several schemas, which the value of one property selects.

use super::context::Context;
use super::docs;
use super::unused::{self, Position};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{ObjectSchema, Variant, VariantCase};
use crate::model::{Name, Union, UnionVariant};
use crate::names::{Distinct, Namespace};

pub(super) fn lower(
    context: &Context<'_>,
    object: &ObjectSchema,
    variant: &Variant,
    pointer: &Pointer<'_>,
    warnings: &mut Warnings,
) -> Result<Union, Error> {
    let variant_pointer = pointer.key("variant");
    let map = variant_pointer.key("map");
    let names = Distinct::variants(variant.cases.iter().map(|case| case.value.as_str()));
    let mut namespace = Namespace::default();
    let mut variants: Vec<UnionVariant> = Vec::with_capacity(variant.cases.len());
    for (index, case) in variant.cases.iter().enumerate() {
        let pointer = map.index(index);
        let ty = context.reference(&case.schema, &pointer)?;
        if variants.iter().any(|variant| variant.name.wire == case.value) {
            warnings.push(&pointer, "duplicate value; only the first occurrence is used");
            continue;
        }
        let claimed = namespace.claim(names.name(&case.value));
        let numbered = |name: &str| format!("another value has the same name in Rust; this one is named `{name}`");
        warnings.extend(&pointer, claimed.warning(numbered));
        let docs = context.description.schemas.get(&case.schema).map(docs::schema);
        variants.push(UnionVariant {
            name: Name { wire: case.value.clone(), rust: claimed.name },
            docs: docs.unwrap_or_default(),
            ty,
        });
    }
    warn_about_properties(context, object, variant, pointer, warnings);
    let unknown = namespace.claim("Unknown".to_owned()).name;
    Ok(Union { discriminant: variant.discriminant.clone(), variants, unknown })
}

/// Reports what is ignored of the property that selects a variant, and properties of the object that
/// the schemas of the variants do not have, or describe in another way.
fn warn_about_properties(
    context: &Context<'_>,
    object: &ObjectSchema,
    variant: &Variant,
    pointer: &Pointer<'_>,
    warnings: &mut Warnings,
) {
    let in_variant = |case: &VariantCase, name: &str| context.description.schemas.get(&case.schema)?.property(name);
    let properties = pointer.key("properties");
    for (name, property) in &object.properties {
        let pointer = properties.key(name);
        if *name == variant.discriminant {
            if property.is_plain_string() {
                unused::report(property, Position::Discriminant, &pointer, warnings);
            } else {
                warnings.push(&pointer, "the property selects a variant by any string; its type is ignored");
            }
        } else if variant.cases.iter().any(|case| in_variant(case, name).is_none()) {
            let message = "some variants do not have this property; they keep its value in their unknown fields";
            warnings.push(&pointer, message);
        } else if variant.cases.iter().any(|case| in_variant(case, name) != Some(property)) {
            warnings.push(&pointer, "some variants describe this property differently; their description is used");
        }
    }
}
