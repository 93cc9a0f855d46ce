use serde_json::json;

use super::*;

/// Returns a document with the schemas that the tests need and these methods.
fn document(methods: &serde_json::Value) -> String {
    let string = |description: &str| json!({ "type": "string", "description": description });
    let add_request = json!({ "type": "object", "properties": {
        "requestId": string("A UUID; the server ignores duplicate requests with it.") } });
    json!({
        "schemas": {
            "Long": { "type": "object", "properties": {
                "done": { "type": "boolean" }, "name": string(""), "response": { "type": "object" } } },
            "Change": { "type": "object", "properties": {
                "id": string(""), "status": { "type": "string", "enum": ["PENDING", "DONE"] } } },
            "Body": { "type": "object", "properties": {
                "contentType": string(""), "data": string(""), "extensions": { "type": "array" } } },
            "Room": { "type": "object", "properties": { "name": string("") } },
            "AddRequest": add_request,
        },
        "resources": { "rooms": { "methods": methods } },
    })
    .to_string()
}

/// Returns a method that responds with a schema.
fn method(id: &str, http_method: &str, path: &str, response: &str) -> serde_json::Value {
    json!({ "id": id, "httpMethod": http_method, "path": path, "response": { "$ref": response } })
}

/// Compares a document with a crate that consists of these lines for each method.
fn compare_with(methods: &serde_json::Value, sources: &[(&str, &str)]) -> Kinds {
    let text =
        sources.iter().map(|(id, lines)| format!("runtime::MethodDescriptor::new(\n    \"{id}\",\n)\n{lines}\n"));
    compare(&document(methods), &BTreeMap::from([("src/rooms.rs".to_owned(), text.collect())]))
}

#[test]
fn counts_operations_by_dialect_and_by_result() {
    let kinds = compare_with(
        &json!({
            "get": method("get", "GET", "operations/{id}", "Long"),
            "change": method("change", "GET", "changes/{id}", "Change"),
            "add": method("add", "POST", "rooms", "Long"),
            "remove": method("remove", "DELETE", "rooms/{id}", "Long"),
            "patch": method("patch", "PATCH", "rooms/{id}", "Change"),
            "paint": method("paint", "POST", "rooms/{id}/paint", "Change"),
            "cancel": method("operations.cancel", "POST", "operations/{id}:cancel", "Long"),
        }),
        &[
            ("get", ""),
            ("change", ""),
            ("add", "runtime::operation!(Add -> schemas::Long => runtime::Json);"),
            ("remove", "runtime::operation!(Remove -> schemas::Long => ());"),
            (
                "patch",
                "runtime::operation!(Patch -> schemas::Change => schemas::Room, get \"rooms.get\" \"rooms/{id}\");",
            ),
            ("paint", "runtime::operation!(Paint -> schemas::Change => schemas::Change);"),
            ("operations.cancel", ""),
        ],
    );
    assert_eq!(kinds.findings, [""; 0]);
    assert_eq!(
        kinds.exceptions,
        ["method `operations.cancel` has no `operation!`: it waits for or cancels an operation"]
    );
    let rows = [
        (Row::StartsDone, 3),
        (Row::StartsStatus, 2),
        (Row::ResultJson, 1),
        (Row::ResultNothing, 1),
        (Row::ResultResource, 1),
        (Row::ResultMessage, 1),
        (Row::ResultSchema, 0),
        (Row::Companion, 1),
    ];
    for (row, number) in rows {
        assert_eq!(kinds.table.get(row), number, "{row:?}");
    }
}

#[test]
fn names_the_reason_of_operations_that_cannot_be_waited_for() {
    let add = method("add", "POST", "rooms", "Long");
    let kinds = compare_with(&json!({ "add": add }), &[("add", "")]);
    assert_eq!(kinds.exceptions, ["method `add` has no `operation!`: no method returns the operation by GET"]);

    // This `GET` returns the operation of a room, not that of a name.
    let last = method("last", "GET", "rooms/{id}:lastOperation", "Long");
    let kinds = compare_with(&json!({ "add": add, "last": last }), &[("add", ""), ("last", "")]);
    assert_eq!(kinds.exceptions, ["method `add` has no `operation!`: no method returns the operation by its name"]);
    assert_eq!(kinds.findings, [""; 0]);
}

