//! Resources as a tree of modules.

use super::context::Context;
use super::methods::{MethodLowering, MethodNames};
use super::module::Module;
use super::sharing::{ParameterEnum, ResourcePath};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{RestMethod, RestResource};
use crate::model::Resource;
use crate::names::{self, Distinct, Namespace};

/// Modules at the root of every crate, and the crate that it depends on.
const ROOT_MODULES: &[&str] = &["schemas", "scopes", "runtime", "discovery_runtime"];
/// Names that the module of a resource imports.
const RESOURCE_MODULES: &[&str] = &["runtime", "schemas"];
/// The maximum length of the path of a resource's file, far below what file systems allow.
const MAX_PATH_LENGTH: usize = 1000;
/// Functions of `Client`.
const CLIENT_FUNCTIONS: &[&str] =
    &["builder", "new", "from", "into", "clone", "operation", "as_ref", "with_credentials", "on_behalf_of"];
/// Functions that every type has by value. Method resolution prefers them to functions that borrow.
const RESOURCE_FUNCTIONS: &[&str] = &["into", "try_into"];

/// Lowers the resources of the document. Types of bodies are added to `schemas`. Also returns the
/// enums of parameters that are not part of the crate.
pub(super) fn lower(
    context: &Context<'_>,
    schemas: &mut Module,
    warnings: &mut Warnings,
) -> Result<(Resource, Vec<ParameterEnum>), Error> {
    let names = ResourceNames {
        wire: String::new(),
        path: ResourcePath::default(),
        module: String::new(),
        accessor: String::new(),
        type_name: "Client".to_owned(),
        path_length: 0,
    };
    let namespaces =
        Namespaces { functions: Namespace::with(CLIENT_FUNCTIONS), modules: Namespace::with(ROOT_MODULES) };
    let mut unselected = Vec::new();
    let mut lowering = ResourceLowering { context, schemas, warnings, unselected: &mut unselected };
    let root = lowering.resource(&context.description.root, names, namespaces, Pointer::ROOT)?;
    Ok((root, unselected))
}

struct ResourceLowering<'l, 'd> {
    context: &'l Context<'d>,
    schemas: &'l mut Module,
    warnings: &'l mut Warnings,
    unselected: &'l mut Vec<ParameterEnum>,
}

struct ResourceNames {
    wire: String,
    path: ResourcePath,
    module: String,
    accessor: String,
    type_name: String,
    /// The length of the path of the module's file, without its extension.
    path_length: usize,
}

/// The namespaces in the module of a resource, apart from its types.
struct Namespaces {
    functions: Namespace,
    modules: Namespace,
}

impl Namespaces {
    fn of_resource() -> Self {
        Self { functions: Namespace::with(RESOURCE_FUNCTIONS), modules: Namespace::with(RESOURCE_MODULES) }
    }
}

impl ResourceLowering<'_, '_> {
    fn resource(
        &mut self,
        resource: &RestResource,
        names: ResourceNames,
        mut namespaces: Namespaces,
        pointer: Pointer<'_>,
    ) -> Result<Resource, Error> {
        let mut module = Module::resource(&names.type_name);
        // Lower resources before methods, so that an accessor never gets a number because of a
        // method.
        let children = self.children(resource, &names, &mut namespaces, pointer)?;
        let methods = self.methods(resource, &names.type_name, &mut namespaces.functions, &mut module, pointer)?;
        let unselected = module.unselected.into_iter();
        self.unselected.extend(unselected.filter_map(|item| names.path.parameter_enum(item)));
        Ok(Resource {
            wire: names.wire,
            deprecated: resource.deprecated,
            module: names.module,
            accessor: names.accessor,
            type_name: names.type_name,
            methods,
            items: module.items,
            children,
        })
    }

