//! The results of operations.

use discovery_runtime::Json;

use super::{Call, DELETE, Delete, Metadata, Note, ZoneOperation, client, create, insert, run, sent, stop, transport};

#[tokio::test]
async fn returns_the_typed_response() {
    let response = r#"{"@type": "type.googleapis.com/example.v1.Note", "id": "7"}"#;
    let transport = transport([&format!(r#"{{"name": "operations/o", "done": true, "response": {response}}}"#)]);
    let note = create(&transport).operation().await.expect("a note");
    assert_eq!((note.id.as_deref(), note.unknown_fields.len()), (Some("7"), 0));
}

#[tokio::test]
async fn a_json_result_keeps_its_type() {
    let transport = transport([r#"{"done": true, "response": {"@type": "x/a.B", "big": 123456789012345678}}"#]);
    let result = run(&transport).operation().await.expect("a result");
    assert_eq!((&result["@type"], &result["big"]), (&"x/a.B".into(), &123_456_789_012_345_678_i64.into()));
}

#[tokio::test]
async fn rejects_a_response_of_another_type() {
    let body = r#"{"name": "operations/o", "done": true, "response": {"@type": "x/example.v1.Printout", "id": "7"}}"#;
    let transport = transport([body, body]);
    let error = create(&transport).operation().await.expect_err("not a note");
    assert_eq!(
        error.to_string(),
        "notes.create (notes.example): operation operations/o is done, but its response is of type `Printout`, not `Note`: name its \
         type with `result_as`"
    );
    let result: Note = create(&transport).operation().result_as().await.expect("a result of the caller's type");
    assert_eq!(result.id.as_deref(), Some("7"));
}

#[tokio::test]
async fn reports_a_missing_response() {
    let transport = transport([r#"{"name": "operations/o", "done": true}"#]);
    let error = create(&transport).operation().await.expect_err("no response").to_string();
    assert_eq!(error, "notes.create (notes.example): operation operations/o is done, but its message has no response");
}

#[tokio::test]
async fn a_deletion_has_no_result() {
    let transport = transport([r#"{"name": "operations/o", "done": true}"#]);
    let call = Call::new(&client(&transport), &DELETE).path_text("id", "7");
    Delete(call).operation().await.expect("success");
}

#[tokio::test]
async fn requests_the_resource_that_the_operation_names() {
    let link = "https://other.example/notes/v1/projects/p/zones/z/notes/m";
    let transport = transport([
        &format!(r#"{{"name": "o", "status": "DONE", "targetLink": "{link}"}}"#),
        r#"{"id": "7", "name": "m"}"#,
    ]);
    assert_eq!(insert(&transport).operation().await.expect("a note").id.as_deref(), Some("7"));
    assert_eq!(sent(&transport)[1], "GET /notes/v1/projects/p/zones/z/notes/m");
}

#[tokio::test]
async fn requests_the_resource_that_the_request_names() {
    // Some servers link to the parent of the resource.
    for link in ["", "https://other.example/notes/v1/projects/p/zones/z"] {
        let operation = format!(r#"{{"name": "o", "status": "DONE", "targetLink": "{link}"}}"#);
        let transport = transport([&operation, r#"{"id": "7"}"#]);
        insert(&transport).operation().await.expect("a note");
        assert_eq!(sent(&transport)[1], "GET /notes/v1/projects/p/zones/z/notes/n");
    }
}

#[tokio::test]
async fn reports_a_resource_that_nothing_names() {
    let transport = transport([r#"{"name": "o", "status": "DONE"}"#]);
    let call = insert(&transport).call().body(&Note::default());
    let error = super::Insert(call).operation().await.expect_err("no name").to_string();
    assert!(error.ends_with("its message does not name the resource that it has created or changed"), "{error}");
}

#[tokio::test]
async fn returns_the_message_of_other_operations() {
    let transport = transport([r#"{"name": "o", "status": "done", "progress": 100}"#]);
    let operation: ZoneOperation = stop(&transport).operation().await.expect("an operation");
    assert_eq!(operation.progress, Some(100));
}

#[tokio::test]
async fn metadata_is_typed() {
    let transport = transport([
        r#"{"name": "operations/o", "metadata": {"@type": "x/example.v1.Metadata", "percent": 30}}"#,
        r#"{"name": "operations/o", "metadata": {"percent": "many"}}"#,
    ]);
    let mut handle = create(&transport).operation().start().await.expect("a handle");
    let metadata: Option<Metadata> = handle.metadata().expect("metadata");
    assert_eq!(metadata, Some(Metadata { percent: Some(30), ..Metadata::default() }));
    assert_eq!(handle.metadata_as::<Json>().expect("metadata").expect("JSON")["@type"], "x/example.v1.Metadata");
    handle.poll().await.expect("a response");
    assert!(handle.metadata().is_err());
}
