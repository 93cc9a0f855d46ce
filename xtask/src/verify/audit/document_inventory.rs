//! The inventory of a document, taken from its plain JSON. It shares no code with the generator,
//! because it verifies the generator.

use serde_json::{Map, Value};

use super::inventory::Inventory;

pub(super) fn take(text: &str) -> Inventory {
    let mut inventory = Inventory::default();
    let Ok(Value::Object(document)) = serde_json::from_str(text) else {
        return inventory;
    };
    if let Some(schemas) = object(&document, "schemas") {
        for (name, schema) in schemas {
            inventory.types += 1;
            walk(schema, &format!("/schemas/{}", escaped(name)), Type::Counted, &mut inventory);
        }
    }
    resource(&document, "", &mut inventory);
    inventory
}

pub(super) fn object<'v>(parent: &'v Map<String, Value>, key: &str) -> Option<&'v Map<String, Value>> {
    parent.get(key)?.as_object()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn resource(node: &Map<String, Value>, pointer: &str, inventory: &mut Inventory) {
    for (name, method) in object(node, "methods").into_iter().flatten() {
        let pointer = format!("{pointer}/methods/{}", escaped(name));
        let Some(method) = method.as_object() else {
            continue;
        };
        let id = method.get("id").and_then(Value::as_str).unwrap_or("");
        inventory.methods.add(id, pointer.clone());
        for (name, parameter) in object(method, "parameters").into_iter().flatten() {
            let pointer = format!("{pointer}/parameters/{}", escaped(name));
            inventory.parameters.add(name, pointer.clone());
            walk(parameter, &pointer, Type::NotCounted, inventory);
        }
        for body in ["request", "response"] {
            if let Some(schema) = method.get(body) {
                walk(schema, &format!("{pointer}/{body}"), Type::NotCounted, inventory);
            }
        }
    }
    for (name, child) in object(node, "resources").into_iter().flatten() {
        if let Some(child) = child.as_object() {
            resource(child, &format!("{pointer}/resources/{}", escaped(name)), inventory);
        }
    }
}

/// Whether the type of a schema has been counted, as the document's named schemas have.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Counted,
    NotCounted,
}

fn walk(schema: &Value, pointer: &str, ty: Type, inventory: &mut Inventory) {
    if let Some(schema) = schema.as_object() {
        walk_members(schema, pointer, ty, inventory);
    }
}

fn walk_members(schema: &Map<String, Value>, pointer: &str, ty: Type, inventory: &mut Inventory) {
    let is = |name: &str| schema.get("type").and_then(Value::as_str) == Some(name);
    if schema.contains_key("$ref") {
        return;
    }
    if schema.contains_key("variant") {
        // The schemas of a union are counted where they are defined.
        inventory.types += usize::from(ty == Type::NotCounted);
        return;
    }
    if let Some(properties) = object(schema, "properties").filter(|properties| !properties.is_empty()) {
        inventory.types += usize::from(ty == Type::NotCounted);
        for (name, property) in properties {
            let pointer = format!("{pointer}/properties/{}", escaped(name));
            inventory.properties.add(name, pointer.clone());
            walk(property, &pointer, Type::NotCounted, inventory);
        }
    }
    // A schema with values but without a type is a string.
    if is("string") || !schema.contains_key("type") {
        let mut values = enum_values(schema);
        if values.is_empty() && !schema.contains_key("format") {
            values = described_values(schema);
        }
        // An enum with this value only is the JSON value `null`, which has a type of the runtime.
        if values == ["NULL_VALUE"] {
            return;
        }
        if !values.is_empty() {
            inventory.types += usize::from(ty == Type::NotCounted);
        }
        add_values(values, pointer, inventory);
    }
    for keyword in ["items", "additionalProperties"] {
        let Some(Value::Object(items)) = schema.get(keyword) else {
            continue;
        };
        let pointer = format!("{pointer}/{keyword}");
        let plain_strings = keyword == "items"
            && items.get("type").and_then(Value::as_str) == Some("string")
            && !items.contains_key("enum")
            && !items.contains_key("format");
        let values = if plain_strings { described_values(schema) } else { Vec::new() };
        if values.is_empty() {
            walk_members(items, &pointer, Type::NotCounted, inventory);
        } else {
            inventory.types += 1;
            add_values(values, &pointer, inventory);
        }
    }
}

fn add_values(mut values: Vec<String>, pointer: &str, inventory: &mut Inventory) {
    values.sort();
    values.dedup();
    for value in values {
        inventory.values.add(&value, format!("{pointer}/enum"));
    }
}

pub(super) fn enum_values(schema: &Map<String, Value>) -> Vec<String> {
    let values = schema.get("enum").and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns the values that only the description lists, if all of them are quoted: `- "VALUE" - …`.
pub(super) fn described_values(schema: &Map<String, Value>) -> Vec<String> {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or("");
    let Some((_, list)) = text.split_once("Possible values are:") else {
        return Vec::new();
    };
    let mut bullets = list.lines().map(str::trim).filter(|line| line.starts_with("- ") || line.starts_with("* "));
    let values: Option<Vec<String>> = bullets
        .by_ref()
        .map(|line| {
            let value = line.get(2..)?.strip_prefix('"')?.split_once('"')?.0;
            (!value.is_empty() && !value.contains(char::is_whitespace)).then(|| value.to_owned())
        })
        .collect();
    let first = list.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    let values = values.unwrap_or_default();
    let mut distinct = values.clone();
    distinct.sort();
    distinct.dedup();
    let is_list = (first.starts_with("- ") || first.starts_with("* ")) && distinct.len() == values.len();
    if is_list { values } else { Vec::new() }
}
