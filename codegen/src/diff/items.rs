//! Types of one module: messages with their fields, enums and unions with their values, aliases.

use super::log::{Log, Spot, join};
use super::pairs::{Pair, pairs};
use super::rules::Rule;
use super::types::{Both, Difference, written};
use crate::model::{Enum, Field, Item, Name, Shape, Struct, Ty, Union, Variant};

/// A module's types: how its path begins, and whether it is `schemas`.
pub(super) struct Module<'m> {
    pub(super) path: &'m str,
    pub(super) schemas: bool,
}

pub(super) fn compare<'a>(old: &'a [Item], new: &'a [Item], module: &Module<'_>, both: &Both<'a>, log: &mut Log) {
    for pair in pairs(old, new, |item| &item.name) {
        match pair {
            Pair::Both(old, new) => item(old, new, module, both, log),
            Pair::Renamed(old, new) => {
                renamed(Rule::TypeRenamed, module.path, &old.name, &new.name, log);
                item(old, new, module, both, log);
            }
            Pair::Removed(old) => {
                log.removed(Rule::TypeRemoved, Spot::path(module.path, &old.name.rust), kind(&old.shape));
            }
            Pair::Added(new) => log.added(Rule::TypeAdded, Spot::path(module.path, &new.name.rust), kind(&new.shape)),
        }
    }
}

/// What a type is, in Rust's words.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "struct",
        Shape::Enum(_) => "enum",
        Shape::Union(_) => "enum of messages",
        Shape::Alias(_) => "alias",
    }
}

fn item<'a>(old: &'a Item, new: &'a Item, module: &Module<'_>, both: &Both<'a>, log: &mut Log) {
    let owner = join(module.path, &new.name.rust);
    let start = log.len();
    match (&old.shape, &new.shape) {
        (Shape::Alias(old), Shape::Alias(new)) => {
            if !both.same(old, new) {
                let (before, after) = (written(old, module.schemas), written(new, module.schemas));
                log.push(Rule::AliasChanged, Spot::whole(&owner), Some(&before), Some(&after));
            }
        }
        (Shape::Union(old), Shape::Union(new)) => {
            let rule = Rule::DiscriminantChanged;
            log.differ(rule, Spot::whole(&owner), &old.discriminant, &new.discriminant);
        }
        (old, new) => log.differ(Rule::TypeKindChanged, Spot::whole(&owner), kind(old), kind(new)),
    }
    log.deprecation(Spot::whole(&owner), old.deprecated, new.deprecated);
    log.documentation(Spot::whole(&owner), old.docs == new.docs, start);
    let inside = Inside { owner: &owner, schemas: module.schemas, both };
    match (&old.shape, &new.shape) {
        (Shape::Struct(old), Shape::Struct(new)) => fields(old, new, &inside, log),
        (Shape::Enum(old), Shape::Enum(new)) => values(old, new, &inside, log),
        (Shape::Union(old), Shape::Union(new)) => kinds(old, new, &inside, log),
        _ => {}
    }
}

/// Says that a thing has another name in Rust.
pub(super) fn renamed(rule: Rule, owner: &str, old: &Name, new: &Name, log: &mut Log) {
    log.push(rule, Spot::path(owner, &old.rust), Some(&old.rust), Some(&new.rust));
}

/// The type whose parts are compared.
struct Inside<'i, 'a> {
    owner: &'i str,
    schemas: bool,
    both: &'i Both<'a>,
}

impl Inside<'_, '_> {
    fn spot(&self, name: &str) -> Spot {
        Spot::path(self.owner, name)
    }

    fn written(&self, ty: &Ty) -> String {
        written(ty, self.schemas)
    }
}

fn fields<'a>(old: &'a Struct, new: &'a Struct, inside: &Inside<'_, 'a>, log: &mut Log) {
    for pair in pairs(&old.fields, &new.fields, |field| &field.name) {
        match pair {
            Pair::Both(old, new) => field(old, new, inside, log),
            Pair::Renamed(old, new) => {
                renamed(Rule::FieldRenamed, inside.owner, &old.name, &new.name, log);
                field(old, new, inside, log);
            }
            Pair::Removed(old) => {
                log.removed(Rule::FieldRemoved, inside.spot(&old.name.rust), &inside.written(&old.ty));
            }
            Pair::Added(new) => log.added(Rule::FieldAdded, inside.spot(&new.name.rust), &inside.written(&new.ty)),
        }
    }
    // A property of that name takes it away from the field for what the document does not know.
    if old.unknown != new.unknown {
        log.push(Rule::FieldRenamed, inside.spot(&old.unknown), Some(&old.unknown), Some(&new.unknown));
    }
}

