//! A Discovery document as tools see it: identification, methods, and the name of its crate.

mod header;

use std::collections::BTreeMap;

pub use header::Header;

use crate::diagnostics::{Error, Warning, Warnings};
use crate::discovery::{RestDescription, RestResource};
use crate::markdown::one_line;

/// A parsed Discovery document.
///
/// ```
/// let document = discovery_codegen::Document::parse(
///     r#"{
///     "name": "notes", "version": "v1", "revision": "20260131", "rootUrl": "https://notes.example/", "servicePath": "v1/",
///     "resources": {"notes": {"methods": {"delete": {
///         "id": "notes.notes.delete", "path": "notes", "httpMethod": "DELETE", "description": "Deletes all notes."
///     }}}}
/// }"#,
/// )?;
/// assert_eq!((document.header.name.as_str(), document.header.revision.as_str()), ("notes", "20260131"));
/// assert_eq!(document.package, "notes-v1");
/// assert_eq!(document.methods[0].id, "notes.notes.delete");
/// assert_eq!(document.methods[0].description, "Deletes all notes.");
/// # Ok::<(), discovery_codegen::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Document {
    /// Name, version, revision, title and description.
    pub header: Header,
    /// The name of the crate that [`generate`](crate::generate) generates from this document,
    /// unless the options set a different one.
    pub package: String,
    /// The methods of all resources, sorted by id.
    pub methods: Vec<Method>,
    /// Deviations from the format, sorted by pointer.
    pub warnings: Vec<Warning>,
}

/// A method of a [`Document`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Method {
    /// The id: `drive.files.list`.
    pub id: String,
    /// The API and the keys of the resources that lead to the method, joined with dots. Some
    /// documents have ids that differ from it. [`Options::method`](crate::Options::method) accepts
    /// both.
    pub path: String,
    /// The HTTP method: `GET`.
    pub http_method: String,
    /// The description, on one line. Empty if the document has none.
    pub description: String,
}

impl Document {
    /// Parses a document.
    ///
    /// Checks the format only: [`generate`](crate::generate) may still fail, for example because of
    /// a reference to a schema that does not exist.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a Discovery document.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut warnings = Warnings::default();
        let description = RestDescription::parse(text, &mut warnings)?;
        let header = Header::parse(text)?;
        let package = crate::lower::package_name(&description, None)?;
        let mut methods = BTreeMap::new();
        collect(&description.root, &description.name, &mut methods);
        Ok(Self { header, package, methods: methods.into_values().collect(), warnings: warnings.into_sorted() })
    }
}

/// Adds the methods of a resource and of the resources in it. Methods that share an id are selected
/// together, so only one of them is listed.
fn collect(resource: &RestResource, path: &str, methods: &mut BTreeMap<String, Method>) {
    for (key, method) in &resource.methods {
        methods.entry(method.id.clone()).or_insert_with(|| Method {
            id: method.id.clone(),
            path: format!("{path}.{key}"),
            http_method: method.http_method.to_string(),
            description: one_line(method.description.as_deref().unwrap_or_default()),
        });
    }
    for (key, child) in &resource.resources {
        collect(child, &format!("{path}.{key}"), methods);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_methods_of_nested_resources() {
        let document = Document::parse(
            r#"{"name": "a", "version": "v1", "rootUrl": "https://a.example/", "servicePath": "",
                "methods": {"m": {"id": "a.m", "path": "m", "httpMethod": "GET", "description": "Two\n lines.\u0007"}},
                "resources": {"r": {"resources": {"s": {"methods": {
                    "n": {"id": "a.s.n", "path": "n", "httpMethod": "POST"}
                }}}}}}"#,
        )
        .expect("a document");
        let methods: Vec<_> = document.methods.iter().map(|method| (&*method.id, &*method.path)).collect();
        assert_eq!(methods, [("a.m", "a.m"), ("a.s.n", "a.r.s.n")]);
        assert!(document.methods[0].description.starts_with("Two lines."), "{}", document.methods[0].description);
        assert!(!document.methods[0].description.contains('\u{7}'));
        assert_eq!(document.package, "a-v1");
    }

    #[test]
    fn rejects_other_json() {
        for text in ["", "[]", "{}", r#"{"error": {"code": 404, "message": "Not found."}}"#] {
            assert!(Document::parse(text).is_err(), "{text}");
        }
    }
}
