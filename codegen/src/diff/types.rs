//! Decides whether two uses of a type are the same for a caller.

use std::collections::HashMap;

use crate::model::{Api, Param, Shape, Ty};
use crate::render::type_expr::{TypePrinter, text};

/// The maximum number of aliases that are resolved in one type. Guards against cycles.
const MAX_ALIASES: usize = 64;

/// A crate, with its aliases and scopes by name.
pub(super) struct Crate<'a> {
    pub(super) api: &'a Api,
    aliases: HashMap<&'a str, &'a Ty>,
    scopes: HashMap<&'a str, &'a str>,
}

impl<'a> Crate<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let aliases = api.items.iter().filter_map(|item| match &item.shape {
            Shape::Alias(ty) => Some((item.name.rust.as_str(), ty)),
            _ => None,
        });
        let scopes = api.scopes.iter().map(|scope| (scope.name.rust.as_str(), scope.name.wire.as_str()));
        Self { api, aliases: aliases.collect(), scopes: scopes.collect() }
    }

    /// Returns the URL of a scope by the name of its constant.
    pub(super) fn scope_url(&self, constant: &str) -> Option<&'a str> {
        self.scopes.get(constant).copied()
    }

    /// Splits a type into its wrappers, from the outside in, and the innermost type. Resolves
    /// aliases.
    fn flatten(&self, ty: &'a Ty) -> (Vec<Wrapper>, &'a Ty) {
        let (mut ty, mut wrappers, mut left) = (ty, Vec::new(), MAX_ALIASES);
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

/// The difference between two uses of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    None,
    /// One of the types is boxed, and they are otherwise the same.
    Box,
    Type,
}

/// The two crates of a diff.
pub(super) struct Crates<'a> {
    pub(super) old: Crate<'a>,
    pub(super) new: Crate<'a>,
}

impl<'a> Crates<'a> {
    /// Returns how two types differ. Types of the same name count as the same, because changes of a
    /// type are reported once, at its definition.
    pub(super) fn difference(&self, old: &'a Ty, new: &'a Ty) -> Difference {
        if old == new {
            return Difference::None;
        }
        let ((mut old, old_leaf), (mut new, new_leaf)) = (self.old.flatten(old), self.new.flatten(new));
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

    /// Returns `true` if callers pass both parameters the same way. Strings are borrowed, so an
    /// alias of `String` is a different argument.
    pub(super) fn same_argument(&self, old: &'a Param, new: &'a Param) -> bool {
        let is_string = |param: &Param| param.ty == Ty::String;
        old.repeated == new.repeated && is_string(old) == is_string(new) && self.same(&old.ty, &new.ty)
    }
}

/// Returns a type as it is written in the generated code, inside or outside of `schemas`.
pub(super) fn written(ty: &Ty, in_schemas: bool) -> String {
    TypePrinter::new(in_schemas, []).text(ty)
}

/// Returns the type of a parameter in the signature of a function.
pub(super) fn argument(param: &Param) -> String {
    text(TypePrinter::default().argument(param))
}

/// Returns the signature of a setter: `language(&str)`.
pub(super) fn setter(param: &Param) -> String {
    format!("{}({})", param.name.rust, argument(param))
}
