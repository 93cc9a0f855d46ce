//! The Rust names of a generated crate's methods and parameters, read from its source text. What the generator meant
//! to write is not asked: this is what its users see.

use std::collections::BTreeMap;

use syn::{Expr, File, FnArg, ImplItem, Item, Lit, Pat, ReturnType, Type};

use crate::failure::Failure;

/// A method's function, and how to get to it.
#[derive(Debug, PartialEq)]
pub(super) struct Function {
    /// From the client to the resource.
    pub(super) accessors: Vec<String>,
    pub(super) name: String,
    /// In the order in which they are given.
    pub(super) arguments: Vec<Argument>,
    /// Functions of the request that take one argument each.
    pub(super) setters: Vec<Argument>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Argument {
    /// The wire name of the parameter; nothing for the body.
    pub(super) parameter: Option<String>,
    /// The setter's name, or the argument's.
    pub(super) rust: String,
    pub(super) kind: Kind,
}

/// How an argument is written down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Text,
    Texts,
    /// Of a type that is read from JSON.
    Value,
    Values,
}

/// All methods of a crate, by their id.
pub(super) fn read(files: &BTreeMap<String, String>) -> Result<BTreeMap<String, Function>, Failure> {
    let mut modules = BTreeMap::new();
    for (path, text) in files {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        // Types alone, and many of them.
        if module == "schemas" || module.starts_with("schemas/") {
            continue;
        }
        let file = syn::parse_file(text)
            .map_err(|error| Failure::Usage(format!("the generated {path} cannot be read: {error}")))?;
        let module = if module == "lib" { Vec::new() } else { module.split('/').map(str::to_owned).collect() };
        modules.insert(module, file);
    }
    let mut functions = BTreeMap::new();
    let mut open = vec![(Vec::new(), "Client".to_owned(), Vec::new())];
    while let Some((module, resource, accessors)) = open.pop() {
        let Some(file) = modules.get(&module) else { continue };
        for function in members(file, &resource).filter_map(function) {
            let Some((name, path)) = path(&function.sig.output) else { continue };
            if let Some(id) = path.is_empty().then(|| id(file, &name)).flatten() {
                let setters = members(file, &name).filter_map(self::function).flat_map(arguments_of_setter);
                let found = Function {
                    accessors: accessors.clone(),
                    name: function.sig.ident.to_string(),
                    arguments: arguments(function),
                    setters: setters.collect(),
                };
                functions.insert(id, found);
            } else if function.sig.inputs.len() == 1 {
                let module = module.iter().cloned().chain(path).collect();
                let accessors = accessors.iter().cloned().chain([function.sig.ident.to_string()]).collect();
                open.push((module, name, accessors));
            }
        }
    }
    Ok(functions)
}

/// What stands in the type's own impls.
fn members<'f>(file: &'f File, name: &str) -> impl Iterator<Item = &'f ImplItem> {
    let name = name.to_owned();
    let own = move |item: &'f Item| match item {
        Item::Impl(block) if block.trait_.is_none() && type_name(&block.self_ty) == Some(name.clone()) => {
            Some(block.items.iter())
        }
        _ => None,
    };
    file.items.iter().filter_map(own).flatten()
}

/// A public function with a receiver.
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

/// The name of a returned type, and the modules in front of it.
fn path(output: &ReturnType) -> Option<(String, Vec<String>)> {
    let ReturnType::Type(_, ty) = output else { return None };
    let Type::Path(path) = &**ty else { return None };
    // A raw name is no file's name.
    let plain = |segment: &syn::PathSegment| segment.ident.to_string().trim_start_matches("r#").to_owned();
    let mut segments: Vec<String> = path.path.segments.iter().map(plain).collect();
    segments.pop().map(|name| (name, segments))
}

