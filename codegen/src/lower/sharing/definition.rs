//! The definition of a shared type, and the aliases that replace the members of its group.

use std::collections::HashMap;

use super::Inline;
use super::identity::with_names;
use super::naming::GroupName;
use crate::model::{Docs, Item, MemberDocs, Name, Shape, Shared, Ty};

/// Returns the definition for a group of identical types: that of the member with the group's name,
/// or else of the first one. `shared_names` are the names of shared types by those of their members.
pub(super) fn of(members: &[Inline<'_>], name: &GroupName, shared_names: &HashMap<&str, String>) -> Option<Item> {
    let named = members.iter().find(|member| name.is_member && member.in_schemas && member.name == name.text);
    let mut item = named.or(members.first())?.item.clone();
    if !name.is_member {
        item.name = Name { wire: name.text.clone(), rust: name.text.clone() };
        item.is_introduced = true;
    }
    // The types nested in this member may not be part of the crate, but the shared ones are.
    let rename = |ty: &mut Ty| *ty = with_names(ty, &|name| shared_names.get(name).map(String::as_str));
    let default = default_value(&item).map(str::to_owned);
    match &mut item.shape {
        Shape::Struct(shape) => shape.fields.iter_mut().for_each(|field| rename(&mut field.ty)),
        Shape::Union(shape) => shape.variants.iter_mut().for_each(|variant| rename(&mut variant.ty)),
        Shape::Enum(shape) if members.iter().any(|member| default_value(member.item) != default.as_deref()) => {
            shape.variants.iter_mut().for_each(|variant| variant.is_default = false);
        }
        Shape::Enum(_) | Shape::Alias(_) | Shape::Shared(_) => {}
    }
    Some(item)
}

/// Returns the wire name of an enum's default.
fn default_value(item: &Item) -> Option<&str> {
    let Shape::Enum(shape) = &item.shape else { return None };
    shape.variants.iter().find(|variant| variant.is_default).map(|variant| variant.name.wire.as_str())
}

/// Turns a member of a group into an alias of the shared type. Retains the documentation that
/// differs.
pub(super) fn make_alias(item: &mut Item, definition: &Item) {
    let shared = members(definition);
    let differs = |member: &Member<'_>| {
        let same = shared.iter().find(|other| other.name.wire == member.name.wire);
        same.is_none_or(|same| same.docs != member.docs || same.is_default != member.is_default)
    };
    let own_docs = members(item).into_iter().filter(differs).map(Member::into_docs).collect();
    item.shape = Shape::Shared(Shared { type_name: definition.name.rust.clone(), own_docs });
    if item.docs == definition.docs {
        item.docs = Docs::default();
    }
}

/// A field or variant of a type.
struct Member<'i> {
    name: &'i Name,
    docs: &'i Docs,
    is_default: bool,
}

impl Member<'_> {
    fn into_docs(self) -> MemberDocs {
        MemberDocs { name: self.name.clone(), docs: self.docs.clone(), is_default: self.is_default }
    }
}

/// Returns the fields or variants of a type.
fn members(item: &Item) -> Vec<Member<'_>> {
    let member = |name, docs, is_default| Member { name, docs, is_default };
    match &item.shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| member(&field.name, &field.docs, false)).collect(),
        Shape::Enum(shape) => {
            let variants = shape.variants.iter();
            variants.map(|variant| member(&variant.name, &variant.docs, variant.is_default)).collect()
        }
        Shape::Union(shape) => {
            shape.variants.iter().map(|variant| member(&variant.name, &variant.docs, false)).collect()
        }
        Shape::Alias(_) | Shape::Shared(_) => Vec::new(),
    }
}
