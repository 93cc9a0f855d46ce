//! Retries of calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Backoff, Call, CallOptions as _, Client, ClientBuilder, Json, Map, MemoryTransport,
    MethodDescriptor, NoRetry, RetryPolicy, RetryState, TransportError,
};
use http::Response;
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.search", "POST", "rooms:search");

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

/// Retries a 404 once, after 9 seconds.
#[derive(Clone, Debug)]
struct RetryNotFoundOnce;

impl RetryPolicy for RetryNotFoundOnce {
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
        (state.attempt() == 1 && state.error().is_not_found()).then_some(Duration::from_secs(9))
    }
}

#[tokio::test]
async fn retries_temporary_failures() {
    let transport = MemoryTransport::new()
        .answer(503, "<html>")
        .fail_to_send(TransportError::transient("connection reset"))
        .answer(403, r#"{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}"#)
        .answer(200, r#"{"a":1}"#);
    assert_eq!(Call::<Json>::new(&client(&transport), &GET).send().await.unwrap(), json!({"a": 1}));
    assert_eq!((transport.requests().len(), transport.left()), (4, 0));
    let delays = transport.pauses();
    assert!(delays.len() == 3 && delays.is_sorted(), "{delays:?}");
}

#[tokio::test]
async fn returns_error_of_last_attempt() {
    let transport = (1..=9).fold(MemoryTransport::new(), |transport, _| transport.answer(503, ""));
    let error = Call::<Json>::new(&client(&transport), &GET).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(transport.requests().len(), 4);
}

#[tokio::test]
async fn does_not_retry_permanent_errors() {
    let transport = MemoryTransport::new().answer(404, "").answer(200, "{}");
    assert!(Call::<Json>::new(&client(&transport), &GET).send().await.unwrap_err().is_not_found());
    assert_eq!(transport.left(), 1);
}

/// The error of a server that limits the rate, and how to tell.
const RATE_LIMITS: [(u16, &str); 6] = [
    (429, ""),
    (429, r#"{"error":{"status":"RESOURCE_EXHAUSTED"}}"#),
    (403, r#"{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}"#),
    (403, r#"{"error":{"errors":[{"reason":"userRateLimitExceeded"}]}}"#),
    (403, r#"{"error":{"errors":[{"reason":"concurrentLimitExceeded"}]}}"#),
    (403, r#"{"error":{"details":[{"reason":"RATE_LIMIT_EXCEEDED"}]}}"#),
];

#[tokio::test]
async fn retries_every_method_if_the_server_did_nothing() {
    const DELETE: MethodDescriptor = MethodDescriptor::new("games.rooms.delete", "DELETE", "rooms");
    const PATCH: MethodDescriptor = MethodDescriptor::new("games.rooms.patch", "PATCH", "rooms");
    for method in [&GET, &POST, &PATCH, &DELETE] {
        let call = |transport: &MemoryTransport| Call::<Json>::new(&client(transport), method).idempotent(false);
        for (status, body) in RATE_LIMITS {
            let transport = MemoryTransport::new().answer(status, body).answer(200, "{}");
            call(&transport).send().await.unwrap();
        }
        let transport = MemoryTransport::new().fail_to_send(TransportError::connect("refused")).answer(200, "{}");
        call(&transport).send().await.unwrap();

        for status in [500, 502, 503, 504, 408] {
            let transport = MemoryTransport::new().answer(status, "").answer(200, "{}");
            call(&transport).send().await.unwrap_err();
        }
        let transport = MemoryTransport::new().fail_to_send(TransportError::transient("reset")).answer(200, "{}");
        call(&transport).send().await.unwrap_err();
        let transport = MemoryTransport::new().answer(403, r#"{"error":{"errors":[{"reason":"quotaExceeded"}]}}"#);
        assert!(call(&transport).send().await.unwrap_err().is_quota_exceeded());
    }
}

#[tokio::test]
async fn a_connection_that_is_refused_is_retried_for_every_method() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let builder = ClientBuilder::<Client>::new(API).endpoint(format!("http://{address}"));
    let client = builder.retry(RetryOnce::default());
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    let client = client.transport(
        MemoryTransport::new().fail_to_send(TransportError::connect("")).fail_to_send(TransportError::connect("")),
    );
    let policy = RetryOnce::default();
    let error = Call::<Json>::new(&client.build().unwrap(), &POST).retry(policy.clone()).send().await.unwrap_err();
    assert!(error.is_unprocessed() && error.is_retryable(), "{error:?}");
    assert_eq!(*policy.idempotent.lock().unwrap(), [true, true]);
}

/// Retries a call once, immediately, and records whether it is idempotent.
#[derive(Clone, Debug, Default)]
struct RetryOnce {
    idempotent: Arc<Mutex<Vec<bool>>>,
}

impl RetryPolicy for RetryOnce {
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
        self.idempotent.lock().expect("no poisoned lock").push(state.is_idempotent());
        (state.attempt() == 1).then_some(Duration::ZERO)
    }
}

#[tokio::test]
async fn retries_post_only_if_idempotent() {
    const DEDUPLICATED: MethodDescriptor =
        MethodDescriptor::new("games.rooms.search", "POST", "rooms:search").with_request_id();
    let call = |transport: &MemoryTransport| Call::<Json>::new(&client(transport), &DEDUPLICATED).body(&json!({}));
    let with_id = |id: &str| Map::from([("requestId".to_owned(), id.to_owned())]);
    type SetOption = fn(Call<Json>) -> Call<Json>;
    let cases: [(&str, SetOption, bool); 4] = [
        ("nothing", |call| call, false),
        ("option", |call| call.idempotent(true), true),
        ("parameter", |call| call.query_text("requestId", "7"), true),
        ("empty parameter", |call| call.query_text("requestId", ""), false),
    ];
    for (case, set, retried) in cases {
        let transport = MemoryTransport::new().answer(503, "").answer(200, "{}");
        assert_eq!(set(call(&transport)).send().await.is_ok(), retried, "{case}");
        assert_eq!(transport.left() == 0, retried, "{case}");
    }
    for (id, retried) in [("7", true), ("", false)] {
        let transport = MemoryTransport::new().answer(503, "").answer(200, "{}");
        assert_eq!(call(&transport).body(&with_id(id)).send().await.is_ok(), retried, "{id:?}");
        // The retry has the same body, and thereby the same id.
        let body = format!(r#"{{"requestId":"{id}"}}"#);
        assert!(transport.requests().iter().all(|request| request.body() == body.as_bytes()));
    }
}

#[tokio::test]
async fn ignores_request_id_unless_the_server_detects_duplicates() {
    let transport = MemoryTransport::new().answer(503, "").answer(200, "{}");
    Call::<Json>::new(&client(&transport), &POST).query_text("requestId", "7").send().await.unwrap_err();
    assert_eq!(transport.left(), 1);
}

#[tokio::test]
async fn call_overrides_retry_policy() {
    let transport = MemoryTransport::new().answer(404, "").answer(404, "").answer(200, "{}");
    Call::<Json>::new(&client(&transport), &POST).retry(RetryNotFoundOnce).send().await.unwrap_err();
    assert_eq!((transport.pauses(), transport.left()), (vec![Duration::from_secs(9)], 1));
    Call::<Json>::new(&client(&transport), &GET).retry(NoRetry).send().await.unwrap();
}

#[tokio::test]
async fn accepts_shared_and_boxed_policies() {
    let shared: Arc<dyn RetryPolicy> = Arc::new(RetryNotFoundOnce);
    for retry in [true, false] {
        let boxed: Box<dyn RetryPolicy> = if retry { Box::new(shared.clone()) } else { Box::new(NoRetry) };
        let transport = MemoryTransport::new().answer(404, "").answer(200, "{}");
        let client: Client = ClientBuilder::new(API).transport(transport.clone()).retry(boxed).build().unwrap();
        assert_eq!(Call::<Json>::new(&client, &GET).send().await.is_ok(), retry);
    }
}

#[tokio::test]
async fn waits_as_long_as_the_server_requests() {
    let busy = Response::builder().status(429).header("retry-after", "17").body(Bytes::new()).unwrap();
    let transport = MemoryTransport::new().respond(busy).answer(200, "{}");
    Call::<Json>::new(&client(&transport), &GET).send().await.unwrap();
    assert_eq!(transport.pauses(), [Duration::from_secs(17)]);
}

#[tokio::test]
async fn the_longer_of_two_requested_delays_counts() {
    let details = |delay: &str| json!({"error": {"details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}]}});
    for (header, delay, expected) in [("17", "3s", 17_000), ("3", "17s", 17_000), ("0", "20.5s", 20_500)] {
        let busy = Response::builder().status(429).header("retry-after", header);
        let transport = MemoryTransport::new()
            .respond(busy.body(details(delay).to_string().into()).unwrap())
            .answer(503, details("30s").to_string())
            .answer(200, "{}");
        Call::<Json>::new(&client(&transport), &GET).send().await.unwrap();
        assert_eq!(transport.pauses(), [Duration::from_millis(expected), Duration::from_secs(30)]);
    }
    let transport = MemoryTransport::new().answer(429, details("3600s").to_string()).answer(200, "{}");
    Call::<Json>::new(&client(&transport), &GET).send().await.expect_err("the policy ends before the delay");
    assert!(transport.pauses().is_empty());
}

#[tokio::test]
async fn a_policy_is_composed_from_backoff() {
    /// Retries conflicts as well.
    #[derive(Debug)]
    struct RetryConflicts(Backoff);

    impl RetryPolicy for RetryConflicts {
        fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
            if state.error().is_conflict() { self.0.delay_within_limits(state) } else { self.0.delay(state) }
        }
    }

    let transport = MemoryTransport::new().answer(409, "").answer(429, "").answer(409, "").answer(409, "");
    let policy: Arc<dyn RetryPolicy> = Arc::new(RetryConflicts(Backoff::default()));
    let error = Call::<Json>::new(&client(&transport), &POST).retry(policy).send().await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!((transport.left(), transport.pauses().len()), (0, 3));
}

#[tokio::test]
async fn returns_error_if_the_delay_exceeds_the_timeout() {
    let busy = Response::builder().status(429).header("retry-after", "60").body(Bytes::new()).unwrap();
    let transport = MemoryTransport::new().respond(busy).answer(200, "{}");
    let call = Call::<Json>::new(&client(&transport), &GET).timeout(Duration::from_secs(3));
    assert_eq!(call.send().await.unwrap_err().status().unwrap(), 429);
    assert_eq!((transport.left(), transport.pauses().len()), (1, 0));
}
