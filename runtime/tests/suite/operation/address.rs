//! The methods with which operations are polled.

use discovery_runtime::{CallOptions as _, MemoryTransport};

use super::{insert, run, sent, stop, transport};

#[tokio::test]
async fn polls_by_the_name_of_the_resource() {
    let transport = transport([
        r#"{"name": "projects/p/operations/o"}"#,
        r#"{"name": "projects/p/operations/o", "done": true, "response": {"a": 1}}"#,
    ]);
    let result = run(&transport).operation().await.expect("a result");
    assert_eq!(result["a"], 1);
    assert_eq!(sent(&transport), ["POST /notes/v1/v1/notes:run", "GET /notes/v1/v1/projects/p/operations/o"]);
}

#[tokio::test]
async fn polls_where_the_link_says() {
    let link = "https://other.example/notes/v1/projects/q/global/operations/o";
    let transport =
        transport([&format!(r#"{{"name": "o", "selfLink": "{link}"}}"#), r#"{"name": "o", "status": "DONE"}"#]);
    let handle = stop(&transport).operation().start().await.expect("a handle");
    assert_eq!(handle.name(), "projects/q/global/operations/o");
    handle.wait().await.expect("a result");
    // The path comes from the link, the host from the client: it has the credentials.
    assert_eq!(transport.requests()[1].uri(), "https://notes.example/notes/v1/projects/q/global/operations/o?alt=json");
}

#[tokio::test]
async fn polls_with_the_arguments_of_the_call() {
    let transport = transport([r#"{"name": "o", "status": "RUNNING"}"#, r#"{"name": "o", "status": "DONE"}"#]);
    stop(&transport).operation().await.expect("a result");
    assert_eq!(sent(&transport)[1], "POST /notes/v1/projects/p/zones/z/operations/o/wait");
}

#[tokio::test]
async fn reports_operations_that_cannot_be_polled() {
    let transport = transport([r#"{"name": "x"}"#]);
    let error = run(&transport).operation().await.expect_err("not the name of a resource");
    let expected =
        "notes.run (notes.example): operation x cannot be polled: the API has no method for operations of this name";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn does_not_poll_operations_that_are_done() {
    let transport = transport([r#"{"done": true, "response": {"a": 1}}"#]);
    assert_eq!(run(&transport).operation().await.expect("a result")["a"], 1);
    assert_eq!(transport.left(), 0);
}

#[tokio::test]
async fn requests_have_the_options_of_the_call() {
    let transport = transport([r#"{"name": "o"}"#, r#"{"name": "o", "status": "DONE", "targetLink": ""}"#, "{}"]);
    let call = insert(&transport).quota_project("billed").param("key", "k").quota_user("u").fields("name");
    call.if_match("\"etag\"").operation().await.expect("a result");
    let requests = transport.requests();
    assert_eq!(requests[0].uri().query(), Some("key=k&quotaUser=u&fields=name%2C%2A&alt=json"));
    for request in &requests[1..] {
        assert_eq!(request.headers()["x-goog-user-project"], "billed");
        assert_eq!(request.headers().get("if-match"), None);
        assert_eq!(request.uri().query(), Some("key=k&quotaUser=u&alt=json"));
    }
}

#[tokio::test]
async fn rejects_responses_that_are_not_operations() {
    for body in ["[]", "", "null", "5"] {
        let transport = MemoryTransport::new().answer(200, body);
        let error = run(&transport).operation().await.expect_err("not an object").to_string();
        assert!(
            error.starts_with("notes.run (notes.example): response with status 200 cannot be decoded"),
            "{body}: {error}"
        );
    }
}