    fn children(
        &mut self,
        resource: &RestResource,
        parent: &ResourceNames,
        namespaces: &mut Namespaces,
        pointer: Pointer<'_>,
    ) -> Result<Vec<Resource>, Error> {
        let resources = pointer.key("resources");
        let names_of = Distinct::functions(resource.resources.keys().map(String::as_str));
        let mut children = Vec::with_capacity(resource.resources.len());
        for (wire, child) in &resource.resources {
            let pointer = resources.key(wire);
            let accessor = namespaces.functions.claim(names_of.name(wire));
            let module = namespaces.modules.claim(names::module(names_of.hint(wire)));
            let type_name = Namespace::default().claim(names::builder(names_of.hint(wire))).name;
            let path_length = parent.path_length + "/".len() + module.name.len();
            let names = ResourceNames {
                wire: wire.clone(),
                path: parent.path.below(&module.name, &type_name),
                module: module.name.clone(),
                accessor: accessor.name.clone(),
                type_name,
                path_length,
            };
            if !self.context.selection.contains_resource(child, &pointer) {
                self.unselected_resource(child, names, pointer);
                continue;
            }
            // Callers write the function, and the module only to name a type.
            let of_function = |name: &str| format!("the name is in use; the function is named `{name}`");
            let of_module = |name: &str| format!("the name is in use; the module is named `{name}`");
            self.warnings.extend(&pointer, accessor.warning(of_function).or_else(|| module.warning(of_module)));
            if path_length > MAX_PATH_LENGTH {
                let message = format!("the path of the resource's file is longer than {MAX_PATH_LENGTH} characters");
                return Err(Error::at(&pointer, message).help("select other methods"));
            }
            children.push(self.resource(child, names, Namespaces::of_resource(), pointer)?);
        }
        Ok(children)
    }

    /// Lowers a resource that is not part of the crate, for the names and enums in it. It may be
    /// invalid.
    fn unselected_resource(&mut self, resource: &RestResource, names: ResourceNames, pointer: Pointer<'_>) {
        if names.path_length > MAX_PATH_LENGTH {
            return;
        }
        let mut lowering = ResourceLowering {
            context: self.context,
            schemas: self.schemas,
            warnings: &mut Warnings::default(),
            unselected: self.unselected,
        };
        lowering.resource(resource, names, Namespaces::of_resource(), pointer).ok();
    }

    fn methods(
        &mut self,
        resource: &RestResource,
        owner: &str,
        functions: &mut Namespace,
        module: &mut Module,
        pointer: Pointer<'_>,
    ) -> Result<Vec<crate::model::Method>, Error> {
        let methods = pointer.key("methods");
        let names = Distinct::functions(resource.methods.keys().map(String::as_str));
        let mut lowered = Vec::with_capacity(resource.methods.len());
        for (wire, method) in &resource.methods {
            let pointer = methods.key(wire);
            let function = functions.claim(names.name(wire));
            let builder = module.namespace.claim(names::builder(names.hint(wire)));
            let names = MethodNames { wire, owner, function: function.name.clone(), builder: builder.name.clone() };
            if !self.context.selection.contains_method(&pointer) {
                self.unselected_method(method, resource, names, module, pointer);
                continue;
            }
            let numbered = |name: &str| format!("the name is in use; the method is named `{name}`");
            self.warnings.extend(&pointer, function.warning(numbered));
            let numbered = |name: &str| format!("the name is in use; the request builder is named `{name}`");
            self.warnings.extend(&pointer, builder.warning(numbered));
            let mut lowering =
                MethodLowering { context: self.context, schemas: self.schemas, module, warnings: self.warnings };
            lowered.push(lowering.lower(method, resource, names, pointer)?);
        }
        Ok(lowered)
    }

    /// Lowers a method that is not part of the crate, for the types in it. It may be invalid.
    fn unselected_method(
        &mut self,
        method: &RestMethod,
        resource: &RestResource,
        names: MethodNames<'_>,
        module: &mut Module,
        pointer: Pointer<'_>,
    ) {
        let (in_schemas, in_module) = (self.schemas.items.len(), module.items.len());
        let warnings = &mut Warnings::default();
        let mut lowering = MethodLowering { context: self.context, schemas: self.schemas, module, warnings };
        lowering.lower(method, resource, names, pointer).ok();
        self.schemas.unselect_after(in_schemas);
        module.unselect_after(in_module);
    }
}
