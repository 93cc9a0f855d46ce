//! Errors of calls: their predicates, details and texts.

use std::time::Duration;

use discovery_runtime::media::MediaError;
use discovery_runtime::{
    ApiDescriptor, ApiError, AuthError, Batch, BatchError, Bearer, BuildError, Call, CallOptions as _, Client,
    ClientBuilder, DecodeResponseError, Error, ErrorKind, Json, MemoryTransport, MethodDescriptor, NoRetry,
    PaginationError, TransportError,
};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::json;

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
        (403, "forbidden", &["permission_denied"]),
        (403, "userRateLimitExceeded", &["rate_limited", "retryable"]),
        (403, "userRateLimitExceededUnreg", &["rate_limited", "retryable"]),
        (403, "servingLimitExceeded", &["rate_limited", "retryable"]),
        (403, "concurrentLimitExceeded", &["rate_limited", "retryable"]),
        (403, "RATE_LIMIT_EXCEEDED", &["rate_limited", "retryable"]),
        (403, "quotaExceeded", &["quota_exceeded"]),
        (403, "dailyLimitExceeded", &["quota_exceeded"]),
        (403, "dailyLimitExceededUnreg", &["quota_exceeded"]),
        (403, "variableTermExpiredDailyExceeded", &["quota_exceeded"]),
        (403, "storageQuotaExceeded", &["quota_exceeded"]),
        (403, "teamDriveFileLimitExceeded", &["quota_exceeded"]),
        // A quota of the person with whom files are shared, not one per second, despite its name.
        (403, "sharingRateLimitExceeded", &["quota_exceeded"]),
        (402, "quotaExceeded402", &["quota_exceeded"]),
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

#[test]
fn a_limit_for_a_day_is_a_quota() {
    let info = |unit: &str| {
        json!({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
            "metadata": {"quota_unit": unit}})
    };
    let failure =
        |id: &str| json!({"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": id}]});
    for (detail, is_quota) in [
        (info("1/d/{project}"), true),
        (info("1/min/{project}/{user}"), false),
        (failure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), true),
        (failure("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"), false),
    ] {
        let forbidden = Error::from(ApiError::builder(StatusCode::FORBIDDEN).detail(detail.clone()).build());
        assert_eq!(forbidden.is_quota_exceeded(), is_quota, "{detail}");
        assert!(!forbidden.is_quota_exceeded() || !forbidden.is_rate_limited(), "{detail}");
        let exhausted = Error::from(ApiError::builder(StatusCode::TOO_MANY_REQUESTS).detail(detail.clone()).build());
        assert_eq!((exhausted.is_quota_exceeded(), exhausted.is_rate_limited()), (is_quota, true), "{detail}");
    }
}

