//! Handles of operations.

use discovery_runtime::Json;
use discovery_runtime::operation::{OperationHandle, Progress};

use super::{LongOperation, Note, ZoneOperation, client, create, sent, stop, transport};

fn state(percent: i32, rest: &str) -> String {
    format!(r#"{{"name": "operations/o", "metadata": {{"percent": {percent}}}{rest}}}"#)
}

#[tokio::test]
async fn streams_each_state_and_returns_the_result() {
    let done = r#", "done": true, "response": {"id": "7"}"#;
    let transport = transport([&state(0, ""), &state(50, ""), &state(100, done)]);
    let mut handle = create(&transport).operation().start().await.expect("a handle");
    assert_eq!(transport.left(), 2);
    let mut states = Vec::new();
    while let Some(progress) = handle.next().await {
        let Progress { metadata, done, .. } = progress.expect("a state");
        states.push((metadata.and_then(|metadata| metadata.percent), done));
    }
    assert_eq!(states, [(Some(0), false), (Some(50), false), (Some(100), true)]);
    assert!(handle.next().await.is_none());
    assert_eq!(handle.wait().await.expect("a note").id.as_deref(), Some("7"));
}

#[tokio::test]
async fn the_last_item_of_the_stream_is_the_failure() {
    let transport = transport([&state(0, ""), &state(0, r#", "done": true, "error": {"code": 13}"#)]);
    let mut handle = create(&transport).operation().start().await.expect("a handle");
    assert!(handle.next().await.expect("a state").is_ok());
    let error = handle.next().await.expect("the failure").expect_err("the operation failed");
    assert!(error.to_string().ends_with("operation operations/o failed: INTERNAL"), "{error}");
    assert!(handle.next().await.is_none());
    assert!(handle.wait().await.is_err());
}

#[tokio::test]
async fn polls_once() {
    let transport = transport([&state(0, ""), &state(1, ""), &state(2, r#", "done": true"#)]);
    let mut handle = create(&transport).operation().start().await.expect("a handle");
    assert!(!handle.is_done());
    assert!(!handle.poll().await.expect("a response"));
    assert!(handle.poll().await.expect("a response"));
    assert!(handle.poll().await.expect("no request"));
    assert_eq!((transport.left(), transport.pauses().len()), (0, 0));
}

#[tokio::test]
async fn resumes_by_name() {
    let transport = transport([&state(100, r#", "done": true, "response": {"id": "7"}"#)]);
    let handle = OperationHandle::<LongOperation, Note>::resume(&client(&transport), "operations/o");
    assert_eq!((handle.name(), handle.is_done(), handle.metadata().expect("no state")), ("operations/o", false, None));
    assert_eq!(handle.wait().await.expect("a note").id.as_deref(), Some("7"));
    assert_eq!(sent(&transport), ["GET /notes/v1/v1/operations/o"]);
    assert!(transport.pauses().is_empty(), "the state may be known to the server already");
}

#[tokio::test]
async fn resumes_with_the_resource_as_result() {
    let name = {
        let transport = transport([r#"{"name": "o"}"#]);
        stop(&transport).operation().start().await.expect("a handle").name().to_owned()
    };
    let link = "https://other.example/notes/v1/projects/p/zones/z/notes/n%20m?x=y";
    let done = format!(r#"{{"name": "o", "status": "DONE", "targetLink": "{link}"}}"#);
    let transport = transport([&done, r#"{"id": "7"}"#, &done, &done]);
    let note = OperationHandle::<ZoneOperation, Note>::resume(&client(&transport), &name).wait().await;
    assert_eq!(note.expect("a note").id.as_deref(), Some("7"));
    let paths = sent(&transport);
    assert_eq!(
        paths,
        ["POST /notes/v1/projects/p/zones/z/operations/o/wait", "GET /notes/v1/projects/p/zones/z/notes/n%20m"]
    );
    let message = OperationHandle::<ZoneOperation, ZoneOperation>::resume(&client(&transport), &name).wait().await;
    assert_eq!(message.expect("an operation").name.as_deref(), Some("o"));
    OperationHandle::<ZoneOperation, ()>::resume(&client(&transport), &name).wait().await.expect("success");
}

#[tokio::test]
async fn a_resumed_operation_must_be_known() {
    let transport = transport([]).answer(404, "");
    let handle = OperationHandle::<LongOperation, Json>::resume(&client(&transport), "operations/o");
    assert!(handle.wait().await.expect_err("unknown").is_not_found());
    let handle = OperationHandle::<LongOperation, Json>::resume(&client(&transport), "o");
    let error = handle.wait().await.expect_err("not a name").to_string();
    assert!(error.contains("operation o cannot be polled"), "{error}");
}

#[tokio::test]
async fn cancels() {
    let transport = transport([&state(0, ""), "{}", &state(0, r#", "done": true, "error": {"code": 1}"#)]);
    let handle = create(&transport).operation().start().await.expect("a handle");
    handle.cancel().await.expect("success");
    assert_eq!(sent(&transport)[1], "POST /notes/v1/v1/operations/o:cancel");
    let error = handle.wait().await.expect_err("canceled").to_string();
    assert!(error.ends_with("failed: CANCELLED"), "{error}");

    let transport = super::transport([r#"{"name": "o"}"#]);
    let error = stop(&transport).operation().start().await.expect("a handle").cancel().await.expect_err("no method");
    assert!(error.to_string().contains("cannot be canceled"), "{error}");
}

#[tokio::test]
async fn a_poll_without_a_state_is_not_streamed() {
    let running = r#"{"name": "o", "status": "RUNNING"}"#;
    // The server refuses to wait, and then does not know the operation yet.
    let transport = transport([running]).answer(501, "").answer(404, "").answer(200, r#"{"status": "DONE"}"#);
    let mut handle = stop(&transport).operation().start().await.expect("a handle");
    let mut states = Vec::new();
    while let Some(progress) = handle.next().await {
        states.push(progress.expect("a state").metadata.and_then(|operation| operation.status));
    }
    assert_eq!(states, [Some("RUNNING".to_owned()), Some("DONE".to_owned())]);
}
