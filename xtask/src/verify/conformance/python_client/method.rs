//! The methods of a document, read from its plain JSON. This shares no code with the generator,
//! because it verifies the generator.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A method of a document.
#[derive(Clone, Debug)]
pub(super) struct Method<'d> {
    pub(super) id: &'d str,
    /// The names of the resources that contain the method, and its own.
    pub(super) path: Vec<&'d str>,
    description: &'d Value,
    http_body: Option<HttpBody<'d>>,
}

/// The position of a `google.api.HttpBody` in the request message; it is sent instead of the
/// message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HttpBody<'d> {
    Message,
    Field(&'d str),
}

impl<'d> HttpBody<'d> {
    /// Finds the schema by its name, which ends with `HttpBody`. The other fields of the message
    /// are part of the path.
    fn of(description: &'d Value, document: &'d Value) -> Option<Self> {
        let is_http_body = |schema: &Value| schema.get("$ref")?.as_str()?.ends_with("HttpBody").then_some(());
        let request = description.get("request")?;
        if is_http_body(request).is_some() {
            return Some(Self::Message);
        }
        let fields = document.get("schemas")?.get(request.get("$ref")?.as_str()?)?.get("properties")?.as_object()?;
        let mut bodies = fields.iter().filter(|(_, schema)| is_http_body(schema).is_some());
        match (bodies.next(), bodies.next()) {
            (Some((name, _)), None) => Some(Self::Field(name)),
            _ => None,
        }
    }
}

impl<'d> Method<'d> {
    /// Returns the parameters by wire name.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'d str, &'d Value)> + use<'d> {
        self.description.get("parameters").and_then(Value::as_object).unwrap_or(&NO_PARAMETERS).iter().map(as_str)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'d Value> {
        self.description.get("parameters").and_then(|parameters| parameters.get(name))
    }

    /// Returns the schema of the request message.
    pub(super) fn request(&self) -> Option<&'d Value> {
        self.description.get("request")
    }

    pub(super) fn http_body(&self) -> Option<HttpBody<'d>> {
        self.http_body
    }

    pub(super) fn has_response(&self) -> bool {
        self.description.get("response").is_some()
    }

    /// Returns `true` if the path contains the parameter as `{+name}`, whose value may contain
    /// slashes.
    pub(super) fn is_reserved_expansion(&self, parameter: &str) -> bool {
        let path = self.description.get("path").and_then(Value::as_str).unwrap_or_default();
        path.contains(&format!("{{+{parameter}}}"))
    }
}

static NO_PARAMETERS: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

fn as_str<'d>((name, value): (&'d String, &'d Value)) -> (&'d str, &'d Value) {
    (name, value)
}

/// Returns `true` for a path parameter.
pub(super) fn in_path(parameter: &Value) -> bool {
    parameter.get("location").and_then(Value::as_str) == Some("path")
}

/// Returns all methods, including those of nested resources.
pub(super) fn all(document: &Value) -> Vec<Method<'_>> {
    let mut methods = Vec::new();
    let mut pending = vec![(Vec::new(), document)];
    while let Some((path, resource)) = pending.pop() {
        let objects = |key: &str| resource.get(key).and_then(Value::as_object).into_iter().flatten().map(as_str);
        let below = |name| path.iter().copied().chain([name]).collect::<Vec<&str>>();
        methods.extend(objects("methods").map(|(name, description)| {
            let id = description.get("id").and_then(Value::as_str).unwrap_or(name);
            Method { id, path: below(name), description, http_body: HttpBody::of(description, document) }
        }));
        pending.extend(objects("resources").map(|(name, resource)| (below(name), resource)));
    }
    methods.sort_by(|a, b| a.path.cmp(&b.path));
    methods
}

/// Returns the parameters that every method has, except `alt`: both clients set it themselves
/// because they decode JSON.
pub(super) fn common(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let parameters = document.get("parameters").and_then(Value::as_object);
    parameters.into_iter().flatten().map(as_str).filter(|(name, _)| *name != "alt")
}

/// Returns the ids that several methods have.
pub(super) fn duplicate_ids<'d>(methods: &[Method<'d>]) -> BTreeSet<&'d str> {
    let mut seen = BTreeSet::new();
    methods.iter().map(|method| method.id).filter(|id| !seen.insert(*id)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_http_bodies() {
        let document = json!({
            "schemas": {
                "A": {"properties": {"id": {}, "content": {"$ref": "GoogleApi__HttpBody"}}},
                "B": {"properties": {"a": {"$ref": "HttpBody"}, "b": {"$ref": "HttpBody"}}}
            },
            "methods": {
                "a": {"request": {"$ref": "HttpBody"}},
                "b": {"request": {"$ref": "A"}},
                "c": {"request": {"$ref": "B"}},
                "d": {}
            }
        });
        let found: Vec<_> = all(&document).iter().map(Method::http_body).collect();
        assert_eq!(found, [Some(HttpBody::Message), Some(HttpBody::Field("content")), None, None]);
    }

    #[test]
    fn finds_methods_of_all_resources() {
        let method = |id: &str| json!({"id": id, "httpMethod": "GET", "path": "v1/{+name}/{x}"});
        let document = json!({
            "methods": {"ping": method("a.ping")},
            "resources": {"b": {"methods": {"get": method("a.b.get")}, "resources": {
                "c": {"methods": {"get": method("a.b.get"), "list": method("a.b.c.list")}}
            }}},
            "parameters": {"alt": {}, "fields": {}}
        });
        let methods = all(&document);
        let paths: Vec<_> = methods.iter().map(|method| method.path.join(".")).collect();
        assert_eq!(paths, ["b.c.get", "b.c.list", "b.get", "ping"]);
        assert_eq!(duplicate_ids(&methods), ["a.b.get"].into());
        assert!(methods[0].is_reserved_expansion("name") && !methods[0].is_reserved_expansion("x"));
        assert_eq!(common(&document).map(|(name, _)| name).collect::<Vec<_>>(), ["fields"]);
    }
}
