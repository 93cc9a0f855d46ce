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

use std::collections::{BTreeSet, HashMap};

use super::module::Module;
use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::model::{Item, Resource, Shape};
use naming::GroupName;

/// An enum of a parameter, in the module of a resource.
pub(super) struct ParameterEnum {
    /// The names of the resources above it and its own: `BucketsGetProjection`.
    pub(super) path_name: String,
    pub(super) item: Item,
}

/// A type that the document defines where it is used.
#[derive(Clone, Copy)]
struct Inline<'i> {
    /// The type's name in `schemas`, or the path name of a parameter's enum.
    name: &'i str,
    in_schemas: bool,
    item: &'i Item,
    is_selected: bool,
}

/// The type that replaces a group of identical ones.
struct Group {
    definition: Item,
    /// The names of the members in `schemas`, and the path names of the others.
    members: BTreeSet<(bool, String)>,
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
        collect_parameters(root, "", &mut parameters);
        let Module { items, unselected: unselected_items, namespace, .. } = module;
        let mut inline = [nested(items, schemas, true), nested(unselected_items, schemas, false)].concat();
        // A type precedes those nested in it, and is identical to another one only if they are.
        inline.reverse();
        let selected = parameters.iter().map(|enum_| (enum_, true));
        let all = selected.chain(unselected.iter().map(|enum_| (enum_, false)));
        inline.extend(all.map(|(ParameterEnum { path_name: name, item }, is_selected)| Inline {
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
            let members = members.iter().map(|member| (member.in_schemas, member.name.to_owned())).collect();
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
    nested.map(|item| Inline { name: &item.name.rust, in_schemas: true, item, is_selected }).collect()
}

/// Collects the enums of all parameters, with their path names.
fn collect_parameters(resource: &Resource, path: &str, parameters: &mut Vec<ParameterEnum>) {
    let enums = resource.items.iter().filter(|item| is_enum(item));
    parameters
        .extend(enums.map(|item| ParameterEnum { path_name: format!("{path}{}", item.name.rust), item: item.clone() }));
    for child in &resource.children {
        collect_parameters(child, &format!("{path}{}", child.type_name), parameters);
    }
}

/// Returns whether a type of a parameter takes part. Other types than enums cannot move to
/// `schemas`, because they may contain types of their module.
pub(super) fn is_enum(item: &Item) -> bool {
    matches!(item.shape, Shape::Enum(_))
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
    let mut of_member: HashMap<(bool, String), usize> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        of_member.extend(group.members.iter().cloned().map(|member| (member, index)));
    }
    let group_of = |in_schemas: bool, name: String| groups.get(*of_member.get(&(in_schemas, name))?);
    let mut defined = BTreeSet::new();
    for item in &mut module.items {
        let Some(group) = group_of(true, item.name.rust.clone()) else { continue };
        if item.name.rust == group.definition.name.rust {
            *item = group.definition.clone();
            defined.insert(group.definition.name.rust.clone());
        } else {
            definition::make_alias(item, &group.definition);
        }
    }
    replace_parameters(root, "", &|path_name| group_of(false, path_name).map(|group| &group.definition));
    for group in groups {
        if !defined.contains(&group.definition.name.rust) {
            insert(group.definition, &mut module.items, schemas);
        }
    }
}

fn replace_parameters<'g>(resource: &mut Resource, path: &str, definition: &impl Fn(String) -> Option<&'g Item>) {
    for item in resource.items.iter_mut().filter(|item| is_enum(item)) {
        if let Some(definition) = definition(format!("{path}{}", item.name.rust)) {
            definition::make_alias(item, definition);
        }
    }
    for child in &mut resource.children {
        let path = format!("{path}{}", child.type_name);
        replace_parameters(child, &path, definition);
    }
}

/// Inserts a shared type among the types of schemas, which are sorted by name.
fn insert(definition: Item, items: &mut Vec<Item>, schemas: &BTreeSet<&str>) {
    let name = definition.name.rust.as_str();
    let is_after = |item: &Item| item.name.rust.as_str() > name && schemas.contains(item.name.rust.as_str());
    let index = items.iter().position(is_after).unwrap_or(items.len());
    items.insert(index, definition);
}
