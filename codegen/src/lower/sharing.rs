//! Identical inline types become one type.
//!
//! Documents repeat the definition of a type wherever it is used. Types that differ only in their
//! documentation are one type here, which lives in `schemas`. Every use keeps the name that it would
//! have without the others, as an alias. Schemas of the document do not take part: the document has
//! named them, and they may change separately.
//!
//! Groups and their names are determined for the whole document, regardless of the selection.

mod definition;
mod documentation;
mod identity;
mod naming;
mod parameters;

use std::collections::{BTreeSet, HashMap};

use super::module::Module;
use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::model::{Item, Resource};
use naming::GroupName;
pub(super) use parameters::{ParameterEnum, ResourcePath};

/// A type that the document defines where it is used.
#[derive(Clone, Copy)]
struct Inline<'i> {
    /// The type's name in `schemas`, or the key of a parameter's enum.
    key: &'i str,
    /// The type's name in `schemas`, or the path name of a parameter's enum.
    name: &'i str,
    in_schemas: bool,
    item: &'i Item,
    is_selected: bool,
}

/// The type that replaces a group of identical ones.
struct Group {
    definition: Item,
    /// The keys of the members.
    members: Vec<String>,
}

/// Replaces identical inline types by aliases of one type. `schemas` are the types of the document's
/// schemas, and `unselected` the enums of parameters that are not part of the crate.
pub(super) fn share(
    module: &mut Module,
    root: &mut Resource,
    unselected: &[ParameterEnum],
    schemas: &BTreeSet<&str>,
    warnings: &mut Warnings,
) {
    let groups = {
        let mut parameters = Vec::new();
        parameters::collect(root, &ResourcePath::default(), &mut parameters);
        let Module { items, unselected: unselected_items, namespace, .. } = module;
        let mut inline = [nested(items, schemas, true), nested(unselected_items, schemas, false)].concat();
        // A type precedes those nested in it, and is identical to another one only if they are.
        inline.reverse();
        let selected = parameters.iter().map(|enum_| (enum_, true));
        let all = selected.chain(unselected.iter().map(|enum_| (enum_, false)));
        inline.extend(all.map(|(ParameterEnum { key, path_name: name, item }, is_selected)| Inline {
            key,
            name,
            in_schemas: false,
            item,
            is_selected,
        }));
        let classes = identity::classes(&inline);
        let names = naming::assign(&classes, namespace);
        report_numbered(&names, &classes, warnings);
        let shared_names = shared_names(&classes, &names);
        let groups = classes.iter().zip(names).filter(|(members, _)| members.iter().any(|member| member.is_selected));
        let group = |(members, name): (&Vec<Inline<'_>>, GroupName)| {
            let definition = definition::of(members, &name, &shared_names)?;
            let members = members.iter().map(|member| member.key.to_owned()).collect();
            Some(Group { definition, members })
        };
        groups.filter_map(group).collect::<Vec<Group>>()
    };
    replace(module, root, groups, schemas);
    documentation::keep_on_uses(&mut module.items, root);
}

/// Returns the types that are not those of schemas.
fn nested<'i>(items: &'i [Item], schemas: &BTreeSet<&str>, is_selected: bool) -> Vec<Inline<'i>> {
    let nested = items.iter().filter(|item| !schemas.contains(item.name.rust.as_str()));
    let inline =
        |item: &'i Item| Inline { key: &item.name.rust, name: &item.name.rust, in_schemas: true, item, is_selected };
    nested.map(inline).collect()
}

fn report_numbered(names: &[GroupName], classes: &[Vec<Inline<'_>>], warnings: &mut Warnings) {
    for (name, members) in names.iter().zip(classes) {
        if name.is_numbered && members.iter().any(|member| member.is_selected) {
            let message = format!("the name of a type of several parameters is in use; it is named `{}`", name.text);
            warnings.push(&Pointer::ROOT, message);
        }
    }
}

/// Returns the name of the shared type for each inline type in `schemas` that is part of a group.
fn shared_names<'i>(classes: &[Vec<Inline<'i>>], names: &[GroupName]) -> HashMap<&'i str, String> {
    let members =
        classes.iter().zip(names).flat_map(|(members, name)| members.iter().map(move |member| (member, name)));
    let in_schemas = members.filter(|(member, _)| member.in_schemas);
    in_schemas.map(|(member, name)| (member.name, name.text.clone())).collect()
}

/// Replaces the members of all groups by aliases, and adds the shared types.
fn replace(module: &mut Module, root: &mut Resource, groups: Vec<Group>, schemas: &BTreeSet<&str>) {
    let members = groups.iter().flat_map(|group| group.members.iter().map(|key| (key.as_str(), &group.definition)));
    let definitions: HashMap<&str, &Item> = members.collect();
    let mut defined = BTreeSet::new();
    for item in &mut module.items {
        let Some(&definition) = definitions.get(item.name.rust.as_str()) else { continue };
        if item.name.rust == definition.name.rust {
            *item = definition.clone();
            defined.insert(definition.name.rust.clone());
        } else {
            definition::make_alias(item, definition);
        }
    }
    parameters::replace(root, &ResourcePath::default(), &|key| definitions.get(key).copied());
    for group in groups {
        if !defined.contains(&group.definition.name.rust) {
            insert(group.definition, &mut module.items, schemas);
        }
    }
}

/// Inserts a shared type among the types of schemas, which are sorted by name.
fn insert(definition: Item, items: &mut Vec<Item>, schemas: &BTreeSet<&str>) {
    let name = definition.name.rust.as_str();
    let is_after = |item: &Item| item.name.rust.as_str() > name && schemas.contains(item.name.rust.as_str());
    let index = items.iter().position(is_after).unwrap_or(items.len());
    items.insert(index, definition);
}
