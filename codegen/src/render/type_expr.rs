//! Type expressions, as tokens for code and as text for macro calls, examples and diffs.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::ident::ident;
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
    pub(crate) fn prelude(&self, name: &'static str) -> TokenStream {
        let short = ident(name);
        if !self.shadowed.contains(name) {
            return quote!(#short);
        }
        match name {
            "Option" => quote!(::std::option::Option),
            "Vec" => quote!(::std::vec::Vec),
            "String" => quote!(::std::string::String),
            "Box" => quote!(::std::boxed::Box),
            "Into" => quote!(::std::convert::Into),
            _ => quote!(::std::iter::IntoIterator),
        }
    }

    /// Returns the type as tokens.
    pub(crate) fn tokens(&self, ty: &Ty) -> TokenStream {
        let generic = |name: &'static str, inner: &Ty| {
            let (name, inner) = (self.prelude(name), self.tokens(inner));
            quote!(#name<#inner>)
        };
        match ty {
            Ty::Bool => quote!(bool),
            Ty::I32 => quote!(i32),
            Ty::U32 => quote!(u32),
            Ty::I64 => quote!(i64),
            Ty::U64 => quote!(u64),
            Ty::F32 => quote!(f32),
            Ty::F64 => quote!(f64),
            Ty::Number => quote!(runtime::Number),
            Ty::String => self.prelude("String"),
            Ty::Bytes => {
                let vec = self.prelude("Vec");
                quote!(#vec<u8>)
            }
            Ty::Timestamp => quote!(runtime::Timestamp),
            Ty::DateTime => quote!(runtime::DateTime),
            Ty::Duration => quote!(runtime::Duration),
            Ty::Date => quote!(runtime::Date),
            Ty::FieldMask => quote!(runtime::FieldMask),
            Ty::Json => quote!(runtime::Json),
            Ty::NullValue => quote!(runtime::NullValue),
            Ty::Unit => quote!(()),
            Ty::Schema(name) => {
                let name = ident(name);
                if self.in_schemas { quote!(#name) } else { quote!(schemas::#name) }
            }
            Ty::Local(name) => {
                let name = ident(name);
                quote!(#name)
            }
            Ty::Option(inner) => generic("Option", inner),
            Ty::Vec(inner) => generic("Vec", inner),
            Ty::Boxed(inner) => generic("Box", inner),
            Ty::Map(inner) => {
                let inner = self.tokens(inner);
                quote!(runtime::Map<#inner>)
            }
        }
    }

    /// Returns the type of a parameter as callers pass it. Strings are borrowed: a generic argument
    /// would cost more to compile than a copy costs at run time.
    pub(crate) fn argument(&self, param: &Param) -> TokenStream {
        match (param.repeated, &param.ty) {
            (true, Ty::String) => {
                let (iterator, into) = (self.prelude("IntoIterator"), self.prelude("Into"));
                let string = self.prelude("String");
                quote!(impl #iterator<Item = impl #into<#string>>)
            }
            (true, ty) => {
                let (iterator, item) = (self.prelude("IntoIterator"), self.tokens(ty));
                quote!(impl #iterator<Item = #item>)
            }
            (false, Ty::String) => quote!(&str),
            (false, ty) => self.tokens(ty),
        }
    }

    /// Returns the type as text.
    pub(crate) fn text(&self, ty: &Ty) -> String {
        text(self.tokens(ty))
    }
}

/// Converts the tokens of a type to text, spaced as rustfmt does.
pub(crate) fn text(tokens: TokenStream) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let parentheses = if group.delimiter() == Delimiter::Parenthesis { ("(", ")") } else { ("", "") };
                out.push_str(parentheses.0);
                out.push_str(&text(group.stream()));
                out.push_str(parentheses.1);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '=' => out.push_str(" = "),
                ',' => out.push_str(", "),
                other => out.push(other),
            },
            word => {
                if out.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
            }
        }
    }
    out
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
        let argument = |ty, repeated| text(TypePrinter::default().argument(&param(ty, repeated)));
        assert_eq!(argument(Ty::String, false), "&str");
        assert_eq!(argument(Ty::String, true), "impl IntoIterator<Item = impl Into<String>>");
        assert_eq!(argument(Ty::I32, true), "impl IntoIterator<Item = i32>");
        assert_eq!(argument(Ty::Date, false), "runtime::Date");
    }
}