#[test]
fn finds_operations_that_only_one_side_has() {
    let methods = json!({
        "get": method("get", "GET", "operations/{id}", "Long"),
        "add": method("add", "POST", "rooms", "Long"),
        "paint": method("paint", "POST", "rooms/{id}", "Room"),
        "change": method("change", "POST", "rooms/{id}/change", "Change"),
    });
    let operation = "runtime::operation!(A -> schemas::A => ());";
    let sources = [("get", ""), ("add", ""), ("paint", operation), ("change", operation)];
    let mut findings = compare_with(&methods, &sources).findings;
    findings.sort();
    assert_eq!(
        findings,
        [
            "method `add` starts an operation, but has no `operation!`",
            "method `change` has `operation!`, although no method returns the operation by GET",
            "method `paint` has `operation!`, but its response is not an operation",
        ]
    );
}

#[test]
fn counts_streams_and_names_the_reason_of_methods_without() {
    let kinds = compare_with(
        &json!({
            "streamRooms": method("a", "POST", "a", "Room"),
            "tail": method("b", "POST", "b", "Room"),
            "streamRaw": method("c", "POST", "c", "Body"),
            "closeStream": { "id": "d", "httpMethod": "POST", "path": "d" },
            "readStream": method("e", "POST", "e", "Room"),
        }),
        &[
            ("a", "runtime::stream!(StreamRooms -> schemas::Room);"),
            ("b", "runtime::stream!(Tail -> schemas::Room, without_idle_timeout);"),
            ("c", "runtime::download!(StreamRaw);"),
            ("d", ""),
            ("e", ""),
        ],
    );
    assert_eq!(kinds.findings, ["method `e` is named as a stream, but has no `stream!`"]);
    let rows = [
        (Row::NamedStream, 4),
        (Row::StreamIdle, 1),
        (Row::StreamWithoutIdle, 1),
        (Row::HttpBody, 1),
        (Row::NoResponse, 1),
        (Row::StartsOperation, 0),
    ];
    for (row, number) in rows {
        assert_eq!(kinds.table.get(row), number, "{row:?}");
    }
    assert_eq!(kinds.exceptions.len(), 2);
}

#[test]
fn counts_request_ids_and_finds_those_in_another_place() {
    let with_parameter = |id: &str, description: &str| {
        json!({ "id": id, "httpMethod": "POST", "path": id,
            "parameters": { "requestId": { "location": "query", "description": description } } })
    };
    let kinds = compare_with(
        &json!({
            "a": with_parameter("a", "A UUID with which requests are idempotent."),
            "b": with_parameter("b", "A text with which requests are idempotent."),
            "c": with_parameter("c", "A text for logs."),
            "d": { "id": "d", "httpMethod": "POST", "path": "d", "request": { "$ref": "AddRequest" } },
            "e": { "id": "e", "httpMethod": "POST", "path": "e", "request": { "$ref": "AddRequest" } },
        }),
        &[
            ("a", "        .with_request_id_in_query();"),
            ("b", "        .with_request_id();"),
            ("c", ""),
            ("d", "        .with_request_id_in_message();"),
            ("e", "        .with_request_id_in_query();"),
        ],
    );
    let problem = "the document implies `with_request_id_in_message` for its `requestId`, \
                   the crate has `with_request_id_in_query`";
    assert_eq!(kinds.findings, [format!("method `e` {problem}")]);
    let rows = [
        (Row::HasRequestId, 5),
        (Row::PromiseUuid, 3),
        (Row::Promise, 1),
        (Row::InQuery, 2),
        (Row::InMessage, 1),
        (Row::OfCaller, 1),
    ];
    for (row, number) in rows {
        assert_eq!(kinds.table.get(row), number, "{row:?}");
    }
}

#[test]
fn sums_and_prints_tables() {
    let mut one = Table::default();
    one.add(Row::StartsDone);
    let sum = Table::sum([&one, &one].into_iter());
    assert_eq!(sum.get(Row::StartsDone), 2);
    let text = sum.to_string();
    let titles: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(titles, ["operations", "streams", "request ids"]);
    assert!(text.contains("           2 document: methods (not GET) that return an operation with `done`\n"), "{text}");
}