#[test]
fn a_built_error_is_that_of_a_server() {
    let error = ApiError::builder(StatusCode::NOT_FOUND)
        .message("No room.")
        .rpc_status("NOT_FOUND")
        .reason("notFound")
        .detail(json!({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ROOM_GONE"}))
        .header(RETRY_AFTER, HeaderValue::from_static("5"))
        .build();
    let error = Error::from(error);
    assert_eq!(error.to_string(), "404 NOT_FOUND: No room. (notFound, ROOM_GONE)");
    assert!(error.is_not_found());
    assert_eq!(error.headers().map(|headers| headers[RETRY_AFTER].as_bytes()), Some(&b"5"[..]));
    assert_eq!(error.details().error_info().map(|info| info.reason), Some("ROOM_GONE"));
    let body: Json = serde_json::from_slice(error.body().expect("a body")).expect("JSON");
    assert_eq!((&body["error"]["code"], &body["error"]["errors"][0]["reason"]), (&404.into(), &"notFound".into()));
    assert_eq!(ApiError::builder(StatusCode::GONE).build().to_string(), "410: Gone");
}

#[test]
fn web_servers_pass_errors_on() {
    let decode = discovery_runtime::decode::<bool>(b"5").expect_err("a number");
    let forbidden = |reason: &str| ApiError::builder(StatusCode::FORBIDDEN).reason(reason).build();
    for (error, status) in [
        (Error::from(ApiError::new(StatusCode::NOT_FOUND, "")), 404),
        (ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "").into(), 503),
        (ApiError::new(StatusCode::NOT_MODIFIED, "").into(), 304),
        (ApiError::new(StatusCode::FOUND, "").into(), 502),
        (forbidden("forbidden").into(), 403),
        (forbidden("rateLimitExceeded").into(), 429),
        (forbidden("dailyLimitExceeded").into(), 429),
        (TransportError::timed_out("too slow").into(), 504),
        (TransportError::transient("connection reset").into(), 502),
        (AuthError::new("no credentials").into(), 500),
        (AuthError::transient("token endpoint does not respond").into(), 503),
        (BuildError::new("path parameter `a` must not be empty").into(), 500),
        (DecodeResponseError::new(decode, http::Response::new(b"5".to_vec())).into(), 502),
        (BatchError::new("no part").into(), 502),
        (PaginationError::new("a").into(), 502),
        (MediaError::new("checksum does not match").into(), 502),
    ] {
        assert_eq!(StatusCode::from(&error).as_u16(), status, "{error}");
    }
}

#[tokio::test]
async fn errors_name_host_attempts_and_time() {
    let transport = MemoryTransport::new().answer(503, "").answer(503, "").answer(404, "").answer(200, "<html>");
    let builder = ClientBuilder::<Client>::new(API).endpoint("http://localhost:8080/proxy").transport(transport);
    let client = builder.build().expect("a client");
    let call = || Call::<Json>::new(&client, &GET);
    let error = call().send().await.expect_err("a 404");
    assert_eq!((error.host(), error.attempts()), (Some("localhost:8080"), 3));
    assert!(error.elapsed().is_some_and(|elapsed| elapsed < Duration::from_secs(60)));
    assert_eq!(error.to_string(), "games.rooms.get (localhost:8080, 3 attempts): 404: Not Found");
    let error = call().send().await.expect_err("HTML");
    assert_eq!((error.host(), error.attempts()), (Some("localhost:8080"), 1));
    assert!(error.to_string().starts_with("games.rooms.get (localhost:8080): response with status 200"), "{error}");
    // Nothing was sent.
    let error = call().header("a b", "c").send().await.expect_err("an invalid header");
    assert_eq!((error.host(), error.attempts(), error.elapsed()), (None, 0, None));
    assert_eq!(Error::from(ApiError::new(StatusCode::GONE, "")).host(), None);
}

#[tokio::test]
async fn calls_in_batches_count_their_attempts() {
    let part = |status: &str| format!("--b\r\n\r\nHTTP/1.1 {status}\r\n\r\n\r\n");
    let respond = |parts: String| {
        let response = http::Response::builder().header("content-type", "multipart/mixed; boundary=b");
        response.body(format!("{parts}--b--\r\n").into()).expect("a response")
    };
    let transport = MemoryTransport::new()
        .respond(respond(part("404 Not Found") + &part("503 Busy")))
        .respond(respond(part("503 Busy")))
        .respond(respond(part("400 Bad Request")));
    let client: Client = ClientBuilder::new(API).transport(transport).build().expect("a client");
    let mut batch = Batch::new();
    let keys = [(); 2].map(|()| batch.add(Call::<Json>::new(&client, &GET)));
    let mut results = batch.send().await.expect("two results");
    let texts = keys.map(|key| results.take(key).expect_err("an error").to_string());
    assert_eq!(
        texts,
        [
            "games.rooms.get (games.googleapis.com): 404: Not Found",
            "games.rooms.get (games.googleapis.com, 3 attempts): 400: Bad Request"
        ]
    );
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