fn field<'a>(old: &'a Field, new: &'a Field, inside: &Inside<'_, 'a>, log: &mut Log) {
    let spot = inside.spot(&new.name.rust);
    let start = log.len();
    let rule = match inside.both.difference(&old.ty, &new.ty) {
        Difference::None => None,
        Difference::Box => Some(Rule::FieldBoxChanged),
        Difference::Type => Some(Rule::FieldTypeChanged),
    };
    if let Some(rule) = rule {
        log.push(rule, spot.clone(), Some(&inside.written(&old.ty)), Some(&inside.written(&new.ty)));
    }
    log.differ(Rule::WireNameChanged, spot.clone(), &old.name.wire, &new.name.wire);
    log.differ_maybe(Rule::FixedValueChanged, spot.clone(), old.fixed.as_deref(), new.fixed.as_deref());
    log.deprecation(spot.clone(), old.deprecated, new.deprecated);
    log.documentation(spot, old.docs == new.docs, start);
}

fn values(old: &Enum, new: &Enum, inside: &Inside<'_, '_>, log: &mut Log) {
    for pair in pairs(&old.variants, &new.variants, |variant| &variant.name) {
        match pair {
            Pair::Both(old, new) => value(old, new, inside, log),
            Pair::Renamed(old, new) => {
                renamed(Rule::VariantRenamed, inside.owner, &old.name, &new.name, log);
                value(old, new, inside, log);
            }
            Pair::Removed(old) => {
                log.removed(Rule::VariantRemoved, inside.spot(&old.name.rust), &old.name.wire);
            }
            Pair::Added(new) => log.added(Rule::VariantAdded, inside.spot(&new.name.rust), &new.name.wire),
        }
    }
    unknown(&old.unknown, &new.unknown, inside, log);
}

fn value(old: &Variant, new: &Variant, inside: &Inside<'_, '_>, log: &mut Log) {
    let spot = inside.spot(&new.name.rust);
    let start = log.len();
    log.differ(Rule::WireNameChanged, spot.clone(), &old.name.wire, &new.name.wire);
    log.deprecation(spot.clone(), old.deprecated, new.deprecated);
    log.documentation(spot, old.docs == new.docs && old.is_default == new.is_default, start);
}

fn kinds<'a>(old: &'a Union, new: &'a Union, inside: &Inside<'_, 'a>, log: &mut Log) {
    for pair in pairs(&old.variants, &new.variants, |variant| &variant.name) {
        let (old, new) = match pair {
            Pair::Both(old, new) => (old, new),
            Pair::Renamed(old, new) => {
                renamed(Rule::VariantRenamed, inside.owner, &old.name, &new.name, log);
                (old, new)
            }
            Pair::Removed(old) => {
                log.removed(Rule::VariantRemoved, inside.spot(&old.name.rust), &inside.written(&old.ty));
                continue;
            }
            Pair::Added(new) => {
                log.added(Rule::VariantAdded, inside.spot(&new.name.rust), &inside.written(&new.ty));
                continue;
            }
        };
        let spot = inside.spot(&new.name.rust);
        let start = log.len();
        if !inside.both.same(&old.ty, &new.ty) {
            let (before, after) = (inside.written(&old.ty), inside.written(&new.ty));
            log.push(Rule::VariantTypeChanged, spot.clone(), Some(&before), Some(&after));
        }
        log.differ(Rule::WireNameChanged, spot.clone(), &old.name.wire, &new.name.wire);
        log.documentation(spot, old.docs == new.docs, start);
    }
    unknown(&old.unknown, &new.unknown, inside, log);
}

/// A value of that name takes it away from the variant for what the document does not know.
fn unknown(old: &str, new: &str, inside: &Inside<'_, '_>, log: &mut Log) {
    if old != new {
        log.push(Rule::VariantRenamed, inside.spot(old), Some(old), Some(new));
    }
}
