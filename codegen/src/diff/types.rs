//! When two uses of a type are one type to a caller, and how they are written.

use std::collections::HashMap;

use crate::model::{Api, Param, Shape, Ty};

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

/// A type as the generated code has it, in `schemas` or outside.
pub(super) fn written(ty: &Ty, in_schemas: bool) -> String {
    let wrap = |name: &str, inner: &Ty| format!("{name}<{}>", written(inner, in_schemas));
    match ty {
        Ty::Bool => "bool".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::U32 => "u32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F32 => "f32".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Number => "runtime::Number".to_owned(),
        Ty::String => "String".to_owned(),
        Ty::Bytes => "Vec<u8>".to_owned(),
        Ty::Timestamp => "runtime::Timestamp".to_owned(),
        Ty::DateTime => "runtime::DateTime".to_owned(),
        Ty::Duration => "runtime::Duration".to_owned(),
        Ty::Date => "runtime::Date".to_owned(),
        Ty::FieldMask => "runtime::FieldMask".to_owned(),
        Ty::Json => "runtime::Json".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::Schema(name) if !in_schemas => format!("schemas::{name}"),
        Ty::Schema(name) | Ty::Local(name) => name.clone(),
        Ty::Option(inner) => wrap("Option", inner),
        Ty::Vec(inner) => wrap("Vec", inner),
        Ty::Map(inner) => wrap("runtime::Map", inner),
        Ty::Boxed(inner) => wrap("Box", inner),
    }
}

/// A parameter's type as callers give it.
pub(super) fn argument(param: &Param) -> String {
    match (param.repeated, &param.ty) {
        (true, Ty::String) => "impl IntoIterator<Item = impl Into<String>>".to_owned(),
        (true, ty) => format!("impl IntoIterator<Item = {}>", written(ty, false)),
        (false, Ty::String) => "&str".to_owned(),
        (false, ty) => written(ty, false),
    }
}

/// A setter as its callers see it: `language(&str)`.
pub(super) fn setter(param: &Param) -> String {
    format!("{}({})", param.name.rust, argument(param))
}
