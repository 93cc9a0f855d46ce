//! The methods of a document, read from plain JSON: what the generator made of them is not asked.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A method of a document.
#[derive(Clone, Debug)]
pub(super) struct Method<'d> {
    pub(super) id: &'d str,
    /// The names of the resources down to it, and its own.
    pub(super) place: Vec<&'d str>,
    description: &'d Value,
    http_body: Option<HttpBody<'d>>,
}

/// Where in a request's message the `google.api.HttpBody` is that travels in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HttpBody<'d> {
    Message,
    Field(&'d str),
}

impl<'d> HttpBody<'d> {
    /// Known by its name, which is some prefix and `HttpBody`. Fields beside one come from the path.
    fn of(description: &'d Value, document: &'d Value) -> Option<Self> {
        let is_one = |schema: &Value| schema.get("$ref")?.as_str()?.ends_with("HttpBody").then_some(());
        let request = description.get("request")?;
        if is_one(request).is_some() {
            return Some(Self::Message);
        }
        let fields = document.get("schemas")?.get(request.get("$ref")?.as_str()?)?.get("properties")?.as_object()?;
        let mut bodies = fields.iter().filter(|(_, schema)| is_one(schema).is_some());
        match (bodies.next(), bodies.next()) {
            (Some((name, _)), None) => Some(Self::Field(name)),
            _ => None,
        }
    }
}

impl<'d> Method<'d> {
    /// Parameters by their wire names.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'d str, &'d Value)> + use<'d> {
        self.description.get("parameters").and_then(Value::as_object).unwrap_or(&NOTHING).iter().map(named)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'d Value> {
        self.description.get("parameters").and_then(|parameters| parameters.get(name))
    }

    /// The schema of the body.
    pub(super) fn request(&self) -> Option<&'d Value> {
        self.description.get("request")
    }

    pub(super) fn http_body(&self) -> Option<HttpBody<'d>> {
        self.http_body
    }

    pub(super) fn has_response(&self) -> bool {
        self.description.get("response").is_some()
    }

    /// Parameters that stand in the path as they are, slashes and all: `{+name}`.
    pub(super) fn is_whole_path(&self, parameter: &str) -> bool {
        let path = self.description.get("path").and_then(Value::as_str).unwrap_or_default();
        path.contains(&format!("{{+{parameter}}}"))
    }
}

static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

fn named<'d>((name, value): (&'d String, &'d Value)) -> (&'d str, &'d Value) {
    (name, value)
}

/// Whether it stands in the path.
pub(super) fn in_path(parameter: &Value) -> bool {
    parameter.get("location").and_then(Value::as_str) == Some("path")
}

/// All of them, and those of resources in resources.
pub(super) fn all(document: &Value) -> Vec<Method<'_>> {
    let mut methods = Vec::new();
    let mut open = vec![(Vec::new(), document)];
    while let Some((place, resource)) = open.pop() {
        let objects = |key: &str| resource.get(key).and_then(Value::as_object).into_iter().flatten().map(named);
        let below = |name| place.iter().copied().chain([name]).collect::<Vec<&str>>();
        methods.extend(objects("methods").map(|(name, description)| {
            let id = description.get("id").and_then(Value::as_str).unwrap_or(name);
            Method { id, place: below(name), description, http_body: HttpBody::of(description, document) }
        }));
        open.extend(objects("resources").map(|(name, resource)| (below(name), resource)));
    }
    methods.sort_by(|a, b| a.place.cmp(&b.place));
    methods
}

/// The parameters that every method takes. `alt` is left out: both clients read JSON, and ask for it themselves.
pub(super) fn common(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let parameters = document.get("parameters").and_then(Value::as_object);
    parameters.into_iter().flatten().map(named).filter(|(name, _)| *name != "alt")
}

/// Ids that more than one method has.
pub(super) fn doubles<'d>(methods: &[Method<'d>]) -> BTreeSet<&'d str> {
    let mut seen = BTreeSet::new();
    methods.iter().map(|method| method.id).filter(|id| !seen.insert(*id)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies_of_any_kind() {
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
    fn methods_of_resources_in_resources_and_of_none() {
        let method = |id: &str| json!({"id": id, "httpMethod": "GET", "path": "v1/{+name}/{x}"});
        let document = json!({
            "methods": {"ping": method("a.ping")},
            "resources": {"b": {"methods": {"get": method("a.b.get")}, "resources": {
                "c": {"methods": {"get": method("a.b.get"), "list": method("a.b.c.list")}}
            }}},
            "parameters": {"alt": {}, "fields": {}}
        });
        let methods = all(&document);
        let places: Vec<_> = methods.iter().map(|method| method.place.join(".")).collect();
        assert_eq!(places, ["b.c.get", "b.c.list", "b.get", "ping"]);
        assert_eq!(doubles(&methods), ["a.b.get"].into());
        assert!(methods[0].is_whole_path("name") && !methods[0].is_whole_path("x"));
        assert_eq!(common(&document).map(|(name, _)| name).collect::<Vec<_>>(), ["fields"]);
    }
}
