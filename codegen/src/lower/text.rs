//! What the generated documentation says of each thing, beside the document's own words.

use crate::discovery::{JsonSchema, Location, RestDescription, RestMethod};
use crate::markdown::{clean, code, lead};
use crate::render::RootPath;

/// The text, or something to say in its place.
pub(super) fn or(text: &str, instead: impl FnOnce() -> String) -> Vec<String> {
    let lines = clean(text);
    if lines.is_empty() { vec![instead()] } else { lines }
}

pub(super) fn api(description: &RestDescription) -> Vec<String> {
    let mut lines = clean(description.description.as_deref().unwrap_or(""));
    let link = description.documentation_link.as_deref().filter(|link| link.starts_with("http"));
    if let Some(link) = link {
        separate(&mut lines);
        lines.extend(clean(&format!("The API's own documentation: {link}")));
    }
    lines
}

pub(super) fn schema(schema: &JsonSchema) -> Vec<String> {
    let mut lines = clean(schema.description.as_deref().unwrap_or(""));
    lead(&mut lines);
    lines
}

/// A field's or a parameter's text, and what the document says of its values.
pub(super) fn property(schema: &JsonSchema) -> Vec<String> {
    let mut lines = clean(schema.description.as_deref().unwrap_or(""));
    let notes = notes(schema);
    if !notes.is_empty() {
        separate(&mut lines);
        lines.push(notes.join(" "));
    }
    lines
}

/// What the document says of the values beside its words.
fn notes(schema: &JsonSchema) -> Vec<String> {
    let mut notes = Vec::new();
    if schema.read_only {
        notes.push("Read-only.".to_owned());
    }
    if !schema.required_by.is_empty() {
        let methods: Vec<_> = schema.required_by.iter().map(|id| code(id)).collect();
        notes.push(format!("Required by {}.", methods.join(", ")));
    }
    let description = schema.description.as_deref().unwrap_or("");
    // Of a fixed `kind` the description tells its value itself.
    let told = |default: &str| default.contains('#') && description.contains(default);
    if let Some(default) = schema.default.as_ref().filter(|default| !told(default)) {
        notes.push(format!("Default: {}.", code(default)));
    }
    match (&schema.minimum, &schema.maximum) {
        (Some(low), Some(high)) => notes.push(format!("From {} to {}.", code(low), code(high))),
        (Some(low), None) => notes.push(format!("At least {}.", code(low))),
        (None, Some(high)) => notes.push(format!("At most {}.", code(high))),
        (None, None) => {}
    }
    if let Some(pattern) = &schema.pattern {
        notes.push(format!("Pattern: {}.", code(pattern)));
    }
    notes
}

/// An enum's value: what is said of it, or else how it is written.
pub(super) fn value(wire: &str, said: &str, default: bool) -> Vec<String> {
    let mut lines = or(said, || format!("{}.", code(wire)));
    if default {
        separate(&mut lines);
        lines.push("The default.".to_owned());
    }
    lines
}

/// A method's text, its line of HTTP, and its required arguments (Rust's name and what the document says).
pub(super) fn method(
    method: &RestMethod,
    base: &str,
    arguments: &[(&str, &JsonSchema)],
    scopes: &[String],
    root_path: &RootPath,
) -> Vec<String> {
    let mut lines = clean(method.description.as_deref().unwrap_or(""));
    separate(&mut lines);
    lines.push(code(&format!("{} {base}{}", method.http_method, method.path)));
    if !arguments.is_empty() {
        separate(&mut lines);
        for &(name, schema) in arguments {
            let place = schema
                .location
                .as_ref()
                .map_or("", |place| if *place == Location::Path { " (path)" } else { " (query)" });
            let said = schema.description.as_deref().unwrap_or("").trim();
            let said = if said.is_empty() { String::new() } else { format!(": {said}") };
            lines.extend(clean(&format!("* `{name}`{place}{said}")));
            let notes = notes(schema);
            if !notes.is_empty() {
                lines.push(format!("  {}", notes.join(" ")));
            }
        }
    }
    if !scopes.is_empty() {
        separate(&mut lines);
        let links: Vec<_> = scopes.iter().map(|name| format!("[`{name}`]({root_path}::scopes::{name})")).collect();
        lines.push(match links.as_slice() {
            [one] => format!("Scope: {one}."),
            _ => "Scopes, any one of:".to_owned(),
        });
        if links.len() > 1 {
            lines.extend(links.into_iter().map(|link| format!("* {link}")));
        }
    }
    lines
}

fn separate(lines: &mut Vec<String>) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
}
