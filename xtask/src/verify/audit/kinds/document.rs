//! The kinds of methods in a document, taken from its plain JSON. Shares no code with the
//! generator, because it verifies the generator.

use serde_json::{Map, Value};

use super::super::document_inventory::{described_values, enum_values, object};
use super::table::Row;

type Object = Map<String, Value>;

/// What the document says about a method.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) id: String,
    /// The operation that it returns, unless it is a `GET`.
    pub(super) operation: Option<Operation>,
    pub(super) is_named_stream: bool,
    pub(super) has_response: bool,
    pub(super) has_http_body: bool,
    pub(super) request_id: Option<RequestId>,
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) dialect: Dialect,
    /// The reason why the operation cannot be waited for, if there is one.
    pub(super) absence: Option<Row>,
}

/// How a schema represents an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// By `done`, as `google.longrunning.Operation`.
    Done,
    /// By a `status` that becomes `DONE`.
    Status,
}

#[derive(Debug)]
pub(super) struct RequestId {
    /// Present if the method is not a `GET` and the server recognizes repeated requests.
    pub(super) promise: Option<Promise>,
}

#[derive(Debug)]
pub(super) struct Promise {
    pub(super) place: Place,
    pub(super) is_uuid: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Query,
    Message,
}

/// A method in the JSON, with its name in its resource.
type Node<'v> = (&'v str, &'v Object);

/// Returns the methods in the order of the document.
pub(super) fn methods(text: &str) -> Vec<Method> {
    let Ok(Value::Object(document)) = serde_json::from_str(text) else {
        return Vec::new();
    };
    let mut nodes = Vec::new();
    collect(&document, &mut nodes);
    nodes.iter().map(|node| method(*node, &document, &nodes)).collect()
}

fn collect<'v>(resource: &'v Object, nodes: &mut Vec<Node<'v>>) {
    for (name, method) in object(resource, "methods").into_iter().flatten() {
        nodes.extend(method.as_object().map(|method| (name.as_str(), method)));
    }
    for child in object(resource, "resources").into_iter().flat_map(Map::values) {
        child.as_object().into_iter().for_each(|child| collect(child, nodes));
    }
}

fn method((name, method): Node<'_>, document: &Object, nodes: &[Node<'_>]) -> Method {
    let response = schema(method, "response", document);
    Method {
        id: text(method, "id").to_owned(),
        operation: operation(method, document, nodes),
        is_named_stream: name.to_ascii_lowercase().contains("stream"),
        has_response: method.contains_key("response"),
        has_http_body: response.is_some_and(is_http_body),
        request_id: request_id(method, document),
    }
}

fn text<'v>(node: &'v Object, key: &str) -> &'v str {
    node.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn is_get(method: &Object) -> bool {
    text(method, "httpMethod") == "GET"
}

/// Returns the schema of a request or a response, which is usually a reference.
fn schema<'v>(method: &'v Object, body: &str, document: &'v Object) -> Option<&'v Object> {
    let schema = object(method, body)?;
    match schema.get("$ref").and_then(Value::as_str) {
        Some(name) => object(object(document, "schemas")?, name),
        None => Some(schema),
    }
}

fn is_http_body(schema: &Object) -> bool {
    object(schema, "properties").is_some_and(|properties| {
        properties.len() == 3 && ["contentType", "data", "extensions"].iter().all(|name| properties.contains_key(*name))
    })
}

fn operation(method: &Object, document: &Object, nodes: &[Node<'_>]) -> Option<Operation> {
    let dialect = dialect(schema(method, "response", document)?).filter(|_| !is_get(method))?;
    let reference = object(method, "response")?.get("$ref")?;
    let gets = || {
        let gets = nodes.iter().map(|(_, node)| *node).filter(|node| is_get(node));
        gets.filter(|get| object(get, "response").and_then(|response| response.get("$ref")) == Some(reference))
    };
    let is_companion = |get: &Object| {
        let verb = text(method, "path").strip_prefix(text(get, "path"));
        matches!(verb, Some(":wait" | "/wait" | ":cancel" | "/cancel"))
    };
    let absence = if gets().next().is_none() {
        Some(Row::NoPoll)
    } else if !gets().any(|get| is_by_name(get, dialect)) {
        Some(Row::NoPollByName)
    } else {
        // Another resource may be canceled at the same path, which starts an operation.
        let is_of_operations = text(method, "id").to_ascii_lowercase().contains("operation");
        (is_of_operations && gets().any(is_companion)).then_some(Row::Companion)
    };
    Some(Operation { dialect, absence })
}

fn dialect(schema: &Object) -> Option<Dialect> {
    let properties = object(schema, "properties")?;
    let has = |name: &str| properties.contains_key(name);
    if object(properties, "done").is_some_and(|done| text(done, "type") == "boolean")
        && has("name")
        && (has("response") || has("error"))
    {
        return Some(Dialect::Done);
    }
    let status = object(properties, "status")?;
    let mut values = enum_values(status);
    values.extend(described_values(status));
    (values.iter().any(|value| value == "DONE" || value == "done") && (has("name") || has("id")))
        .then_some(Dialect::Status)
}

/// Returns `true` if a `GET` needs nothing but a path that ends with the name of the operation.
fn is_by_name(get: &Object, dialect: Dialect) -> bool {
    let path = text(get, "path");
    let needs_more = object(get, "parameters").into_iter().flat_map(Map::values).any(|parameter| {
        parameter.get("required").and_then(Value::as_bool) == Some(true)
            && parameter.get("location").and_then(Value::as_str) != Some("path")
    });
    let last = path.rsplit('/').next().unwrap_or_default();
    let ends_with_name = last.starts_with('{') && last.find('}') == last.len().checked_sub(1);
    // The other dialect's resources are operations themselves.
    let is_operation = dialect == Dialect::Status || last == "{+name}" || path.to_lowercase().contains("operation");
    ends_with_name && is_operation && !needs_more
}

fn request_id(method: &Object, document: &Object) -> Option<RequestId> {
    let parameter = object(method, "parameters").and_then(|parameters| object(parameters, "requestId"));
    let request = schema(method, "request", document);
    let field = request.and_then(|request| object(object(request, "properties")?, "requestId"));
    if parameter.is_none() && field.is_none() {
        return None;
    }
    let mut promises =
        [(Place::Query, parameter), (Place::Message, field)].into_iter().filter_map(|(place, schema)| {
            let description = text(schema?, "description").to_lowercase();
            let is_uuid = description.contains("uuid");
            promises_idempotency(&description).then_some(Promise { place, is_uuid })
        });
    Some(RequestId { promise: promises.next().filter(|_| !is_get(method)) })
}

/// Returns `true` if a description says that the server recognizes a repeated request.
fn promises_idempotency(description: &str) -> bool {
    ["idempoten", "duplicate", "retry", "retri", "ignore"].iter().any(|word| description.contains(word))
}
