//! Resources as a tree of modules.

use super::methods;
use super::types::Types;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::RestResource;
use crate::model::{Item, Resource, Scope as OAuthScope};
use crate::names::{self, Scope};

/// Modules that every crate has at its root, and what `Client` has already.
const ROOT_MODULES: &[&str] = &["schemas", "scopes", "runtime", "discovery_runtime"];
/// What every type has by value is found before a method that borrows.
const RESOURCE_FUNCTIONS: &[&str] = &["into", "try_into"];
const CLIENT_FUNCTIONS: &[&str] = &["builder", "new", "from", "into", "clone"];

/// What all resources of a document share while they are lowered.
pub(super) struct Shared<'s, 'd> {
    pub(super) types: &'s mut Types<'d>,
    pub(super) scopes: &'s [OAuthScope],
    /// The items of `schemas`: bodies without a name of their own go there.
    pub(super) items: &'s mut Vec<Item>,
    pub(super) warnings: &'s mut Warnings,
}

pub(super) fn lower(
    types: &mut Types<'_>,
    scopes: &[OAuthScope],
    items: &mut Vec<Item>,
    warnings: &mut Warnings,
) -> Result<Resource, Error> {
    let description = types.description;
    let mut shared = Shared { types, scopes, items, warnings };
    let names = Names { module: String::new(), accessor: String::new(), type_name: "Client".to_owned() };
    resource(&description.root, names, Pointer::ROOT, Place::Root, &mut shared)
}

struct Names {
    module: String,
    accessor: String,
    type_name: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Inner,
}

fn resource(
    source: &RestResource,
    names: Names,
    pointer: Pointer<'_>,
    place: Place,
    shared: &mut Shared<'_, '_>,
) -> Result<Resource, Error> {
    let (mut functions, mut modules) = match place {
        Place::Root => (Scope::with(CLIENT_FUNCTIONS), Scope::with(ROOT_MODULES)),
        Place::Inner => (Scope::with(RESOURCE_FUNCTIONS), Scope::with(&["runtime", "schemas"])),
    };
    // `From` is the trait by which the root is made.
    let mut types = Scope::with(&[names.type_name.as_str(), "Self", "From"]);

    let resources = pointer.key("resources");
    let mut children = Vec::with_capacity(source.resources.len());
    for (wire, child) in &source.resources {
        let pointer = resources.key(wire);
        let accessor = functions.give(names::snake(wire));
        let module = modules.give(names::module(wire));
        if !child.is_selected() {
            continue;
        }
        if accessor.clashed || module.clashed {
            shared.warnings.push(&pointer, format!("this name is taken in Rust; the resource is `{}`", module.name));
        }
        let names = Names { module: module.name, accessor: accessor.name, type_name: names::upper_camel(wire) };
        children.push(resource(child, names, pointer, Place::Inner, shared)?);
    }

    let mut items = Vec::new();
    let at = pointer.key("methods");
    let mut lowered = Vec::with_capacity(source.methods.len());
    for (wire, method) in &source.methods {
        let function = functions.give(names::snake(wire));
        let builder = types.give(names::upper_camel(wire));
        if !method.selected {
            continue;
        }
        if function.clashed {
            let message = format!("this name is taken in Rust; the method is `{}`", function.name);
            shared.warnings.push(&at.key(wire), message);
        }
        let own = methods::Own {
            owner: &names.type_name,
            function: function.name,
            builder: builder.name,
            types: &mut types,
            items: &mut items,
        };
        lowered.push(methods::lower(method, at.key(wire), own, shared)?);
    }
    Ok(Resource {
        deprecated: source.deprecated,
        module: names.module,
        accessor: names.accessor,
        type_name: names.type_name,
        methods: lowered,
        items,
        children,
    })
}
