//! Decides whether two uses of a type are the same for a caller.

use std::collections::HashMap;

use super::definitions::{self, Definitions, Schemas};
use super::report::join;
use crate::model::{Api, Param, Shape, Ty};
use crate::render::type_expr::TypePrinter;

/// The maximum number of aliases that are resolved in one type. Guards against cycles.
const MAX_ALIASES: usize = 64;

/// A crate, with its aliases and scopes by name.
pub(super) struct Crate<'a> {
    pub(super) api: &'a Api,
    pub(super) schemas: Schemas<'a>,
    aliases: HashMap<&'a str, &'a Ty>,
    scopes: HashMap<&'a str, &'a str>,
}

impl<'a> Crate<'a> {
    fn new(api: &'a Api) -> Self {
        let aliases = api.items.iter().filter_map(|item| match &item.shape {
            Shape::Alias(ty) => Some((item.name.rust.as_str(), ty)),
            _ => None,
        });
        let scopes = api.scopes.iter().map(|scope| (scope.name.rust.as_str(), scope.name.wire.as_str()));
        let schemas = api.items.iter().map(|item| (item.name.rust.as_str(), item)).collect();
        Self { api, schemas, aliases: aliases.collect(), scopes: scopes.collect() }
    }

    /// Returns the URL of a scope by the name of its constant.
    pub(super) fn scope_url(&self, constant: &str) -> Option<&'a str> {
        self.scopes.get(constant).copied()
    }

    /// Returns the path of the definition of a type in `schemas`.
    fn definition_path(&self, name: &str) -> String {
        self.schemas.get(name).map_or_else(|| join("schemas", name), |item| definitions::path("schemas", item))
    }

    /// Splits a type into its wrappers, from the outside in, and the innermost type. Resolves
    /// aliases.
    fn flatten<'t>(&'t self, ty: &'t Ty) -> (Vec<Wrapper>, Innermost<'t>) {
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
                    None => return (wrappers, Innermost::Schema(self.definition_path(name))),
                },
                _ => return (wrappers, Innermost::Other(ty)),
            };
        }
    }
}

/// The type in any number of wrappers.
#[derive(PartialEq, Eq)]
enum Innermost<'t> {
    /// The path of the definition.
    Schema(String),
    Other(&'t Ty),
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
    pub(super) definitions: Definitions,
}

impl<'a> Crates<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Self { old: Crate::new(old), new: Crate::new(new), definitions: Definitions::new(old, new) }
    }

    /// Returns how two types differ. Types with a common name count as the same, because changes of
    /// a type are reported once, at its definition.
    pub(super) fn difference(&self, old: &Ty, new: &Ty) -> Difference {
        if old == new {
            return Difference::None;
        }
        let ((mut old, old_leaf), (mut new, new_leaf)) = (self.old.flatten(old), self.new.flatten(new));
        let is_same = match (&old_leaf, &new_leaf) {
            (Innermost::Schema(old), Innermost::Schema(new)) => old == new || self.definitions.link(old, new).is_some(),
            (old, new) => old == new,
        };
        if !is_same {
            return Difference::Type;
        }
        if old == new {
            return Difference::None;
        }
        old.retain(|wrapper| *wrapper != Wrapper::Box);
        new.retain(|wrapper| *wrapper != Wrapper::Box);
        if old == new { Difference::Box } else { Difference::Type }
    }

    pub(super) fn same(&self, old: &Ty, new: &Ty) -> bool {
        self.difference(old, new) == Difference::None
    }

    /// Returns `true` if callers pass both parameters the same way. Strings are borrowed, so an
    /// alias of `String` is a different argument.
    pub(super) fn same_argument(&self, old: &Param, new: &Param) -> bool {
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
    TypePrinter::default().argument(param)
}

/// Returns the signature of a setter: `language(&str)`.
pub(super) fn setter(param: &Param) -> String {
    format!("{}({})", param.name.rust, argument(param))
}
