//! Changes to enum values, and to the descriptions of values and methods.

use discovery_codegen::Generated;
use serde_json::{Value, json};

use super::{MAX_LINES, changed_lines, definition_lines, fixture, games, generate, objects, text_lines};

/// Returns the pointers of all schemas and parameters with a list of values. Parameters of the
/// document are left out: they are not part of the crate.
fn enums(document: &Value) -> Vec<String> {
    let is_enum = |pointer: &String, members: &serde_json::Map<String, Value>| {
        members.get("enum").is_some_and(Value::is_array) && !pointer.starts_with("/parameters")
    };
    pointers(document, is_enum)
}

/// Returns the pointers of all methods.
fn methods(document: &Value) -> Vec<String> {
    pointers(document, |_, members| members.contains_key("httpMethod"))
}

fn pointers(document: &Value, accept: impl Fn(&String, &serde_json::Map<String, Value>) -> bool) -> Vec<String> {
    let accepted = objects(document).into_iter().filter(|(pointer, members)| accept(pointer, members));
    let mut pointers: Vec<String> = accepted.map(|(pointer, _)| pointer).collect();
    pointers.sort();
    pointers
}

fn array<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Vec<Value>> {
    value.get_mut(name).and_then(Value::as_array_mut)
}

/// The changes to one document that touch too many lines.
struct Review<'d> {
    document: &'d Value,
    before: Generated,
    oversized: Vec<String>,
}

impl<'d> Review<'d> {
    fn new(document: &'d Value) -> Self {
        Self { document, before: generate(document), oversized: Vec::new() }
    }

    /// Changes the value at `pointer` and returns how many lines of the crate that touches, of
    /// which `text` are allowed for text of the document. An enum that is no longer identical to
    /// others, or becomes it, may print or remove a definition.
    fn change(&mut self, pointer: &str, name: &str, text: usize, edit: impl FnOnce(&mut Value)) -> usize {
        let mut after = self.document.clone();
        edit(after.pointer_mut(pointer).expect("the pointer is in the document"));
        let after = generate(&after);
        let lines = changed_lines(&self.before, &after);
        let types = definition_lines(&self.before, &after);
        if lines > MAX_LINES + text + types {
            self.oversized.push(format!("{pointer}: {name}: {lines} lines, {text} for its text, {types} for types"));
        }
        lines
    }

    /// Adds a value, removes the last one and changes the last one's description.
    fn change_enum(&mut self, pointer: &str) {
        let lines = self.change(pointer, "value added", 0, |list| {
            array(list, "enum").expect("a list of values").push(json!("A_NEW_ONE"));
            if let Some(descriptions) = array(list, "enumDescriptions") {
                descriptions.push(json!("Is new."));
            }
        });
        assert!(lines > 1, "{pointer}: the added value is not in the crate");

        let list = self.document.pointer(pointer).expect("the pointer is in the document");
        let description = list["enumDescriptions"].as_array().and_then(|all| all.last()).and_then(Value::as_str);
        let text = description.map_or(0, text_lines);
        if list["enum"].as_array().is_some_and(|values| values.len() > 1) {
            let lines = self.change(pointer, "value removed", text, |list| {
                for name in ["enum", "enumDescriptions", "enumDeprecated"] {
                    array(list, name).and_then(Vec::pop);
                }
            });
            assert!(lines > 1, "{pointer}: the removed value was not in the crate");
        }
        self.change(pointer, "description of a value changed", text, |list| {
            if let Some(last) = array(list, "enumDescriptions").and_then(|all| all.last_mut()) {
                *last = json!("Another description.");
            }
        });
    }

    /// Changes the description of a method.
    fn change_method(&mut self, pointer: &str) {
        let method = self.document.pointer(pointer).expect("the pointer is in the document");
        let text = method["description"].as_str().map_or(0, text_lines);
        let lines = self.change(pointer, "description of a method changed", text, |method| {
            method["description"] = json!("Another description.");
        });
        assert!(lines > 0, "{pointer}: the description is not in the crate");
    }
}

#[test]
fn value_and_method_changes_are_small() {
    let fixtures = ["enums", "parameters", "resource-tree", "descriptions"];
    let documents = fixtures.into_iter().map(|name| (name, fixture(name)));
    for (name, document) in documents.chain([("games-v1", games())]) {
        let mut review = Review::new(&document);
        enums(&document).iter().for_each(|pointer| review.change_enum(pointer));
        methods(&document).iter().for_each(|pointer| review.change_method(pointer));
        assert_eq!(review.oversized, Vec::<String>::new(), "{name}");
    }
}
