//! A module of the generated crate while types are added to it.

use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::model::{Item, Ty};
use crate::names::Namespace;

/// The types of a module.
pub(super) struct Module {
    pub(super) namespace: Namespace,
    pub(super) items: Vec<Item>,
    /// The types that are not part of the crate. They are lowered because names and groups of types are
    /// those of the whole document.
    pub(super) unselected: Vec<Item>,
    /// Creates a reference to a type of this module.
    reference: fn(String) -> Ty,
}

impl Module {
    /// Creates the module `schemas`.
    pub(super) fn schemas() -> Self {
        Self { namespace: Namespace::default(), items: Vec::new(), unselected: Vec::new(), reference: Ty::Schema }
    }

    /// Creates the module of a resource, which contains the type of the resource.
    pub(super) fn resource(type_name: &str) -> Self {
        // The root module contains an implementation of `From`.
        let mut namespace = Namespace::with(&["Self", "From"]);
        namespace.claim(type_name.to_owned());
        Self { namespace, items: Vec::new(), unselected: Vec::new(), reference: Ty::Local }
    }

    /// Claims a name for a type that is nested in another one. The names of schemas are in use
    /// already, so a nested type never renames a schema. `suffix` distinguishes the type from one
    /// of the same name.
    pub(super) fn claim(
        &mut self,
        wanted: &str,
        suffix: &str,
        pointer: &Pointer<'_>,
        warnings: &mut Warnings,
    ) -> String {
        let claimed = self.namespace.claim_with_suffix(wanted.to_owned(), suffix);
        let numbered = |name: &str| format!("another type is named `{wanted}`; this one is named `{name}`");
        warnings.extend(pointer, claimed.warning(numbered));
        claimed.name
    }

    /// Marks the types that were added after the first `count` as not part of the crate.
    pub(super) fn unselect_after(&mut self, count: usize) {
        self.unselected.extend(self.items.split_off(count.min(self.items.len())));
    }

    pub(super) fn reference(&self, name: String) -> Ty {
        (self.reference)(name)
    }
}
