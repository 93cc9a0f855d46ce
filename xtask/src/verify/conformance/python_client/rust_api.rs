//! The functions of a generated crate and their parameters, parsed from its source text, because
//! that is what its users call.

mod arguments;

use std::collections::BTreeMap;

use syn::{Expr, File, FnArg, ImplItem, Item, Lit, ReturnType, Type};

use crate::failure::Failure;
pub(super) use arguments::{Argument, ArgumentKind};

/// The function of a method.
#[derive(Debug, PartialEq)]
pub(super) struct Function {
    /// The functions that lead from the client to the resource.
    pub(super) accessors: Vec<String>,
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    /// The functions of the request builder that set one parameter each.
    pub(super) setters: Vec<Argument>,
}

/// Returns the functions of a crate by method id.
pub(super) fn read(files: &BTreeMap<String, String>) -> Result<BTreeMap<String, Function>, Failure> {
    let mut modules = BTreeMap::new();
    for (path, text) in files {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        // These contain only types, and most of the source text.
        if module == "schemas" || module.starts_with("schemas/") {
            continue;
        }
        let file = syn::parse_file(text)
            .map_err(|error| Failure::Usage(format!("generated file {path} cannot be parsed: {error}")))?;
        let module = if module == "lib" { Vec::new() } else { module.split('/').map(str::to_owned).collect() };
        modules.insert(module, file);
    }
    let mut functions = BTreeMap::new();
    let mut pending = vec![(Vec::new(), "Client".to_owned(), Vec::new())];
    while let Some((module, resource, accessors)) = pending.pop() {
        let Some(file) = modules.get(&module) else { continue };
        for function in members(file, &resource).filter_map(function) {
            let Some((name, path)) = returned_type(&function.sig.output) else { continue };
            if let Some(id) = path.is_empty().then(|| method_id(file, &name)).flatten() {
                let setters = members(file, &name).filter_map(self::function).flat_map(arguments::of_setter);
                let found = Function {
                    accessors: accessors.clone(),
                    name: function.sig.ident.to_string(),
                    arguments: arguments::of_method(function),
                    setters: setters.collect(),
                };
                functions.insert(id, found);
            } else if function.sig.inputs.len() == 1 {
                let module = module.iter().cloned().chain(path).collect();
                let accessors = accessors.iter().cloned().chain([function.sig.ident.to_string()]).collect();
                pending.push((module, name, accessors));
            }
        }
    }
    Ok(functions)
}

/// Returns the items of a type's impls.
fn members<'f>(file: &'f File, name: &str) -> impl Iterator<Item = &'f ImplItem> {
    let name = name.to_owned();
    let of_type = move |item: &'f Item| match item {
        Item::Impl(block) if type_name(&block.self_ty) == Some(name.clone()) => Some(block.items.iter()),
        _ => None,
    };
    file.items.iter().filter_map(of_type).flatten()
}

/// Returns the item as a function, if it has a receiver.
fn function(member: &ImplItem) -> Option<&syn::ImplItemFn> {
    match member {
        ImplItem::Fn(function) if matches!(function.sig.inputs.first(), Some(FnArg::Receiver(_))) => Some(function),
        _ => None,
    }
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Returns the name of the returned type and its module path.
fn returned_type(output: &ReturnType) -> Option<(String, Vec<String>)> {
    let ReturnType::Type(_, ty) = output else { return None };
    let Type::Path(path) = &**ty else { return None };
    // File names do not have the prefix of raw identifiers.
    let plain = |segment: &syn::PathSegment| segment.ident.to_string().trim_start_matches("r#").to_owned();
    let mut segments: Vec<String> = path.path.segments.iter().map(plain).collect();
    segments.pop().map(|name| (name, segments))
}

/// Returns the method id in the descriptor of a request builder, or `None` if the type is not a
/// request builder.
fn method_id(file: &File, builder: &str) -> Option<String> {
    let constant = members(file, builder).find_map(|member| match member {
        ImplItem::Const(constant) if constant.ident == "METHOD" => Some(&constant.expr),
        _ => None,
    })?;
    let mut expression = constant;
    while let Expr::MethodCall(call) = expression {
        expression = &call.receiver;
    }
    match expression {
        Expr::Call(call) => call.args.first().and_then(string_literal),
        _ => None,
    }
}

fn string_literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARY: &str = r#"
        pub mod r#type;
        impl Client {
            pub fn builder() -> runtime::ClientBuilder<Self> { runtime::ClientBuilder::new(Self::API) }
            pub fn r#type(&self) -> r#type::Type<'_> { r#type::Type { client: &self.inner } }
            pub fn ping(&self) -> Ping { Ping(runtime::Call::of::<Ping>(&self.inner)) }
        }
        impl runtime::Method for Ping {
            type Request = ();
            const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new("a.ping", "GET", "ping");
        }
    "#;

    const RESOURCE: &str = r#"
        impl<'a> Type<'a> {
            pub fn get(&self, room_id: &str, parts: impl IntoIterator<Item = impl Into<String>>, request: schemas::A) -> Get {
                Get(runtime::Call::of::<Get>(self.client)
                    .path_text("roomId", room_id).query_texts("part", parts).body(&request))
            }
        }
        impl runtime::Method for Get {
            const METHOD: runtime::MethodDescriptor =
                runtime::MethodDescriptor::new("a.type.get", "GET", "x/{roomId}").with_scopes(&[crate::scopes::A]);
        }
        impl Get {
            pub fn views(self, values: impl IntoIterator<Item = StringViews>) -> Self { Self(self.0.query_all("views", values)) }
            pub fn max_results(self, value: u32) -> Self { Self(self.0.query("max-results", value)) }
        }
    "#;

    #[test]
    fn finds_functions_and_parameters() {
        let files = [("src/lib.rs", LIBRARY), ("src/type.rs", RESOURCE), ("src/schemas.rs", "no Rust"), ("a.md", "")];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let functions = read(&files).expect("the crate is valid");
        let argument = |parameter: Option<&str>, rust: &str, kind| Argument {
            parameter: parameter.map(str::to_owned),
            rust: rust.to_owned(),
            kind,
        };
        assert_eq!(functions.keys().collect::<Vec<_>>(), ["a.ping", "a.type.get"]);
        assert_eq!(
            functions["a.type.get"],
            Function {
                accessors: vec!["r#type".to_owned()],
                name: "get".to_owned(),
                arguments: vec![
                    argument(Some("roomId"), "room_id", ArgumentKind::Text),
                    argument(Some("part"), "parts", ArgumentKind::Texts),
                    argument(None, "request", ArgumentKind::Value),
                ],
                setters: vec![
                    argument(Some("views"), "views", ArgumentKind::Values),
                    argument(Some("max-results"), "max_results", ArgumentKind::Value),
                ],
            }
        );
    }
}
