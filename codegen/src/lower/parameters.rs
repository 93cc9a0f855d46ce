//! Lowers the parameters of methods, and checks them against the path.

use super::context::Context;
use super::module::Module;
use super::types::{TypeLowering, nested_name};
use super::{docs, path_template};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{JsonSchema, Location, RestMethod};
use crate::model::{BUILDER_FUNCTIONS, Name, Param, Ty};
use crate::names::{Distinct, Namespace};

/// The parameters of a method.
pub(super) struct Parameters {
    /// In the order of the arguments.
    pub(super) required: Vec<Param>,
    pub(super) optional: Vec<Param>,
}

/// The state while the parameters of one method are lowered. Types of parameters are added to the
/// module of the resource.
pub(super) struct ParameterLowering<'l, 'd> {
    pub(super) context: &'l Context<'d>,
    pub(super) module: &'l mut Module,
    pub(super) warnings: &'l mut Warnings,
    pub(super) method: &'l RestMethod,
    /// The name of the request builder.
    pub(super) builder: &'l str,
    /// The location of `parameters`.
    pub(super) pointer: Pointer<'l>,
}

impl ParameterLowering<'_, '_> {
    /// Lowers all parameters. Names of required ones are claimed in `arguments`.
    pub(super) fn lower(&mut self, arguments: &mut Namespace) -> Result<Parameters, Error> {
        let mut required = Vec::new();
        let names = Distinct::functions(self.method.parameters.keys().map(String::as_str));
        for name in required_names(self.method) {
            let param = self.parameter(name, names.name(name), names.hint(name), arguments)?;
            if param.deprecated {
                let pointer = self.pointer.key(name);
                let message = "ignored because the parameter is required, and arguments cannot be deprecated";
                self.warnings.push(&pointer.key("deprecated"), message);
            }
            required.push(param);
        }
        let mut functions = Namespace::with(BUILDER_FUNCTIONS);
        let mut optional = Vec::new();
        for name in self.method.parameters.keys().filter(|name| !is_required(name, self.method)) {
            let mut wanted = names.name(name);
            if BUILDER_FUNCTIONS.contains(&wanted.as_str()) {
                wanted.push_str("_param");
                let message =
                    format!("every request builder has a function of this name; such parameters are named `{wanted}`");
                self.warnings.push_once(&self.pointer.key(name), message);
            }
            optional.push(self.parameter(name, wanted, names.hint(name), &mut functions)?);
        }
        Ok(Parameters { required, optional })
    }

    /// Lowers a parameter whose name is `wanted`. Types nested in it are named after `hint`.
    fn parameter(&mut self, wire: &str, wanted: String, hint: &str, namespace: &mut Namespace) -> Result<Param, Error> {
        let parameters = self.pointer;
        let pointer = parameters.key(wire);
        let Some(schema) = self.method.parameters.get(wire) else {
            return Err(Error::at(&pointer, "parameter does not exist"));
        };
        let in_path = is_in_path(schema, &pointer)?;
        let claimed = namespace.claim(wanted);
        let numbered = |name: &str| format!("another parameter has the same name in Rust; this one is named `{name}`");
        self.warnings.extend(&pointer, claimed.warning(numbered));
        let mut types = TypeLowering { context: self.context, module: self.module, warnings: self.warnings };
        let ty = types.ty(schema, &|| nested_name(self.builder, hint), pointer)?;
        // An array has the same meaning as `repeated`.
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
            name: Name { wire: wire.to_owned(), rust: claimed.name },
        })
    }
}

fn is_in_path(schema: &JsonSchema, pointer: &Pointer<'_>) -> Result<bool, Error> {
    let error = |message: String| Error::at(&pointer.key("location"), message);
    match &schema.location {
        Some(Location::Path) => Ok(true),
        Some(Location::Query) => Ok(false),
        Some(Location::Unknown(name)) => {
            Err(error(format!("unknown location `{}`; expected `path` or `query`", excerpt(name, 20))))
        }
        None => Err(error("parameter has no location; expected `path` or `query`".to_owned())),
    }
}

/// Returns the required parameters in the order of `parameterOrder`, followed by those that it
/// omits. `parameterOrder` may also list optional parameters.
fn required_names(method: &RestMethod) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in method.parameter_order.iter().chain(method.parameters.keys()) {
        if is_required(name, method) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// Returns `true` if the parameter is required. Path parameters are, except for lists (`{/x*}`).
fn is_required(name: &str, method: &RestMethod) -> bool {
    method.parameters.get(name).is_some_and(|parameter| {
        let in_path = parameter.location == Some(Location::Path);
        parameter.required || in_path && !method.path.contains(&format!("{{/{name}"))
    })
}

/// Reports names in `parameterOrder` that are not parameters.
pub(super) fn check_order(method: &RestMethod, pointer: &Pointer<'_>, warnings: &mut Warnings) {
    let pointer = pointer.key("parameterOrder");
    for (index, name) in method.parameter_order.iter().enumerate() {
        if !method.parameters.contains_key(name) {
            let message = format!("`{}` is not a parameter of the method; ignored", excerpt(name, 80));
            warnings.push(&pointer.index(index), message);
        }
    }
}

/// Checks that every variable of the path is a path parameter, and that the path contains every
/// path parameter.
pub(super) fn check_path(method: &RestMethod, pointer: &Pointer<'_>) -> Result<(), Error> {
    let in_path = |parameter: &JsonSchema| parameter.location == Some(Location::Path);
    let parameters = pointer.key("parameters");
    let variables = path_template::variables(&method.path, &pointer.key("path"))?;
    for &name in &variables {
        match method.parameters.get(name) {
            Some(parameter) if in_path(parameter) => {}
            Some(_) => {
                let message = "the path contains this parameter, but its `location` is not `path`";
                return Err(Error::at(&parameters.key(name), message));
            }
            None => {
                let path = excerpt(&method.path, 120);
                let message = format!("variable `{name}` of the path `{path}` is not a parameter of the method");
                return Err(Error::at(&pointer.key("path"), message));
            }
        }
    }
    for (name, parameter) in &method.parameters {
        if in_path(parameter) && !variables.contains(&name.as_str()) {
            let message = "the path does not contain this path parameter";
            return Err(Error::at(&parameters.key(name), message));
        }
    }
    Ok(())
}
