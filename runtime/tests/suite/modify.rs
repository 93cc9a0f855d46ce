//! Read-modify-write.

use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor, http, modify,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "note");
const UPDATE: MethodDescriptor = MethodDescriptor::new("notes.update", "PUT", "note");

const ABORTED: &str = r#"{"error":{"code":409,"message":"Changed.","status":"ABORTED"}}"#;

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

/// Counts up the member `n` of the resource.
async fn count(transport: &MemoryTransport, attempts: u32) -> discovery_runtime::Result<Json> {
    let client = client(transport);
    let count = |note: &mut Json| note["n"] = (note["n"].as_i64().expect("a number") + 1).into();
    modify(Call::<Json>::new(&client, &GET), count, |note| Call::<Json>::new(&client, &UPDATE).body(&note))
        .max_attempts(attempts)
        .await
}

fn if_match(transport: &MemoryTransport) -> Vec<Option<String>> {
    let value = |request: &http::Request<Vec<u8>>| Some(request.headers().get("if-match")?.to_str().ok()?.to_owned());
    transport.requests().iter().filter(|request| request.method() == "PUT").map(value).collect()
}

#[tokio::test]
async fn starts_over_with_the_resource_as_it_is_now() {
    let transport = MemoryTransport::new()
        .answer(200, r#"{"etag":"a","n":1}"#)
        .answer(409, ABORTED)
        .answer(200, r#"{"etag":"b","n":5}"#)
        .answer(412, "")
        .answer(200, r#"{"etag":"c","n":7}"#)
        .answer(200, r#"{"done":true}"#);
    assert_eq!(count(&transport, 3).await.expect("success"), json!({"done": true}));
    let last = transport.requests().pop().expect("a request");
    assert_eq!(serde_json::from_slice::<Json>(last.body()).expect("JSON"), json!({"etag": "c", "n": 8}));
    assert_eq!(if_match(&transport), [None, None, None], "the etag of such an API is only in the message");
}

#[tokio::test]
async fn sends_the_etag_in_the_header_where_it_has_that_form() {
    let with_header =
        http::Response::builder().header("etag", "W/\"7\"").body(r#"{"n":1}"#.into()).expect("a response");
    let transport = MemoryTransport::new()
        .answer(200, r#"{"etag":"\"6\"","n":1}"#)
        .answer(412, "")
        .respond(with_header)
        .answer(200, "{}");
    count(&transport, 2).await.expect("success");
    assert_eq!(if_match(&transport), [Some("\"6\"".to_owned()), Some("W/\"7\"".to_owned())]);
}

#[tokio::test]
async fn gives_up_after_the_last_attempt_and_after_other_errors() {
    let current = r#"{"etag":"a","n":1}"#;
    let transport = MemoryTransport::new().answer(200, current).answer(412, "").answer(200, current).answer(412, "");
    assert!(count(&transport, 2).await.expect_err("changed twice").is_precondition_failed());
    for (status, body) in [(403, ""), (409, r#"{"error":{"code":409,"status":"ALREADY_EXISTS"}}"#)] {
        let transport = MemoryTransport::new().answer(200, current).answer(status, body);
        assert_eq!(count(&transport, 9).await.expect_err("not a conflict").status().map(|s| s.as_u16()), Some(status));
    }
}

#[tokio::test]
async fn requires_an_etag() {
    let transport = MemoryTransport::new().answer(200, r#"{"n":1}"#);
    let error = count(&transport, 2).await.expect_err("no etag").to_string();
    assert_eq!(error, "the resource has no etag, so changes by others cannot be noticed");
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn requests_policies_with_conditions() {
    const BY_GET: MethodDescriptor = MethodDescriptor::new("run.services.getIamPolicy", "GET", "policy");
    const OF_STORAGE: MethodDescriptor = MethodDescriptor::new("storage.buckets.getIamPolicy", "GET", "policy");
    const BY_POST: MethodDescriptor = MethodDescriptor::new("pubsub.getIamPolicy", "POST", "policy");
    let policy = r#"{"etag":"BwX=","bindings":[]}"#;
    let get = |method: &'static MethodDescriptor, body: Option<Json>| async move {
        let transport = MemoryTransport::new().answer(200, policy).answer(200, policy);
        let client = client(&transport);
        let call = Call::<Json>::new(&client, method);
        let call = match &body {
            Some(body) => call.body(body),
            None => call,
        };
        modify(call, |_| {}, |policy| Call::<Json>::new(&client, &UPDATE).body(&policy)).await.expect("success");
        let request = transport.requests().swap_remove(0);
        let body = String::from_utf8_lossy(request.body()).into_owned();
        (request.uri().query().unwrap_or_default().to_owned(), body)
    };
    assert_eq!(get(&BY_GET, None).await.0, "options.requestedPolicyVersion=3&alt=json");
    assert_eq!(get(&OF_STORAGE, None).await.0, "optionsRequestedPolicyVersion=3&alt=json");
    assert_eq!(get(&BY_POST, Some(json!({}))).await.1, r#"{"options":{"requestedPolicyVersion":3}}"#);
    let own = json!({"options": {"requestedPolicyVersion": 1}});
    assert_eq!(get(&BY_POST, Some(own.clone())).await.1, own.to_string());
}
