//! Selection of the methods of a document that become code, and of the schemas that they need.

mod pattern;
mod reach;

use std::collections::BTreeSet;

use crate::counted::counted;
use crate::diagnostics::Error;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{RestDescription, RestMethod, RestResource};
use crate::operations::Operations;
use crate::suggest;

pub use pattern::matches_pattern;

/// The methods, resources and schemas of a document that become code.
#[derive(Debug)]
pub(crate) enum Selection {
    /// All methods and schemas, including schemas that no method reaches.
    All,
    /// Some methods, and what they need.
    Only(Selected),
}

/// The selected parts of a document.
///
/// Methods and resources are identified by their JSON pointers: method ids are not unique in every
/// document.
#[derive(Debug, Default)]
pub(crate) struct Selected {
    methods: BTreeSet<String>,
    resources: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

impl Selection {
    pub(crate) fn contains_method(&self, pointer: &Pointer<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Only(selected) => selected.methods.contains(&pointer.to_string()),
        }
    }

    /// Returns `true` if the resource, or one nested in it, has a selected method.
    pub(crate) fn contains_resource(&self, resource: &RestResource, pointer: &Pointer<'_>) -> bool {
        match self {
            Self::All => has_method(resource),
            Self::Only(selected) => selected.resources.contains(&pointer.to_string()),
        }
    }

    pub(crate) fn contains_schema(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(selected) => selected.schemas.contains(name),
        }
    }
}

/// Returns `true` if the resource, or one nested in it, has a method.
fn has_method(resource: &RestResource) -> bool {
    !resource.methods.is_empty() || resource.resources.values().any(has_method)
}

/// Selects the methods that match the patterns, and the schemas that they reach.
///
/// Without patterns, everything is selected, including schemas that no method reaches.
///
/// # Errors
///
/// Returns an error if a pattern matches no method.
pub(crate) fn select(
    description: &RestDescription,
    operations: &Operations<'_>,
    patterns: &[String],
) -> Result<Selection, Error> {
    match patterns.iter().find_map(|pattern| unmatched(pattern, description)) {
        Some(error) => Err(error),
        None => Ok(selection(description, operations, patterns)),
    }
}

