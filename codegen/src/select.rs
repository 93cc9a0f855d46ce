//! Which methods of a document become code, and which schemas they bring along.

use std::collections::BTreeSet;

use crate::diagnostics::Error;
use crate::discovery::{JsonSchema, RestDescription, RestResource};

/// Marks the methods that the patterns name, and the schemas that these reach.
///
/// No patterns: everything, schemas that no method reaches included.
pub(crate) fn select(description: &mut RestDescription, patterns: &[String]) -> Result<(), Error> {
    if patterns.is_empty() {
        return Ok(());
    }
    match patterns.iter().find_map(|pattern| unmatched(pattern, description)) {
        Some(error) => Err(error),
        None => {
            keep(description, patterns);
            Ok(())
        }
    }
}

/// The same for two versions of a document: a method that only one of them has came or went. The error is one of the
/// new document.
pub(crate) fn select_both(old: &mut RestDescription, new: &mut RestDescription, patterns: &[String]) -> Option<Error> {
    if patterns.is_empty() {
        return None;
    }
    let nowhere = |pattern: &String| unmatched(pattern, old).and_then(|_| unmatched(pattern, new));
    if let Some(error) = patterns.iter().find_map(nowhere) {
        return Some(error);
    }
    keep(old, patterns);
    keep(new, patterns);
    None
}

/// What is wrong with a pattern that names no method.
fn unmatched(pattern: &str, description: &RestDescription) -> Option<Error> {
    let mut ids = Vec::new();
    collect(&description.root, &description.name, &mut ids);
    let matches = |(id, path): &(String, String)| matches(pattern, id) || matches(pattern, path);
    (!ids.iter().any(matches)).then(|| no_match(pattern, &ids))
}

fn keep(description: &mut RestDescription, patterns: &[String]) {
    let name = description.name.clone();
    mark(&mut description.root, &name, patterns);

    let mut reached = BTreeSet::new();
    reach_resource(&description.root, description, &mut reached);
    description.reached = Some(reached);
}

/// Every method's id, and its path through the resources, which differs from the id in some documents.
fn collect(resource: &RestResource, path: &str, out: &mut Vec<(String, String)>) {
    for (name, method) in &resource.methods {
        out.push((method.id.clone(), format!("{path}.{name}")));
    }
    for (name, child) in &resource.resources {
        collect(child, &format!("{path}.{name}"), out);
    }
}

fn mark(resource: &mut RestResource, path: &str, patterns: &[String]) {
    for (name, method) in &mut resource.methods {
        let path = format!("{path}.{name}");
        method.selected = patterns.iter().any(|pattern| matches(pattern, &method.id) || matches(pattern, &path));
    }
    for (name, child) in &mut resource.resources {
        mark(child, &format!("{path}.{name}"), patterns);
    }
}

fn reach_resource(resource: &RestResource, description: &RestDescription, reached: &mut BTreeSet<String>) {
    for method in resource.methods.values().filter(|method| method.selected) {
        for schema in method.request.iter().chain(&method.response).chain(method.parameters.values()) {
            reach(schema, description, reached);
        }
    }
    for child in resource.resources.values() {
        reach_resource(child, description, reached);
    }
}

/// Marks what a schema refers to. A list of work instead of recursion: references may chain without end.
fn reach(schema: &JsonSchema, description: &RestDescription, reached: &mut BTreeSet<String>) {
    let mut work = vec![schema];
    while let Some(schema) = work.pop() {
        let mapped = schema.variant.iter().flat_map(|variant| variant.map.iter().map(|(_, name)| name));
        for name in schema.reference.iter().chain(mapped) {
            if let Some(target) = description.schemas.get(name)
                && reached.insert(name.clone())
            {
                work.push(target);
            }
        }
        work.extend(schema.properties.values());
        work.extend(schema.items.as_deref());
        work.extend(schema.additional_properties.as_deref());
    }
}

/// `*` stands for any text, dots included, `?` for one character.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || text.get(t) == Some(c) => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or(&[]).iter().all(|c| *c == '*')
}

fn no_match(pattern: &str, ids: &[(String, String)]) -> Error {
    let error = Error::request(format!("no method matches `{pattern}`"));
    let mut near: Vec<(f64, &str)> = ids
        .iter()
        .flat_map(|(id, path)| [id.as_str(), path.as_str()])
        .map(|id| {
            // A person may leave out the API's name.
            let tail = id.split_once('.').map_or(id, |(_, tail)| tail);
            (
                strsim::normalized_damerau_levenshtein(pattern, id)
                    .max(strsim::normalized_damerau_levenshtein(pattern, tail)),
                id,
            )
        })
        .filter(|(score, _)| *score > 0.5)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    let best = near.first().map_or(0.0, |(score, _)| *score);
    near.retain(|(score, _)| *score > best - 0.15);
    let near: Vec<String> = near.iter().take(3).map(|(_, id)| format!("`{id}`")).collect();
    if near.is_empty() {
        error.help(format!(
            "the document has {} method(s); their ids look like `{}`",
            ids.len(),
            ids.first().map_or("", |(id, _)| id)
        ))
    } else {
        error.help(format!("did you mean {}?", near.join(" or ")))
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("games.rooms.leave", "games.rooms.leave", true),
            ("games.rooms.leave", "games.rooms.leaves", false),
            ("games.rooms.*", "games.rooms.leave", true),
            ("*.leave", "games.rooms.leave", true),
            ("games.*.l*e", "games.rooms.leave", true),
            ("games.rooms.?eave", "games.rooms.leave", true),
            ("", "games", false),
            ("*", "", true),
            ("**a*", "bca", true),
            ("a*b*c", "a_b_b_d", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
