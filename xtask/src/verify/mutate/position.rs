//! The meaning of a value of a document, by the keys that lead to it.

use super::json::Json;

/// The members whose keys are names that the document's authors chose.
const MAPS: &[&str] = &["schemas", "properties", "parameters", "methods", "resources", "scopes"];

/// The members that are objects, or lists of objects, which the generator reads.
const READ: &[&str] = &[
    "schemas",
    "properties",
    "parameters",
    "methods",
    "resources",
    "scopes",
    "auth",
    "oauth2",
    "items",
    "additionalProperties",
    "request",
    "response",
    "variant",
    "map",
    "annotations",
    "endpoints",
    "mediaUpload",
    "protocols",
    "simple",
    "resumable",
];

/// Returns whether the last key is a name that the document's authors chose.
pub(super) fn is_name(keys: &[String]) -> bool {
    keys.split_last().is_some_and(|(_, parents)| is_map(parents))
}

/// Returns whether the keys of the value are names. Names may be those of members: `properties` may
/// have a property `properties`.
fn is_map(keys: &[String]) -> bool {
    keys.iter().fold(false, |names, key| !names && MAPS.contains(&key.as_str()))
}

/// Returns whether the value is in the position of a schema.
pub(super) fn is_schema(keys: &[String], _: &Json) -> bool {
    let Some((last, parents)) = keys.split_last() else { return false };
    if is_name(keys) {
        return parents.last().is_some_and(|key| matches!(key.as_str(), "schemas" | "properties" | "parameters"));
    }
    matches!(last.as_str(), "items" | "additionalProperties" | "request" | "response")
}

/// Returns whether the value is an object of the format whose members the generator reads.
pub(super) fn is_read(keys: &[String]) -> bool {
    let known = keys.iter().enumerate().all(|(index, key)| {
        is_name(keys.get(..=index).unwrap_or_default()) || key.parse::<usize>().is_ok() || READ.contains(&key.as_str())
    });
    // A new member of a map would be an entry.
    known && !is_map(keys)
}

/// Returns whether the generator reads a value that is neither an object nor a list.
pub(super) fn is_used(keys: &[String]) -> bool {
    let object = keys.iter().rposition(|key| key.parse::<usize>().is_err()).unwrap_or(0);
    let (parents, member) = (keys.get(..object).unwrap_or_default(), keys.get(object).map(String::as_str));
    let of_document = parents.is_empty();
    let ignored = match member {
        None | Some("kind" | "etag" | "flatPath" | "etagRequired" | "multipart") => true,
        Some("id") => !keys.iter().any(|key| key == "methods"),
        Some(
            "discoveryVersion"
            | "canonicalName"
            | "ownerDomain"
            | "ownerName"
            | "protocol"
            | "version_module"
            | "packagePath"
            | "labels"
            | "serviceVersion"
            | "exponentialBackoffDefault"
            | "revision"
            | "baseUrl"
            | "basePath"
            | "fullyEncodeReservedExpansion",
        ) => of_document,
        // These say what other members say, too.
        Some("supportsMediaUpload" | "supportsMediaDownload" | "useMediaDownloadService") => true,
        // Resumable sessions start at the other path if there are two.
        Some("path") => parents.last().is_some_and(|key| key == "resumable"),
        // `false` is the same as no schema, which any object conforms to.
        Some("additionalProperties") => true,
        Some("description" | "deprecated") => keys.first().is_some_and(|key| key == "endpoints" || key == "auth"),
        Some(_) => false,
    };
    !ignored && is_read(parents) && keys.first().is_some_and(|key| key != "parameters")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(pointer: &str) -> Vec<String> {
        pointer.split('/').skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn distinguishes_names_from_members() {
        for (pointer, name, schema, read) in [
            ("/schemas", false, false, false),
            ("/schemas/properties", true, true, true),
            ("/schemas/properties/properties", false, false, false),
            ("/schemas/properties/properties/items", true, true, true),
            ("/schemas/A/items", false, true, true),
            ("/resources/methods/methods/get", true, false, true),
            ("/resources/r/methods/get/response", false, true, true),
            ("/icons", false, false, false),
            ("/endpoints/0", false, false, true),
        ] {
            let keys = keys(pointer);
            let found = (is_name(&keys), is_schema(&keys, &Json::raw("null")), is_read(&keys));
            assert_eq!(found, (name, schema, read), "{pointer}");
        }
    }
}
