//! What a document holds, counted on the plain JSON. Nothing of the generator is used here: the count is the judge
//! of it.

use serde_json::{Map, Value};

use super::ledger::Ledger;

pub(super) fn count(text: &str) -> Ledger {
    let mut ledger = Ledger::default();
    let Ok(Value::Object(document)) = serde_json::from_str(text) else {
        return ledger;
    };
    if let Some(schemas) = object(&document, "schemas") {
        for (name, schema) in schemas {
            ledger.types += 1;
            walk(schema, &format!("/schemas/{}", escaped(name)), Named::Already, &mut ledger);
        }
    }
    resource(&document, "", &mut ledger);
    ledger
}

fn object<'v>(parent: &'v Map<String, Value>, key: &str) -> Option<&'v Map<String, Value>> {
    parent.get(key)?.as_object()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn resource(node: &Map<String, Value>, pointer: &str, ledger: &mut Ledger) {
    for (name, method) in object(node, "methods").into_iter().flatten() {
        let pointer = format!("{pointer}/methods/{}", escaped(name));
        let Some(method) = method.as_object() else {
            continue;
        };
        let id = method.get("id").and_then(Value::as_str).unwrap_or("");
        ledger.methods.add(id, pointer.clone());
        for (name, parameter) in object(method, "parameters").into_iter().flatten() {
            let pointer = format!("{pointer}/parameters/{}", escaped(name));
            ledger.parameters.add(name, pointer.clone());
            walk(parameter, &pointer, Named::NotYet, ledger);
        }
        for body in ["request", "response"] {
            if let Some(schema) = method.get(body) {
                walk(schema, &format!("{pointer}/{body}"), Named::NotYet, ledger);
            }
        }
    }
    for (name, child) in object(node, "resources").into_iter().flatten() {
        if let Some(child) = child.as_object() {
            resource(child, &format!("{pointer}/resources/{}", escaped(name)), ledger);
        }
    }
}

/// Whether a type has a name of its own, as the document's schemas have.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    Already,
    NotYet,
}

fn walk(schema: &Value, pointer: &str, named: Named, ledger: &mut Ledger) {
    if let Some(schema) = schema.as_object() {
        walk_members(schema, pointer, named, ledger);
    }
}

fn walk_members(schema: &Map<String, Value>, pointer: &str, named: Named, ledger: &mut Ledger) {
    let is = |ty: &str| schema.get("type").and_then(Value::as_str) == Some(ty);
    if schema.contains_key("$ref") {
        return;
    }
    if schema.contains_key("variant") {
        // One of several schemas; the properties are theirs.
        ledger.types += usize::from(named == Named::NotYet);
        return;
    }
    if let Some(properties) = object(schema, "properties").filter(|properties| !properties.is_empty()) {
        ledger.types += usize::from(named == Named::NotYet);
        for (name, property) in properties {
            let pointer = format!("{pointer}/properties/{}", escaped(name));
            ledger.properties.add(name, pointer.clone());
            walk(property, &pointer, Named::NotYet, ledger);
        }
    }
    // What has values and no type is a string.
    if is("string") || !schema.contains_key("type") {
        let mut values = listed(schema);
        if values.is_empty() && !schema.contains_key("format") {
            values = in_prose(schema);
        }
        if !values.is_empty() {
            ledger.types += usize::from(named == Named::NotYet);
        }
        add_values(values, pointer, ledger);
    }
    for inner in ["items", "additionalProperties"] {
        let Some(Value::Object(inside)) = schema.get(inner) else {
            continue;
        };
        let pointer = format!("{pointer}/{inner}");
        let plain_strings = inner == "items"
            && inside.get("type").and_then(Value::as_str) == Some("string")
            && !inside.contains_key("enum")
            && !inside.contains_key("format");
        let of_list = if plain_strings { in_prose(schema) } else { Vec::new() };
        if of_list.is_empty() {
            walk_members(inside, &pointer, Named::NotYet, ledger);
        } else {
            ledger.types += 1;
            add_values(of_list, &pointer, ledger);
        }
    }
}

fn add_values(mut values: Vec<String>, pointer: &str, ledger: &mut Ledger) {
    values.sort();
    values.dedup();
    for value in values {
        ledger.values.add(&value, format!("{pointer}/enum"));
    }
}

fn listed(schema: &Map<String, Value>) -> Vec<String> {
    let values = schema.get("enum").and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Values that only the description lists, all of them in quotes: `- "VALUE" - …`.
fn in_prose(schema: &Map<String, Value>) -> Vec<String> {
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
    let mut seen = values.clone();
    seen.sort();
    seen.dedup();
    let a_list = (first.starts_with("- ") || first.starts_with("* ")) && seen.len() == values.len();
    if a_list { values } else { Vec::new() }
}
