//! Type expressions, for code, examples and diffs.

use std::collections::BTreeSet;

use crate::model::{Param, Ty};

/// Prints the types that are used in one module.
#[derive(Default)]
pub(crate) struct TypePrinter {
    /// The module is `schemas`, so its types need no path.
    in_schemas: bool,
    /// Names of the prelude that the module's own types shadow.
    shadowed: BTreeSet<&'static str>,
}

const PRELUDE: &[&str] = &["Option", "Vec", "String", "Box", "Into", "IntoIterator"];

impl TypePrinter {
    /// Creates a printer for a module that defines types of these names.
    pub(crate) fn new<'n>(in_schemas: bool, names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: BTreeSet<&str> = names.into_iter().collect();
        Self { in_schemas, shadowed: PRELUDE.iter().copied().filter(|name| names.contains(name)).collect() }
    }

    /// Returns a name of the prelude, as a full path if the module shadows it.
    pub(crate) fn prelude(&self, name: &'static str) -> &'static str {
        if !self.shadowed.contains(name) {
            return name;
        }
        match name {
            "Option" => "::std::option::Option",
            "Vec" => "::std::vec::Vec",
            "String" => "::std::string::String",
            "Box" => "::std::boxed::Box",
            "Into" => "::std::convert::Into",
            _ => "::std::iter::IntoIterator",
        }
    }

    /// Returns the type as text.
    pub(crate) fn text(&self, ty: &Ty) -> String {
        let generic = |name: &'static str, inner: &Ty| format!("{}<{}>", self.prelude(name), self.text(inner));
        match ty {
            Ty::Bool => "bool".to_owned(),
            Ty::I32 => "i32".to_owned(),
            Ty::U32 => "u32".to_owned(),
            Ty::I64 => "i64".to_owned(),
            Ty::U64 => "u64".to_owned(),
            Ty::F32 => "f32".to_owned(),
            Ty::F64 => "f64".to_owned(),
            Ty::Number => "runtime::Number".to_owned(),
            Ty::String => self.prelude("String").to_owned(),
            Ty::Bytes => format!("{}<u8>", self.prelude("Vec")),
            Ty::Timestamp => "runtime::Timestamp".to_owned(),
            Ty::DateTime => "runtime::DateTime".to_owned(),
            Ty::Duration => "runtime::Duration".to_owned(),
            Ty::Date => "runtime::Date".to_owned(),
            Ty::FieldMask => "runtime::FieldMask".to_owned(),
            Ty::Json => "runtime::Json".to_owned(),
            Ty::NullValue => "runtime::NullValue".to_owned(),
            Ty::Unit => "()".to_owned(),
            Ty::Schema(name) if !self.in_schemas => format!("schemas::{name}"),
            Ty::Schema(name) | Ty::Local(name) => name.clone(),
            Ty::Option(inner) => generic("Option", inner),
            Ty::Vec(inner) => generic("Vec", inner),
            Ty::Boxed(inner) => generic("Box", inner),
            Ty::Map(inner) => format!("runtime::Map<{}>", self.text(inner)),
        }
    }

    /// Returns the type of a parameter as callers pass it. Strings are borrowed: a generic argument
    /// would cost more to compile than a copy costs at run time.
    pub(crate) fn argument(&self, param: &Param) -> String {
        let iterator = self.prelude("IntoIterator");
        match (param.repeated, &param.ty) {
            (true, Ty::String) => {
                format!("impl {iterator}<Item = impl {}<{}>>", self.prelude("Into"), self.prelude("String"))
            }
            (true, ty) => format!("impl {iterator}<Item = {}>", self.text(ty)),
            (false, Ty::String) => "&str".to_owned(),
            (false, ty) => self.text(ty),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Docs, Name};

    #[test]
    fn prints_types_as_text() {
        let nested = Ty::Option(Box::new(Ty::Vec(Box::new(Ty::Map(Box::new(Ty::Schema("Room".to_owned())))))));
        assert_eq!(TypePrinter::new(true, []).text(&nested), "Option<Vec<runtime::Map<Room>>>");
        let shadowing = TypePrinter::new(false, ["Option", "Vec", "Room"]);
        let expected = "::std::option::Option<::std::vec::Vec<runtime::Map<schemas::Room>>>";
        assert_eq!(shadowing.text(&nested), expected);
        assert_eq!(shadowing.text(&Ty::Unit), "()");
        assert_eq!(shadowing.text(&Ty::Local("r#Type".to_owned())), "r#Type");
    }

    #[test]
    fn prints_arguments_as_text() {
        let param = |ty, repeated| Param {
            name: Name { wire: "a".to_owned(), rust: "a".to_owned() },
            ty,
            repeated,
            in_path: false,
            docs: Docs::default(),
            deprecated: false,
        };
        let argument = |ty, repeated| TypePrinter::default().argument(&param(ty, repeated));
        assert_eq!(argument(Ty::String, false), "&str");
        assert_eq!(argument(Ty::String, true), "impl IntoIterator<Item = impl Into<String>>");
        assert_eq!(argument(Ty::I32, true), "impl IntoIterator<Item = i32>");
        assert_eq!(argument(Ty::Date, false), "runtime::Date");
    }
}
