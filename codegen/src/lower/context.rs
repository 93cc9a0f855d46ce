//! The facts that all parts of lowering share.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::scopes;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::RestDescription;
use crate::fixups::Fixups;
use crate::model::{Scope, Ty};
use crate::names::{Distinct, Namespace};
use crate::operations::Operations;
use crate::select::Selection;
use crate::suggest;

/// The document, with facts about it that are collected before lowering.
pub(super) struct Context<'d> {
    pub(super) description: &'d RestDescription,
    pub(super) selection: &'d Selection,
    pub(super) fixups: &'d Fixups,
    pub(super) operations: &'d Operations<'d>,
    /// All scopes of the document.
    pub(super) scopes: Vec<Scope>,
    /// Rust names of the schemas.
    type_names: BTreeMap<&'d str, String>,
    /// Aliases of lists and maps. Fields of these types need no `Option`.
    collections: BTreeSet<&'d str>,
    /// Aliases that would contain themselves, which Rust does not allow.
    endless: BTreeSet<&'d str>,
}

impl<'d> Context<'d> {
    /// Collects the facts, and claims the names of all schemas in the namespace of `schemas`.
    pub(super) fn new(
        description: &'d RestDescription,
        operations: &'d Operations<'d>,
        selection: &'d Selection,
        fixups: &'d Fixups,
        namespace: &mut Namespace,
        warnings: &mut Warnings,
    ) -> Self {
        let aliases = Aliases::new(description);
        let endless = aliases.endless();
        Self {
            description,
            selection,
            fixups,
            operations,
            scopes: scopes::declared(description, warnings),
            type_names: type_names(description, selection, namespace, warnings),
            collections: aliases.collections(&endless),
            endless,
        }
    }

    /// Returns the names of the types of all schemas, selected or not.
    pub(super) fn all_type_names(&self) -> BTreeSet<&str> {
        self.type_names.values().map(String::as_str).collect()
    }

    /// Returns the schemas that become types, with the names of the types.
    pub(super) fn selected_type_names(&self) -> BTreeMap<String, String> {
        let selected = self.type_names.iter().filter(|(schema, _)| self.selection.contains_schema(schema));
        selected.map(|(schema, name)| ((*schema).to_owned(), name.clone())).collect()
    }

    /// Returns the Rust name of a schema.
    pub(super) fn type_name(&self, schema: &str) -> Option<&str> {
        self.type_names.get(schema).map(String::as_str)
    }

    pub(super) fn is_endless(&self, schema: &str) -> bool {
        self.endless.contains(schema)
    }

    pub(super) fn is_collection(&self, schema: &str) -> bool {
        self.collections.contains(schema)
    }

    /// Returns the type of the schema that `$ref` names. `pointer` is the location of the object
    /// with the `$ref`.
    pub(super) fn reference(&self, schema: &str, pointer: &Pointer<'_>) -> Result<Ty, Error> {
        if let Some(name) = self.type_name(schema) {
            return Ok(Ty::Schema(name.to_owned()));
        }
        let message = format!("schema `{}` does not exist", excerpt(schema, 80));
        let error = Error::at(&pointer.key("$ref"), message);
        let suggestions = suggest::closest(schema, self.type_names.keys().copied());
        Err(match suggest::did_you_mean(&suggestions) {
            Some(help) => error.help(help),
            None => error,
        })
    }
}

/// Assigns Rust names to all schemas, selected or not.
fn type_names<'d>(
    description: &'d RestDescription,
    selection: &Selection,
    namespace: &mut Namespace,
    warnings: &mut Warnings,
) -> BTreeMap<&'d str, String> {
    let root = Pointer::ROOT;
    let schemas = root.key("schemas");
    let mut type_names = BTreeMap::new();
    let names = Distinct::types(description.schemas.keys().map(String::as_str));
    // Schemas whose names are valid in Rust come first, so that others cannot take these names.
    let (unchanged, changed): (Vec<_>, Vec<_>) =
        description.schemas.keys().partition(|wire| names.name(wire) == **wire);
    for wire in unchanged.into_iter().chain(changed) {
        let claimed = namespace.claim(names.name(wire));
        if selection.contains_schema(wire) {
            let numbered = |name: &str| format!("another schema has the same name in Rust; this one is named `{name}`");
            warnings.extend(&schemas.key(wire), claimed.warning(numbered));
        }
        type_names.insert(wire.as_str(), claimed.name);
    }
    type_names
}
