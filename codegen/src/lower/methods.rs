//! Methods: arguments, bodies, and what the call needs to know.

use super::resources::Shared;
use super::types::Sink;
use super::{docs, http_body, media, paging, path, request_id};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, excerpt};
use crate::discovery::{JsonSchema, RestMethod};
use crate::model::{BUILDER_FUNCTIONS, Body, Docs, Item, Method, Param, Ty};
use crate::names::{self, Scope};

const HTTP_METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// What the method's resource gives it: its names, and where the enums of its parameters go.
pub(super) struct Own<'s> {
    pub(super) owner: &'s str,
    pub(super) function: String,
    pub(super) builder: String,
    pub(super) types: &'s mut Scope,
    pub(super) items: &'s mut Vec<Item>,
}

pub(super) fn lower(
    method: &RestMethod,
    pointer: Pointer<'_>,
    own: Own<'_>,
    shared: &mut Shared<'_, '_>,
) -> Result<Method, Error> {
    let Own { owner, function, builder, types, items } = own;
    if !HTTP_METHODS.contains(&method.http_method.as_str()) {
        let found = excerpt(&method.http_method, 20);
        let message = format!("`{found}` is no HTTP method; expected one of {}", HTTP_METHODS.join(", "));
        return Err(Error::at(&pointer.key("httpMethod"), message));
    }

    let mut params = Params { method, pointer: pointer.key("parameters"), builder: &builder, types, items };
    check_path(method, &pointer)?;
    // Arguments of one function and functions of one builder are two namespaces.
    let mut arguments = Scope::with(&["self"]);
    let mut required = Vec::new();
    for name in required_names(method) {
        required.push(params.lower(name, names::snake(name), &mut arguments, shared)?);
    }
    let mut functions = Scope::with(BUILDER_FUNCTIONS);
    let mut optional = Vec::new();
    for name in method.parameters.keys().filter(|name| !is_required(name, method)) {
        let mut wanted = names::snake(name);
        if BUILDER_FUNCTIONS.contains(&wanted.as_str()) {
            wanted.push_str("_param");
            let message = format!("every request has a function of this name; the parameter is `{wanted}`");
            shared.warnings.push(&params.pointer.key(name), message);
        }
        optional.push(params.lower(name, wanted, &mut functions, shared)?);
    }

    let body = match &method.request {
        None => None,
        Some(schema) => Some(Body {
            argument: arguments.give(names::snake(method.request_name.as_deref().unwrap_or("request"))).name,
            ty: body_type(schema, &format!("{owner}{builder}Request"), pointer.key("request"), shared)?,
        }),
    };
    let response = match &method.response {
        None => Ty::Unit,
        Some(schema) => body_type(schema, &format!("{owner}{builder}Response"), pointer.key("response"), shared)?,
    };
    let scope_names: Vec<String> = method
        .scopes
        .iter()
        .filter_map(|url| shared.scopes.iter().find(|scope| scope.name.wire == *url))
        .map(|scope| scope.name.rust.clone())
        .collect();
    Ok(Method {
        docs: Docs::text(method.description.clone().unwrap_or_default()),
        id: method.id.clone(),
        function,
        builder,
        deprecated: method.deprecated,
        http_method: method.http_method.clone(),
        path: method.path.clone(),
        required,
        optional,
        body,
        paging: paging::lower(method, &response, shared.types.description, shared.items),
        response,
        scopes: scope_names,
        api_version: method.api_version.clone(),
        request_id: request_id::is_promise(method, shared.types.description),
        raw_request: http_body::is_request(method, shared.types.description),
        raw_response: http_body::is_response(method, shared.types.description),
        media: media::lower(method, &pointer, shared.warnings)?,
    })
}

/// In `parameterOrder`, then what it leaves out. What stands there without being required is optional all the same.
fn required_names(method: &RestMethod) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let rest = method.parameters.keys();
    for name in method.parameter_order.iter().chain(rest) {
        if method.parameters.contains_key(name) && is_required(name, method) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// A path cannot do without its parts, unless a part is a list (`{/x*}`).
fn is_required(name: &str, method: &RestMethod) -> bool {
    method.parameters.get(name).is_some_and(|param| {
        param.required || param.location.as_deref() == Some("path") && !method.path.contains(&format!("{{/{name}"))
    })
}

/// Every variable of the path is a parameter, and every path parameter stands in the path.
fn check_path(method: &RestMethod, pointer: &Pointer<'_>) -> Result<(), Error> {
    let in_path = |param: &JsonSchema| param.location.as_deref() == Some("path");
    let variables = path::variables(&method.path, &pointer.key("path"))?;
    for &name in &variables {
        match method.parameters.get(name) {
            Some(param) if in_path(param) => {}
            Some(_) => {
                let message =
                    format!("the path has a variable `{name}`, whose parameter says another location than `path`");
                return Err(Error::at(&pointer.key("parameters").key(name), message));
            }
            None => {
                let path = excerpt(&method.path, 120);
                let message = format!("the path `{path}` has a variable `{name}`, which is not among the parameters");
                return Err(Error::at(&pointer.key("path"), message));
            }
        }
    }
    for (name, param) in &method.parameters {
        if in_path(param) && !variables.contains(&name.as_str()) {
            let message = "a parameter of the path that the path has no place for";
            return Err(Error::at(&pointer.key("parameters").key(name), message));
        }
    }
    Ok(())
}

fn body_type(schema: &JsonSchema, hint: &str, pointer: Pointer<'_>, shared: &mut Shared<'_, '_>) -> Result<Ty, Error> {
    let mut sink = Sink { scope: None, items: shared.items, warnings: shared.warnings };
    shared.types.ty(schema, hint, pointer, &mut sink)
}

struct Params<'p> {
    method: &'p RestMethod,
    pointer: Pointer<'p>,
    builder: &'p str,
    types: &'p mut Scope,
    items: &'p mut Vec<Item>,
}

impl Params<'_> {
    fn lower(
        &mut self,
        wire: &str,
        wanted: String,
        names: &mut Scope,
        shared: &mut Shared<'_, '_>,
    ) -> Result<Param, Error> {
        let pointer = self.pointer.key(wire);
        let Some(schema) = self.method.parameters.get(wire) else {
            return Err(Error::at(&pointer, "expected a parameter"));
        };
        let in_path = match schema.location.as_deref() {
            Some("path") => true,
            Some("query") => false,
            _ => return Err(Error::at(&pointer.key("location"), "expected `path` or `query`")),
        };
        let given = names.give(wanted);
        if given.clashed {
            let message = format!("another parameter has this name in Rust; this one is `{}`", given.name);
            shared.warnings.push(&pointer, message);
        }
        let hint = format!("{}{}", self.builder, names::upper_camel(wire).trim_start_matches('_'));
        let mut sink = Sink { scope: Some(self.types), items: self.items, warnings: shared.warnings };
        let ty = shared.types.ty(schema, &hint, pointer, &mut sink)?;
        // `items` of an array say the same as `repeated`.
        let (ty, repeated) = match ty {
            Ty::Vec(inner) => (*inner, true),
            ty => (ty, schema.repeated),
        };
        Ok(Param {
            ty,
            repeated,
            in_path,
            docs: docs::value(schema),
            deprecated: schema.deprecated,
            name: crate::model::Name { wire: wire.to_owned(), rust: given.name },
        })
    }
}
