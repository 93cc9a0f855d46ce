//! Errors of calls: their predicates, details and texts.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use discovery_runtime::{
    ApiDescriptor, ApiError, Batch, Bearer, Call, Client, ClientBuilder, Error, ErrorKind, Json, MemoryTransport,
    MethodDescriptor, NoRetry,
};
use http::StatusCode;

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/").with_batch_path("batch");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms")
    .with_scopes(&["https://scope.example/a", "https://scope.example/b"]);
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.decline", "POST", "rooms/decline");

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).retry(NoRetry).transport(transport.clone()).build().expect("a client")
}

type Predicate = fn(&Error) -> bool;

/// The distinctions that callers can make.
const PREDICATES: &[(&str, Predicate)] = &[
    ("bad_request", Error::is_bad_request),
    ("unauthenticated", Error::is_unauthenticated),
    ("permission_denied", Error::is_permission_denied),
    ("not_found", Error::is_not_found),
    ("conflict", Error::is_conflict),
    ("gone", Error::is_gone),
    ("not_modified", Error::is_not_modified),
    ("precondition_failed", Error::is_precondition_failed),
    ("rate_limited", Error::is_rate_limited),
    ("quota_exceeded", Error::is_quota_exceeded),
    ("timeout", Error::is_timeout),
    ("retryable", Error::is_retryable),
];

