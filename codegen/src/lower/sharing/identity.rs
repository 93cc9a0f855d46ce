//! Which inline types are identical: those with the same names, types, values and deprecations.
//! Documentation may differ, and so may the order of values.

use std::collections::HashMap;

use super::Inline;
use crate::model::{Enum, Item, Name, Shape, Struct, Ty, Union};

/// All parts of a type that callers can notice.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'i> {
    deprecated: bool,
    /// The name of the field or variant for unknown members.
    unknown: &'i str,
    kind: Kind<'i>,
}

#[derive(PartialEq, Eq, Hash)]
enum Kind<'i> {
    Struct(Vec<Field<'i>>),
    Enum(Vec<(&'i Name, bool)>),
    Union(&'i str, Vec<(&'i Name, Ty)>),
}

#[derive(PartialEq, Eq, Hash)]
struct Field<'i> {
    name: &'i Name,
    ty: Ty,
    deprecated: bool,
    fixed: Option<&'i str>,
    required_by: &'i [String],
}

/// Returns the groups of two or more identical types, each sorted: types in `schemas` first, then by
/// name. The types must come after those nested in them.
///
/// Types refer to schemas by name, and to the types nested in them, which come first. So one pass is
/// enough: no inline type contains itself except through a schema.
pub(super) fn classes<'i>(inline: &[Inline<'i>]) -> Vec<Vec<Inline<'i>>> {
    let mut classes: Vec<Vec<Inline<'i>>> = Vec::new();
    let mut of_identity: HashMap<Identity<'i>, usize> = HashMap::new();
    // For each type, the first one that is identical to it.
    let mut first: HashMap<&'i str, &'i str> = HashMap::new();
    for member in inline {
        let Some(identity) = identity(member.item, &first) else { continue };
        let class = *of_identity.entry(identity).or_insert(classes.len());
        if class == classes.len() {
            classes.push(Vec::new());
        }
        let Some(members) = classes.get_mut(class) else { continue };
        members.push(*member);
        if member.in_schemas
            && let Some(other) = members.iter().find(|other| other.in_schemas)
        {
            first.insert(member.name, other.name);
        }
    }
    classes.retain(|members| members.len() > 1);
    classes.iter_mut().for_each(|members| members.sort_by_key(|member| (!member.in_schemas, member.name, member.key)));
    classes.sort_by_key(|members| members.first().map(|member| (!member.in_schemas, member.name, member.key)));
    classes
}

fn identity<'i>(item: &'i Item, first: &HashMap<&'i str, &'i str>) -> Option<Identity<'i>> {
    let (unknown, kind) = match &item.shape {
        Shape::Struct(Struct { fields, unknown }) => {
            let fields = fields.iter().map(|field| Field {
                name: &field.name,
                ty: with_names(&field.ty, &|name| first.get(name).copied()),
                deprecated: field.deprecated,
                fixed: field.fixed.as_deref(),
                required_by: &field.docs.constraints.required_by,
            });
            (unknown, Kind::Struct(fields.collect()))
        }
        Shape::Enum(Enum { variants, unknown }) => {
            let mut variants: Vec<_> = variants.iter().map(|variant| (&variant.name, variant.deprecated)).collect();
            variants.sort_by_key(|(name, _)| name.wire.as_str());
            (unknown, Kind::Enum(variants))
        }
        Shape::Union(Union { discriminant, variants, unknown }) => {
            let mut variants: Vec<_> = variants.iter().map(|variant| (&variant.name, variant.ty.clone())).collect();
            variants.sort_by_key(|(name, _)| name.wire.as_str());
            (unknown, Kind::Union(discriminant, variants))
        }
        Shape::Alias(_) | Shape::Shared(_) => return None,
    };
    Some(Identity { deprecated: item.deprecated, unknown, kind })
}

/// Returns the type with other names for the types in `schemas`, where there are any.
pub(super) fn with_names<'n>(ty: &Ty, name_of: &impl Fn(&str) -> Option<&'n str>) -> Ty {
    let inner = |ty: &Ty| Box::new(with_names(ty, name_of));
    match ty {
        Ty::Schema(name) => Ty::Schema(name_of(name).unwrap_or(name).to_owned()),
        Ty::Option(ty) => Ty::Option(inner(ty)),
        Ty::Vec(ty) => Ty::Vec(inner(ty)),
        Ty::Map(ty) => Ty::Map(inner(ty)),
        Ty::Boxed(ty) => Ty::Boxed(inner(ty)),
        other => other.clone(),
    }
}
