//! Lowers methods: arguments, bodies, and the properties of the call.

use super::context::Context;
use super::module::Module;
use super::parameters::{ParameterLowering, Parameters, check_order, check_path};
use super::types::{Hint, TypeLowering};
use super::unused::{self, Position};
use super::{http_body, idempotency, media, operations, pagination, partial_response, streaming};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{HttpMethod, JsonSchema, RestMethod, RestResource};
use crate::model::{Body, Docs, Method, Ty};
use crate::names::{self, Namespace};

/// The names of a method.
pub(super) struct MethodNames<'n> {
    /// The name in the document.
    pub(super) wire: &'n str,
    /// The type of its resource.
    pub(super) owner: &'n str,
    pub(super) function: String,
    /// The type of its request builder.
    pub(super) builder: String,
}

/// The state while the methods of a resource are lowered.
pub(super) struct MethodLowering<'l, 'd> {
    pub(super) context: &'l Context<'d>,
    /// The module for types of bodies.
    pub(super) schemas: &'l mut Module,
    /// The module of the resource, for types of parameters.
    pub(super) module: &'l mut Module,
    pub(super) warnings: &'l mut Warnings,
}

impl MethodLowering<'_, '_> {
    pub(super) fn lower(
        &mut self,
        method: &RestMethod,
        resource: &RestResource,
        names: MethodNames<'_>,
        pointer: Pointer<'_>,
    ) -> Result<Method, Error> {
        let MethodNames { wire, owner, function, builder } = names;
        check_http_method(method, &pointer)?;
        check_path(method, &pointer)?;
        check_order(method, &pointer, self.warnings);
        // Required parameters and the body are arguments of one function, optional parameters are
        // functions of the builder: two namespaces.
        let mut arguments = Namespace::with(&["self"]);
        let Parameters { required, optional } = ParameterLowering {
            context: self.context,
            module: self.module,
            warnings: self.warnings,
            method,
            builder: &builder,
            pointer: pointer.key("parameters"),
        }
        .lower(&mut arguments)?;
        let body = match &method.request {
            None => None,
            Some(schema) => {
                let pointer = pointer.key("request");
                let argument = arguments.claim(names::snake(method.request_name.as_deref().unwrap_or("request")));
                let numbered = |name: &str| format!("a parameter has the name of the body, which is named `{name}`");
                self.warnings.extend(&pointer, argument.warning(numbered));
                let ty = self.body_type(schema, &|| format!("{owner}{builder}Request"), pointer)?;
                Some(Body { argument: argument.name, ty })
            }
        };
        let response = match &method.response {
            None => Ty::Unit,
            Some(schema) => self.body_type(schema, &|| format!("{owner}{builder}Response"), pointer.key("response"))?,
        };
        let scopes = self.scope_names(method);
        let description = self.context.description;
        let raw_response = http_body::is_response(method, description);
        let mut media = media::lower(method, &pointer, self.warnings)?;
        // The body of such a response is of any type and size, as media are.
        media.download |= raw_response;
        Ok(Method {
            docs: Docs::text(method.description.clone().unwrap_or_default()),
            id: method.id.clone(),
            function,
            builder,
            deprecated: method.deprecated,
            http_method: method.http_method.to_string(),
            path: method.path.clone(),
            required,
            optional,
            body,
            streaming: streaming::lower(self.context, method, wire, &response, &pointer),
            paging: pagination::lower(method, &response, description, &self.schemas.items),
            response,
            scopes,
            api_version: method.api_version.clone(),
            request_id: idempotency::lower(method, description),
            raw_request: http_body::is_request(method, description),
            raw_response,
            media,
            operation: operations::of_method(self.context, method, wire, resource),
            requires_fields: partial_response::is_required(method),
        })
    }

    fn body_type(&mut self, schema: &JsonSchema, hint: Hint<'_>, pointer: Pointer<'_>) -> Result<Ty, Error> {
        unused::report(schema, Position::Body, &pointer, self.warnings);
        let mut types = TypeLowering { context: self.context, module: self.schemas, warnings: self.warnings };
        types.ty(schema, hint, pointer)
    }

    /// Returns the names of the constants for the scopes of a method.
    fn scope_names(&self, method: &RestMethod) -> Vec<String> {
        let scopes = method.scopes.iter();
        let scopes = scopes.filter_map(|url| self.context.scopes.iter().find(|scope| scope.name.wire == *url));
        scopes.map(|scope| scope.name.rust.clone()).collect()
    }
}

fn check_http_method(method: &RestMethod, pointer: &Pointer<'_>) -> Result<(), Error> {
    match &method.http_method {
        HttpMethod::Unknown(name) => {
            let name = excerpt(name, 20);
            let message = format!("unknown HTTP method `{name}`; expected one of {}", HttpMethod::SUPPORTED);
            Err(Error::at(&pointer.key("httpMethod"), message))
        }
        _ => Ok(()),
    }
}