/// The id that a request builder's constant has; nothing if the type is no request builder.
fn id(file: &File, builder: &str) -> Option<String> {
    let constant = members(file, builder).find_map(|member| match member {
        ImplItem::Const(constant) if constant.ident == "METHOD" => Some(&constant.expr),
        _ => None,
    })?;
    let mut expression = constant;
    while let Expr::MethodCall(call) = expression {
        expression = &call.receiver;
    }
    match expression {
        Expr::Call(call) => call.args.first().and_then(text),
        _ => None,
    }
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The parameters that a function sets: which argument goes to which wire name.
fn arguments(function: &syn::ImplItemFn) -> Vec<Argument> {
    let mut names = BTreeMap::new();
    for statement in &function.block.stmts {
        if let syn::Stmt::Expr(expression, _) = statement {
            destinations(expression, &mut names);
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

/// A setter is named by its function.
fn arguments_of_setter(function: &syn::ImplItemFn) -> Option<Argument> {
    let mut arguments = arguments(function);
    let argument = arguments.pop().filter(|argument| arguments.is_empty() && argument.parameter.is_some())?;
    Some(Argument { rust: function.sig.ident.to_string(), ..argument })
}

/// Walks `Leave(Call::new(…).path_text("roomId", room_id))`: an argument goes where a text stands before it.
fn destinations(expression: &Expr, names: &mut BTreeMap<String, String>) {
    match expression {
        Expr::Call(call) => call.args.iter().for_each(|argument| destinations(argument, names)),
        Expr::MethodCall(call) => {
            destinations(&call.receiver, names);
            let mut arguments = call.args.iter();
            if let (Some(wire), Some(argument)) = (arguments.next().and_then(text), arguments.next().and_then(name)) {
                names.insert(argument, wire);
            }
        }
        _ => {}
    }
}

/// The variable that an expression is about: `value`, `&value`, `value.into()`.
fn name(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(reference) => name(&reference.expr),
        Expr::MethodCall(call) => name(&call.receiver),
        _ => None,
    }
}

fn kind(ty: &Type) -> Kind {
    match ty {
        Type::Reference(_) => Kind::Text,
        Type::ImplTrait(bounds) => match bounds.bounds.iter().find_map(item) {
            Some(Type::ImplTrait(_) | Type::Reference(_)) => Kind::Texts,
            Some(_) => Kind::Values,
            None => Kind::Text,
        },
        _ => Kind::Value,
    }
}

/// What `IntoIterator<Item = …>` is over.
fn item(bound: &syn::TypeParamBound) -> Option<&Type> {
    let syn::TypeParamBound::Trait(bound) = bound else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARY: &str = r#"
        pub mod r#type;
        impl Client {
            pub fn builder() -> runtime::ClientBuilder<Self> { runtime::ClientBuilder::new(Self::API) }
            pub fn r#type(&self) -> r#type::Type<'_> { r#type::Type { client: &self.inner } }
            pub fn ping(&self) -> Ping { Ping(runtime::Call::new(&self.inner, &Ping::METHOD)) }
        }
        impl Ping { pub const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new("a.ping", "GET", "ping"); }
    "#;

    const RESOURCE: &str = r#"
        impl<'a> Type<'a> {
            pub fn get(&self, room_id: &str, parts: impl IntoIterator<Item = impl Into<String>>, request: schemas::A) -> Get {
                Get(runtime::Call::new(self.client, &Get::METHOD)
                    .path_text("roomId", room_id).query_texts("part", parts).body(&request))
            }
        }
        impl Get {
            pub const METHOD: runtime::MethodDescriptor =
                runtime::MethodDescriptor::new("a.type.get", "GET", "x/{roomId}").with_scopes(&[crate::scopes::A]);
            pub fn views(self, values: impl IntoIterator<Item = StringViews>) -> Self { Self(self.0.query_all("views", values)) }
            pub fn max_results(self, value: u32) -> Self { Self(self.0.query("max-results", value)) }
        }
    "#;

    #[test]
    fn names_are_read_from_the_text() {
        let files = [("src/lib.rs", LIBRARY), ("src/type.rs", RESOURCE), ("src/schemas.rs", "no Rust"), ("a.md", "")];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let functions = read(&files).expect("a crate");
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
                    argument(Some("roomId"), "room_id", Kind::Text),
                    argument(Some("part"), "parts", Kind::Texts),
                    argument(None, "request", Kind::Value),
                ],
                setters: vec![
                    argument(Some("views"), "views", Kind::Values),
                    argument(Some("max-results"), "max_results", Kind::Value),
                ],
            }
        );
    }
}
