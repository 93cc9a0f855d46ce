//! When two uses of a type are one type to a caller, and how they are written.

use std::collections::HashMap;

use crate::model::{Api, Param, Shape, Ty};
use crate::render::type_expr::{TypePrinter, text};

/// An alias of an alias of an alias: no API goes so far, and a document that does is compared as it is written.
const ALIASES: usize = 64;

/// One crate, and what its aliases stand for.
pub(super) struct Known<'a> {
    pub(super) api: &'a Api,
    aliases: HashMap<&'a str, &'a Ty>,
    scopes: HashMap<&'a str, &'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let aliases = api.items.iter().filter_map(|item| match &item.shape {
            Shape::Alias(ty) => Some((item.name.rust.as_str(), ty)),
            _ => None,
        });
        let scopes = api.scopes.iter().map(|scope| (scope.name.rust.as_str(), scope.name.wire.as_str()));
        Self { api, aliases: aliases.collect(), scopes: scopes.collect() }
    }

    /// The URL that a constant stands for.
    pub(super) fn scope(&self, constant: &str) -> Option<&'a str> {
        self.scopes.get(constant).copied()
    }

    /// Every type is a row of wrappers around a leaf.
    fn flat(&self, ty: &'a Ty) -> (Vec<Wrapper>, &'a Ty) {
        let (mut ty, mut wrappers, mut left) = (ty, Vec::new(), ALIASES);
        loop {
            ty = match ty {
                Ty::Option(inner) => {
                    wrappers.push(Wrapper::Option);
                    inner
                }
                Ty::Vec(inner) => {
                    wrappers.push(Wrapper::Vec);
                    inner
                }
                Ty::Map(inner) => {
                    wrappers.push(Wrapper::Map);
                    inner
                }
                Ty::Boxed(inner) => {
                    wrappers.push(Wrapper::Box);
                    inner
                }
                Ty::Schema(name) if left > 0 => match self.aliases.get(name.as_str()) {
                    Some(target) => {
                        left -= 1;
                        target
                    }
                    None => return (wrappers, ty),
                },
                _ => return (wrappers, ty),
            };
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    Option,
    Vec,
    Map,
    Box,
}

/// How two uses differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    None,
    /// In a `Box` alone.
    Box,
    Type,
}

/// The crates that are compared.
pub(super) struct Both<'a> {
    pub(super) old: Known<'a>,
    pub(super) new: Known<'a>,
}

impl<'a> Both<'a> {
    /// A name in both is one type, whatever has become of it: that is told once, where the type is.
    pub(super) fn difference(&self, old: &'a Ty, new: &'a Ty) -> Difference {
        if old == new {
            return Difference::None;
        }
        let ((mut old, old_leaf), (mut new, new_leaf)) = (self.old.flat(old), self.new.flat(new));
        if old_leaf != new_leaf {
            return Difference::Type;
        }
        if old == new {
            return Difference::None;
        }
        old.retain(|wrapper| *wrapper != Wrapper::Box);
        new.retain(|wrapper| *wrapper != Wrapper::Box);
        if old == new { Difference::Box } else { Difference::Type }
    }

    pub(super) fn same(&self, old: &'a Ty, new: &'a Ty) -> bool {
        self.difference(old, new) == Difference::None
    }

    /// Whether callers give both alike. Texts are borrowed, so a `String` by another name is another argument.
    pub(super) fn same_argument(&self, old: &'a Param, new: &'a Param) -> bool {
        let text = |param: &Param| param.ty == Ty::String;
        old.repeated == new.repeated && text(old) == text(new) && self.same(&old.ty, &new.ty)
    }
}

/// Prints a type as it is written in `schemas` or in another module.
pub(super) fn written(ty: &Ty, in_schemas: bool) -> String {
    TypePrinter::new(in_schemas, []).text(ty)
}

/// Prints the type of a parameter as callers pass it.
pub(super) fn argument(param: &Param) -> String {
    text(TypePrinter::default().argument(param))
}

/// Prints a setter: `language(&str)`.
pub(super) fn setter(param: &Param) -> String {
    format!("{}({})", param.name.rust, argument(param))
}