#[test]
fn status_and_reasons_determine_the_predicates() {
    for (status, reason, expected) in [
        (304, "", &["not_modified"][..]),
        (400, "", &["bad_request"]),
        (401, "", &["unauthenticated"]),
        (403, "", &["permission_denied"]),
        (403, "userRateLimitExceeded", &["rate_limited", "retryable"]),
        (403, "quotaExceeded", &["quota_exceeded"]),
        (403, "dailyLimitExceeded", &["quota_exceeded"]),
        (404, "", &["not_found"]),
        (408, "", &["timeout", "retryable"]),
        (409, "", &["conflict"]),
        (410, "", &["gone"]),
        (412, "", &["precondition_failed"]),
        (429, "", &["rate_limited", "retryable"]),
        (429, "quotaExceeded", &["rate_limited", "quota_exceeded", "retryable"]),
        (500, "", &["retryable"]),
        (501, "", &[]),
        (503, "", &["retryable"]),
        (504, "", &["timeout", "retryable"]),
    ] {
        let status = StatusCode::from_u16(status).expect("a valid status");
        let body = format!(r#"{{"error":{{"errors":[{{"reason":"{reason}"}}]}}}}"#);
        let error = Error::from(ApiError::new(status, body));
        let actual: Vec<&str> = PREDICATES.iter().filter(|(_, holds)| holds(&error)).map(|(name, _)| *name).collect();
        assert_eq!(actual, expected, "{status} {reason}");
        assert_eq!(error.status(), Some(status));
    }
}

#[tokio::test]
async fn error_response_is_accessible() {
    let body = r#"{"error":{"code":404,"message":"No room.","status":"NOT_FOUND","errors":[{"reason":"notFound"}]}}"#;
    let transport = MemoryTransport::new().answer(404, body);
    let error = Call::<Json>::new(&client(&transport), &GET).send().await.expect_err("a 404");
    assert_eq!(error.to_string(), "games.rooms.get (games.googleapis.com): 404 NOT_FOUND: No room. (notFound)");
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(error.reasons().collect::<Vec<_>>(), ["notFound"]);
    let api = error.api().expect("an error response");
    assert_eq!((api.message(), api.rpc_status()), ("No room.", Some("NOT_FOUND")));
}

#[tokio::test]
async fn body_that_cannot_be_decoded_is_kept() {
    let transport = MemoryTransport::new().answer(200, "<html>");
    let error = Call::<Json>::new(&client(&transport), &POST).send().await.expect_err("HTML");
    let ErrorKind::Decode(decode) = error.kind() else { panic!("{error:?}") };
    assert_eq!((decode.decode_error().line(), decode.body()), (1, &b"<html>"[..]));
    assert!(
        error
            .to_string()
            .starts_with("games.rooms.decline (games.googleapis.com): response with status 200 cannot be decoded: ")
    );
}

#[tokio::test]
async fn ignored_bodies_are_not_decoded() {
    let transport = MemoryTransport::new().answer(200, "<html>").answer(204, "");
    let client = client(&transport);
    Call::<()>::new(&client, &POST).send().await.expect("an ignored body");
    let response = Call::<Json>::new(&client, &POST).send_with_response().await.expect("an empty body");
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn every_way_to_send_names_the_method() {
    let page = r#"{"nextPageToken":"a"}"#;
    let transport = MemoryTransport::new().answer(200, page).answer(200, page);
    let transport = transport.answer(404, "").answer(404, "").answer(404, "").answer(404, "");
    let client = client(&transport);
    let call = || Call::<Json>::new(&client, &GET);
    let mut pages = call().pages(discovery_runtime::pagination::PageToken::Query);
    while let Some(Ok(_)) = pages.next().await {}

    let mut pages = call().pages(discovery_runtime::pagination::PageToken::Query);
    let upload = discovery_runtime::__private::UploadDescriptor::simple("upload");
    for error in [
        call().send().await.expect_err("a 404"),
        pages.next().await.expect("an error").expect_err("a 404"),
        call().upload(upload, "media".into()).send().await.expect_err("a 404"),
        call().download().send().await.expect_err("a 404"),
        call().header("a b", "c").download().bytes().await.expect_err("an invalid header"),
    ] {
        assert_eq!(error.method_id(), Some("games.rooms.get"), "{error}");
    }
}

#[tokio::test]
async fn errors_in_batches_name_the_method_of_their_call() {
    let parts = "--b\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n\r\n--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>\r\n--b--\r\n";
    let response = http::Response::builder().header("content-type", "multipart/mixed; boundary=b");
    let transport = MemoryTransport::new().respond(response.body(parts.into()).expect("a response")).answer(403, "");
    let client = client(&transport);
    let mut batch = Batch::new();
    let get = batch.add(Call::<Json>::new(&client, &GET));
    let decline = batch.add(Call::<Json>::new(&client, &POST));
    let mut results = batch.send().await.expect("two results");
    assert_eq!(results.take(get).expect_err("a 404").method_id(), Some("games.rooms.get"));
    assert_eq!(results.take(decline).expect_err("HTML").method_id(), Some("games.rooms.decline"));

    let mut batch = Batch::new();
    let _ = batch.add(Call::<Json>::new(&client, &GET));
    let error = batch.send().await.expect_err("a 403");
    assert_eq!(
        (error.method_id(), error.to_string().as_str()),
        (None, "request (games.googleapis.com): 403: Forbidden")
    );
}

#[tokio::test]
async fn distinguishes_failed_preconditions() {
    let transport = MemoryTransport::new().answer(304, "").answer(412, "");
    let client = client(&transport);
    let call = || Call::<Json>::new(&client, &GET);
    let error = call().if_none_match("\"e1\"").send().await.expect_err("a 304");
    assert!(error.is_not_modified() && !error.is_retryable(), "{error}");
    let error = call().if_match("\"e1\"").send().await.expect_err("a 412");
    assert!(error.is_precondition_failed() && !error.is_retryable(), "{error}");
    let requests = transport.requests();
    assert_eq!(requests[0].headers()["if-none-match"], "\"e1\"");
    assert_eq!(requests[1].headers()["if-match"], "\"e1\"");
}

/// Returns the error of a call to which the server responds with 403.
async fn forbidden(challenge: Option<&str>, body: &str) -> Error {
    let mut response = http::Response::new(body.to_owned().into());
    *response.status_mut() = StatusCode::FORBIDDEN;
    if let Some(challenge) = challenge {
        response.headers_mut().insert("www-authenticate", challenge.parse().expect("a header"));
    }
    let transport = MemoryTransport::new().respond(response);
    let builder = ClientBuilder::<Client>::new(API).credentials(Bearer::new("TOKEN")).transport(transport);
    Call::<Json>::new(&builder.build().expect("a client"), &GET).send().await.expect_err("a 403")
}

#[tokio::test]
async fn missing_scopes_are_listed() {
    let reason = r#"{"error":{"code":403,"message":"No.","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#;
    let message = r#"{"error":{"code":403,"message":"Request had insufficient authentication scopes."}}"#;
    let challenge = "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\", scope=\"x\"";
    for (challenge, body) in [(None, reason), (None, message), (Some(challenge), ""), (Some(challenge), reason)] {
        let error = forbidden(challenge, body).await;
        assert!(error.is_missing_scopes() && error.is_permission_denied() && !error.is_retryable(), "{body}");
        let text = error.to_string();
        let scopes = "; any of these scopes is sufficient: https://scope.example/a, https://scope.example/b";
        assert!(text.ends_with(scopes), "{text}");
        assert_eq!(error.api().expect("an error response").scopes_needed(), GET.scopes());
    }
}

#[tokio::test]
async fn scopes_are_not_listed_if_rights_are_missing() {
    let rights = r#"{"error":{"code":403,"message":"You may not.","errors":[{"reason":"insufficientPermissions"}]}}"#;
    let error = forbidden(Some("Bearer realm=\"x\""), rights).await;
    assert!(!error.is_missing_scopes() && !error.to_string().contains("scope.example"), "{error}");
}

#[test]
fn calls_and_errors_can_be_sent_between_threads() {
    fn is_send<T: Send>(_: T) {}
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
    is_send(Call::<Json>::new(&client(&MemoryTransport::new()), &POST).send());
}
