//! Diffs the types of a module: messages with their fields, enums and unions with their variants,
//! aliases.

use super::definitions;
use super::matching::{Pair, pairs};
use super::report::{ItemPath, Report, join};
use super::rules::Rule;
use super::types::{Crates, Difference, written};
use crate::model::{Docs, Enum, Field, Item, MemberDocs, Name, Shape, Struct, Ty, Union, Variant};

/// The module that contains the types.
pub(super) struct Module<'m> {
    pub(super) path: &'m str,
    pub(super) schemas: bool,
}

pub(super) fn diff(old: &[Item], new: &[Item], module: &Module<'_>, crates: &Crates<'_>, report: &mut Report) {
    for pair in pairs(old, new, |item| &item.name) {
        match pair {
            Pair::Both(old, new) => item(old, new, module, crates, report),
            Pair::Renamed(old, new) => {
                renamed(Rule::TypeRenamed, module.path, &old.name, &new.name, report);
                item(old, new, module, crates, report);
            }
            Pair::Removed(old) => {
                report.removed(Rule::TypeRemoved, ItemPath::member(module.path, &old.name.rust), kind(&old.shape));
            }
            Pair::Added(new) => {
                report.added(Rule::TypeAdded, ItemPath::member(module.path, &new.name.rust), kind(&new.shape));
            }
        }
    }
}

/// Returns the kind of a type.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "struct",
        Shape::Enum(_) => "enum",
        Shape::Union(_) => "enum of messages",
        Shape::Alias(_) | Shape::Shared(_) => "alias",
    }
}

fn item(old: &Item, new: &Item, module: &Module<'_>, crates: &Crates<'_>, report: &mut Report) {
    let owner = join(module.path, &new.name.rust);
    let (old_path, new_path) = (definitions::path(module.path, old), definitions::path(module.path, new));
    let link = crates.definitions.link(&old_path, &new_path);
    if link.is_some_and(|link| link.reported_at != owner) {
        let same = alias_documentation(old) == alias_documentation(new);
        return report.documentation(ItemPath::owner(&owner), same, report.len());
    }
    let start = report.len();
    if link.is_some_and(|link| link.is_split) {
        report.push(Rule::TypeSplit, ItemPath::owner(&owner), Some(&old_path), Some(&new_path));
    }
    if link.is_some_and(|link| link.is_joined) {
        report.push(Rule::TypesJoined, ItemPath::owner(&owner), Some(&old_path), Some(&new_path));
    }
    // The description of a type that became an alias is that of its use.
    let other_kind = alias_documentation(old).is_some() != alias_documentation(new).is_some();
    let (old, new) =
        (definitions::definition(old, &crates.old.schemas), definitions::definition(new, &crates.new.schemas));
    match (&old.shape, &new.shape) {
        (Shape::Alias(old), Shape::Alias(new)) => {
            if !crates.same(old, new) {
                let (before, after) = (written(old, module.schemas), written(new, module.schemas));
                report.push(Rule::AliasChanged, ItemPath::owner(&owner), Some(&before), Some(&after));
            }
        }
        (Shape::Union(old), Shape::Union(new)) => {
            let rule = Rule::DiscriminantChanged;
            report.differ(rule, ItemPath::owner(&owner), &old.discriminant, &new.discriminant);
        }
        (old, new) => report.differ(Rule::TypeKindChanged, ItemPath::owner(&owner), kind(old), kind(new)),
    }
    report.deprecation(ItemPath::owner(&owner), old.deprecated, new.deprecated);
    report.documentation(ItemPath::owner(&owner), other_kind || old.docs == new.docs, start);
    let container = Container { owner: &owner, schemas: module.schemas, crates };
    match (&old.shape, &new.shape) {
        (Shape::Struct(old), Shape::Struct(new)) => fields(old, new, &container, report),
        (Shape::Enum(old), Shape::Enum(new)) => enum_variants(old, new, &container, report),
        (Shape::Union(old), Shape::Union(new)) => union_variants(old, new, &container, report),
        _ => {}
    }
}

/// Returns the documentation of an alias that is not that of the shared type, or `None` for other
/// types.
fn alias_documentation(item: &Item) -> Option<(&Docs, &[MemberDocs])> {
    match &item.shape {
        Shape::Shared(shared) => Some((&item.docs, &shared.own_docs)),
        _ => None,
    }
}

/// Reports that an item has a different Rust name.
pub(super) fn renamed(rule: Rule, owner: &str, old: &Name, new: &Name, report: &mut Report) {
    report.push(rule, ItemPath::member(owner, &old.rust), Some(&old.rust), Some(&new.rust));
}

/// The type whose fields or variants are compared.
struct Container<'i, 'a> {
    owner: &'i str,
    schemas: bool,
    crates: &'i Crates<'a>,
}

impl Container<'_, '_> {
    fn path(&self, name: &str) -> ItemPath {
        ItemPath::member(self.owner, name)
    }

