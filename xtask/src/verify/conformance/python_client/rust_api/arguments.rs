//! The arguments of methods and setters, and the parameters that they set.

use std::collections::BTreeMap;

use syn::{Expr, FnArg, Pat, Type};

use super::string_literal;

/// An argument of a method or setter.
#[derive(Debug, PartialEq)]
pub(in super::super) struct Argument {
    /// The wire name of the parameter, or `None` for the request message.
    pub(in super::super) parameter: Option<String>,
    /// The name of the setter, or of the argument.
    pub(in super::super) rust: String,
    pub(in super::super) kind: ArgumentKind,
}

/// The kind of type of an argument, which determines how the driver passes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum ArgumentKind {
    Text,
    Texts,
    /// A type that is decoded from JSON.
    Value,
    Values,
}

/// Returns the arguments of a method, with the parameters that they set.
pub(super) fn of_method(function: &syn::ImplItemFn) -> Vec<Argument> {
    let mut names = BTreeMap::new();
    for statement in &function.block.stmts {
        if let syn::Stmt::Expr(expression, _) = statement {
            collect_parameters(expression, &mut names);
        }
    }
    let typed = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    typed
        .filter_map(|typed| {
            let Pat::Ident(pattern) = &*typed.pat else { return None };
            let rust = pattern.ident.to_string();
            Some(Argument { parameter: names.remove(&rust), rust, kind: kind(&typed.ty) })
        })
        .collect()
}

/// Returns the argument of a setter, or `None` if the function does not set exactly one parameter.
pub(super) fn of_setter(function: &syn::ImplItemFn) -> Option<Argument> {
    let mut arguments = of_method(function);
    let argument = arguments.pop().filter(|argument| arguments.is_empty() && argument.parameter.is_some())?;
    Some(Argument { rust: function.sig.ident.to_string(), ..argument })
}

/// Finds the parameters in an expression such as `Leave(Call::new(…).path_text("roomId",
/// room_id))`, where the wire name is followed by the argument.
fn collect_parameters(expression: &Expr, names: &mut BTreeMap<String, String>) {
    match expression {
        Expr::Call(call) => call.args.iter().for_each(|argument| collect_parameters(argument, names)),
        Expr::MethodCall(call) => {
            collect_parameters(&call.receiver, names);
            let mut arguments = call.args.iter();
            if let (Some(wire), Some(argument)) =
                (arguments.next().and_then(string_literal), arguments.next().and_then(variable))
            {
                names.insert(argument, wire);
            }
        }
        _ => {}
    }
}

/// Returns the variable in an expression such as `value`, `&value` or `value.into()`.
fn variable(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(reference) => variable(&reference.expr),
        Expr::MethodCall(call) => variable(&call.receiver),
        _ => None,
    }
}

fn kind(ty: &Type) -> ArgumentKind {
    match ty {
        Type::Reference(_) => ArgumentKind::Text,
        Type::ImplTrait(bounds) => match bounds.bounds.iter().find_map(item_type) {
            Some(Type::ImplTrait(_) | Type::Reference(_)) => ArgumentKind::Texts,
            Some(_) => ArgumentKind::Values,
            None => ArgumentKind::Text,
        },
        _ => ArgumentKind::Value,
    }
}

/// Returns the item type of `IntoIterator<Item = …>`.
fn item_type(bound: &syn::TypeParamBound) -> Option<&Type> {
    let syn::TypeParamBound::Trait(bound) = bound else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })
}