/// Selects from two versions of a document. A pattern may match methods of only one of them.
///
/// # Errors
///
/// Returns an error, about the new document, if a pattern matches no method of either document.
pub(crate) fn select_both(
    (old, old_operations): (&RestDescription, &Operations<'_>),
    (new, new_operations): (&RestDescription, &Operations<'_>),
    patterns: &[String],
) -> Result<(Selection, Selection), Error> {
    let in_neither = |pattern: &String| unmatched(pattern, old).and_then(|_| unmatched(pattern, new));
    match patterns.iter().find_map(in_neither) {
        Some(error) => Err(error),
        None => Ok((selection(old, old_operations, patterns), selection(new, new_operations, patterns))),
    }
}

fn selection(description: &RestDescription, operations: &Operations<'_>, patterns: &[String]) -> Selection {
    if patterns.is_empty() {
        return Selection::All;
    }
    let mut selector = Selector { description, operations, patterns, selected: Selected::default() };
    selector.add_resource(&description.root, &description.name, Pointer::ROOT);
    Selection::Only(selector.selected)
}

struct Selector<'s> {
    description: &'s RestDescription,
    operations: &'s Operations<'s>,
    patterns: &'s [String],
    selected: Selected,
}

impl<'s> Selector<'s> {
    /// Adds the matching methods of a resource. Returns `true` if there is one, in the resource
    /// itself or in a nested one.
    fn add_resource(&mut self, resource: &'s RestResource, path: &str, pointer: Pointer<'_>) -> bool {
        let mut any = false;
        let methods = pointer.key("methods");
        for (name, method) in &resource.methods {
            if !self.matches(&method.id, &format!("{path}.{name}")) {
                continue;
            }
            any = true;
            self.selected.methods.insert(methods.key(name).to_string());
            for schema in
                method.request.iter().chain(&method.response).chain(method.parameters.values().map(Box::as_ref))
            {
                reach::add(schema, self.description, &mut self.selected.schemas);
            }
            self.add_operation(method, name, resource);
        }
        let resources = pointer.key("resources");
        for (name, child) in &resource.resources {
            any |= self.add_resource(child, &format!("{path}.{name}"), resources.key(name));
        }
        if any {
            self.selected.resources.insert(pointer.to_string());
        }
        any
    }

    /// Adds the schemas of the result and the metadata if the method starts an operation, whose
    /// message does not refer to them.
    fn add_operation(&mut self, method: &'s RestMethod, name: &str, resource: &'s RestResource) {
        let Some(operation) = self.operations.started_by(method, name, resource) else { return };
        for schema in operation.schemas() {
            reach::add_named(schema, self.description, &mut self.selected.schemas);
        }
    }

    fn matches(&self, id: &str, path: &str) -> bool {
        let matches = |pattern: &String| matches_pattern(pattern, id) || matches_pattern(pattern, path);
        self.patterns.iter().any(matches)
    }
}

/// Returns the error for a pattern that matches no method.
fn unmatched(pattern: &str, description: &RestDescription) -> Option<Error> {
    let mut names = Vec::new();
    collect_names(&description.root, &description.name, &mut names);
    let matches = |(id, path): &(&str, String)| matches_pattern(pattern, id) || matches_pattern(pattern, path);
    if names.iter().any(matches) {
        return None;
    }
    let candidates = names.iter().flat_map(|(id, path)| [*id, path.as_str()]);
    let help = suggest::did_you_mean(&suggest::closest(pattern, candidates)).unwrap_or_else(|| match names.first() {
        Some((id, _)) => format!("the document has {}, with ids like `{id}`", counted(names.len(), "method")),
        None => "the document has no methods".to_owned(),
    });
    Some(Error::request(format!("no method matches `{pattern}`")).help(help))
}

/// Collects the id of every method and its path through the resources, which some documents do not
/// use as the id.
fn collect_names<'d>(resource: &'d RestResource, path: &str, names: &mut Vec<(&'d str, String)>) {
    for (name, method) in &resource.methods {
        names.push((&method.id, format!("{path}.{name}")));
    }
    for (name, child) in &resource.resources {
        collect_names(child, &format!("{path}.{name}"), names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Warnings;

    fn document() -> RestDescription {
        let text = r#"{
            "name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
            "schemas": {
                "Note": {"type": "object", "properties": {"author": {"$ref": "Author"}}},
                "Author": {"type": "object", "properties": {"notes": {"type": "array", "items": {"$ref": "Note"}}}},
                "Unused": {"type": "object"}
            },
            "resources": {
                "empty": {},
                "notes": {"methods": {
                    "get": {"id": "notes.notes.get", "path": "a", "httpMethod": "GET", "response": {"$ref": "Note"}},
                    "delete": {"id": "notes.odd.delete", "path": "a", "httpMethod": "DELETE"}
                }}
            }
        }"#;
        RestDescription::parse(text, &mut Warnings::default()).expect("a valid document")
    }

    fn selection(patterns: &[&str]) -> Selection {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let description = document();
        select(&description, &Operations::new(&description), &patterns).expect("patterns that match")
    }

    fn selected(patterns: &[&str]) -> Selected {
        match selection(patterns) {
            Selection::All => panic!("everything is selected"),
            Selection::Only(selected) => selected,
        }
    }

    /// Returns the resources of the document that are selected.
    fn resources(selection: &Selection) -> Vec<String> {
        let (document, root) = (document(), Pointer::ROOT);
        let resources = root.key("resources");
        let is_selected =
            |(name, resource): &(&String, &RestResource)| selection.contains_resource(resource, &resources.key(name));
        document.root.resources.iter().filter(is_selected).map(|(name, _)| name.clone()).collect()
    }

    #[test]
    fn selects_everything_without_patterns() {
        let selection = selection(&[]);
        assert!(selection.contains_method(&Pointer::ROOT.key("resources").key("notes").key("methods").key("delete")));
        assert!(selection.contains_schema("Unused"));
    }

    #[test]
    fn selects_no_resource_without_methods() {
        for patterns in [&[][..], &["notes.notes.get"]] {
            assert_eq!(resources(&selection(patterns)), ["notes"]);
        }
    }

    #[test]
    fn selects_the_schemas_that_methods_reach() {
        let selection = selected(&["notes.notes.get"]);
        assert_eq!(Vec::from_iter(&selection.methods), ["/resources/notes/methods/get"]);
        assert_eq!(Vec::from_iter(&selection.schemas), ["Author", "Note"]);
    }

    #[test]
    fn matches_the_path_of_a_method_as_well_as_its_id() {
        for pattern in ["notes.odd.delete", "notes.notes.delete"] {
            assert_eq!(Vec::from_iter(&selected(&[pattern]).methods), ["/resources/notes/methods/delete"]);
        }
    }

    #[test]
    fn rejects_patterns_without_a_match() {
        let description = document();
        let error = select(&description, &Operations::new(&description), &["notes.notes.gte".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "no method matches `notes.notes.gte`");
        assert_eq!(error.hint(), Some("did you mean `notes.notes.get`?"));
    }
}