    fn written(&self, ty: &Ty) -> String {
        written(ty, self.schemas)
    }
}

fn fields(old: &Struct, new: &Struct, container: &Container<'_, '_>, report: &mut Report) {
    for pair in pairs(&old.fields, &new.fields, |field| &field.name) {
        match pair {
            Pair::Both(old, new) => field(old, new, container, report),
            Pair::Renamed(old, new) => {
                renamed(Rule::FieldRenamed, container.owner, &old.name, &new.name, report);
                field(old, new, container, report);
            }
            Pair::Removed(old) => {
                report.removed(Rule::FieldRemoved, container.path(&old.name.rust), &container.written(&old.ty));
            }
            Pair::Added(new) => {
                report.added(Rule::FieldAdded, container.path(&new.name.rust), &container.written(&new.ty));
            }
        }
    }
    // The field for unknown properties is renamed if a property has its name.
    if old.unknown != new.unknown {
        report.push(Rule::FieldRenamed, container.path(&old.unknown), Some(&old.unknown), Some(&new.unknown));
    }
}

fn field(old: &Field, new: &Field, container: &Container<'_, '_>, report: &mut Report) {
    let path = container.path(&new.name.rust);
    let start = report.len();
    let rule = match container.crates.difference(&old.ty, &new.ty) {
        Difference::None => None,
        Difference::Box => Some(Rule::FieldBoxChanged),
        Difference::Type => Some(Rule::FieldTypeChanged),
    };
    if let Some(rule) = rule {
        report.push(rule, path.clone(), Some(&container.written(&old.ty)), Some(&container.written(&new.ty)));
    }
    report.differ(Rule::WireNameChanged, path.clone(), &old.name.wire, &new.name.wire);
    report.differ_maybe(Rule::FixedValueChanged, path.clone(), old.fixed.as_deref(), new.fixed.as_deref());
    report.deprecation(path.clone(), old.deprecated, new.deprecated);
    report.documentation(path, old.docs == new.docs, start);
}

fn enum_variants(old: &Enum, new: &Enum, container: &Container<'_, '_>, report: &mut Report) {
    for pair in pairs(&old.variants, &new.variants, |variant| &variant.name) {
        match pair {
            Pair::Both(old, new) => enum_variant(old, new, container, report),
            Pair::Renamed(old, new) => {
                renamed(Rule::VariantRenamed, container.owner, &old.name, &new.name, report);
                enum_variant(old, new, container, report);
            }
            Pair::Removed(old) => {
                report.removed(Rule::VariantRemoved, container.path(&old.name.rust), &old.name.wire);
            }
            Pair::Added(new) => report.added(Rule::VariantAdded, container.path(&new.name.rust), &new.name.wire),
        }
    }
    unknown(&old.unknown, &new.unknown, container, report);
}

fn enum_variant(old: &Variant, new: &Variant, container: &Container<'_, '_>, report: &mut Report) {
    let path = container.path(&new.name.rust);
    let start = report.len();
    report.differ(Rule::WireNameChanged, path.clone(), &old.name.wire, &new.name.wire);
    report.deprecation(path.clone(), old.deprecated, new.deprecated);
    report.documentation(path, old.docs == new.docs && old.is_default == new.is_default, start);
}

fn union_variants(old: &Union, new: &Union, container: &Container<'_, '_>, report: &mut Report) {
    for pair in pairs(&old.variants, &new.variants, |variant| &variant.name) {
        let (old, new) = match pair {
            Pair::Both(old, new) => (old, new),
            Pair::Renamed(old, new) => {
                renamed(Rule::VariantRenamed, container.owner, &old.name, &new.name, report);
                (old, new)
            }
            Pair::Removed(old) => {
                report.removed(Rule::VariantRemoved, container.path(&old.name.rust), &container.written(&old.ty));
                continue;
            }
            Pair::Added(new) => {
                report.added(Rule::VariantAdded, container.path(&new.name.rust), &container.written(&new.ty));
                continue;
            }
        };
        let path = container.path(&new.name.rust);
        let start = report.len();
        if !container.crates.same(&old.ty, &new.ty) {
            let (before, after) = (container.written(&old.ty), container.written(&new.ty));
            report.push(Rule::VariantTypeChanged, path.clone(), Some(&before), Some(&after));
        }
        report.differ(Rule::WireNameChanged, path.clone(), &old.name.wire, &new.name.wire);
        report.documentation(path, old.docs == new.docs, start);
    }
    unknown(&old.unknown, &new.unknown, container, report);
}

/// Diffs the variant for unknown values, which is renamed if a value has its name.
fn unknown(old: &str, new: &str, container: &Container<'_, '_>, report: &mut Report) {
    if old != new {
        report.push(Rule::VariantRenamed, container.path(old), Some(old), Some(new));
    }
}
