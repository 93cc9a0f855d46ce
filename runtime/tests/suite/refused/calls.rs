//! Calls, lists, streams and operations.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use discovery_runtime::pagination::{PageToken, Pages};
use discovery_runtime::{
    AuthContext, AuthError, Backoff, Bearer, BoxFuture, Call, CallOptions as _, Credentials, ErrorKind, Json,
    MemoryTransport, MethodDescriptor,
};
use http::HeaderMap;
use serde_json::json;

use super::{GET, INSERT, LIST, Numbered, Refusing, client, refusing_first};
use crate::printing::Print;

#[tokio::test]
async fn refused_token_is_replaced_whatever_the_http_method() {
    const METHODS: [MethodDescriptor; 5] = [
        MethodDescriptor::new("notes.get", "GET", "notes"),
        MethodDescriptor::new("notes.insert", "POST", "notes"),
        MethodDescriptor::new("notes.update", "PUT", "notes"),
        MethodDescriptor::new("notes.patch", "PATCH", "notes"),
        MethodDescriptor::new("notes.delete", "DELETE", "notes"),
    ];
    for method in &METHODS {
        let transport = refusing_first(&[(200, "{}")]);
        let client = client(&transport, Numbered::default());
        Call::<Json>::new(&client, method).body(&json!({"a": 1})).send().await.unwrap();
        assert_eq!(transport.tokens(), ["1", "2"], "{}", method.id());
        assert_eq!(transport.other.requests()[0].body(), br#"{"a":1}"#);
    }
}

#[tokio::test]
async fn second_refusal_is_the_error_of_the_call() {
    let transport = refusing_first(&[]);
    transport.refuse("2");
    let client = client(&transport, Numbered::default());
    let error = Call::<Json>::new(&client, &GET).path_text("id", "7").send().await.unwrap_err();
    assert_eq!(error.kind().to_string(), "401 UNAUTHENTICATED: Invalid credentials.");
    assert_eq!(transport.tokens(), ["1", "2"]);
}

#[tokio::test]
async fn token_is_replaced_once_per_call_even_between_retries() {
    let unavailable = http::Response::builder().status(503).body("".into()).unwrap();
    let refusal = http::Response::builder().status(401).body("".into()).unwrap();
    let responses = [refusal.clone(), unavailable, refusal];
    let other = responses.into_iter().fold(MemoryTransport::new(), MemoryTransport::respond);
    let transport = Refusing::new(other);
    let client = client(&transport, Numbered::default());
    let error = Call::<Json>::new(&client, &LIST).retry(Backoff::default()).send().await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1", "2", "2"]);
}

#[tokio::test]
async fn fixed_token_is_not_sent_again() {
    let transport = refusing_first(&[]);
    let client = client(&transport, Bearer::new("1"));
    let error = Call::<Json>::new(&client, &LIST).send().await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1"]);
}

#[tokio::test]
async fn token_of_the_caller_is_not_replaced() {
    let transport = refusing_first(&[]);
    let credentials = Numbered::default();
    let client = client(&transport, credentials.clone());
    Call::<Json>::new(&client, &LIST).header("authorization", "Bearer 1").send().await.unwrap_err();
    assert_eq!(transport.tokens(), ["1"]);
    assert_eq!(credentials.number.load(Ordering::SeqCst), 1);
}

/// Credentials that have no other token after a refusal.
#[derive(Debug)]
struct Revoked(Numbered);

impl Credentials for Revoked {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        if self.0.number.load(Ordering::SeqCst) > 1 {
            return Box::pin(std::future::ready(Err(AuthError::new("the user has revoked the access"))));
        }
        self.0.headers(context)
    }

    fn refused(&self, headers: &HeaderMap, context: AuthContext<'_>) {
        self.0.refused(headers, context);
    }
}

#[tokio::test]
async fn error_of_the_credentials_is_the_error_of_the_call() {
    let transport = refusing_first(&[]);
    let client = client(&transport, Revoked(Numbered::default()));
    let error = Call::<Json>::new(&client, &LIST).send().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Auth(_)), "{error:?}");
    assert_eq!(error.kind().to_string(), "the user has revoked the access");
}

#[tokio::test]
async fn concurrent_calls_replace_a_token_once() {
    let transport = refusing_first(&[(200, "{}"); 50]);
    let credentials = Numbered::default();
    let client = client(&transport, credentials.clone());
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(Call::<Json>::new(&client, &LIST).send())).collect();
    for call in calls {
        call.await.expect("no panic").expect("a response");
    }
    assert_eq!(credentials.number.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn credentials_of_a_call_override_those_of_the_client() {
    let transport = refusing_first(&[(200, "{}"), (200, r#"{"items": [1], "nextPageToken": "b"}"#), (200, "{}")]);
    let client = client(&transport, Bearer::new("client"));
    let own: Arc<dyn Credentials> = Arc::new(Numbered::default());
    Call::<Json>::new(&client, &LIST).credentials(own).send().await.unwrap();
    let pages = Call::<Json>::new(&client, &LIST).credentials(Arc::new(Bearer::new("call"))).pages(PageToken::Query);
    assert_eq!(count(pages).await, 2);
    assert_eq!(transport.tokens(), ["1", "2", "call", "call"]);
}

#[tokio::test]
async fn pages_and_streams_replace_a_refused_token() {
    let transport = refusing_first(&[(200, r#"{"nextPageToken": "b"}"#), (200, "{}")]);
    let pages = Call::<Json>::new(&client(&transport, Numbered::default()), &LIST).pages(PageToken::Query);
    assert_eq!(count(pages).await, 2);
    assert_eq!(transport.tokens(), ["1", "2", "2"]);

    let transport = refusing_first(&[(200, "[1, 2]")]);
    let stream = Call::<Json>::new(&client(&transport, Numbered::default()), &LIST).stream();
    assert_eq!(stream.collect().await.unwrap(), [json!(1), json!(2)]);
    assert_eq!(transport.tokens(), ["1", "2"]);
}

/// Returns the number of pages.
async fn count(mut pages: Pages<Json>) -> usize {
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.expect("a page");
        count += 1;
    }
    count
}

#[tokio::test]
async fn polling_replaces_a_refused_token() {
    let started = r#"{"name": "operations/1"}"#;
    let transport = Refusing::new(MemoryTransport::new().answer(200, started).answer(200, started).answer(
        200,
        r#"{"name": "operations/1", "done": true, "response": {"@type": "type.googleapis.com/Note", "id": "7"}}"#,
    ));
    let client = client(&transport, Numbered::default());
    transport.refuse("1");
    let result = Print(Call::new(&client, &INSERT)).operation().await.unwrap();
    assert_eq!(result["id"], "7");
    assert_eq!(transport.tokens()[..2], ["1", "2"]);
}
