//! Batches that are sent again, completely or in part.

use std::time::Duration;

use discovery_runtime::{Batch, Call, CallOptions as _, Client, Json, MemoryTransport, NoRetry, TransportError};
use http::Request;
use serde_json::json;

use super::{FOUND, POST, client, get, multipart, part};

const UNAVAILABLE: &str = "HTTP/1.1 503 Service Unavailable\r\n\r\n";

#[tokio::test]
async fn retries_whole_batch_if_all_calls_are_idempotent() {
    type MakeCall = fn(&Client) -> Call<Json>;
    let cases: [(&str, MakeCall, bool); 3] = [
        ("get", |client| get(client, "b"), true),
        ("post", |client| Call::new(client, &POST), false),
        ("idempotent post", |client| Call::new(client, &POST).idempotent(true), true),
    ];
    for (case, second, retried) in cases {
        let success = multipart(&[&part(1, FOUND), &part(2, FOUND)]);
        let transport = MemoryTransport::new().answer(503, "").respond(success);
        let client = client(&transport);
        let mut batch = Batch::new();
        let _ = (batch.add(get(&client, "a")), batch.add(second(&client)));
        let status = batch.send().await.err().map(|error| error.status().unwrap().as_u16());
        assert_eq!(status, if retried { None } else { Some(503) }, "{case}");
        let requests = transport.requests();
        assert_eq!(requests.len(), if retried { 2 } else { 1 }, "{case}");
        assert!(requests.iter().all(|request| request.body() == requests[0].body()), "{case}");
    }
}

#[tokio::test]
async fn batch_overrides_retry_policy() {
    let transport = MemoryTransport::new().answer(503, "").respond(multipart(&[&part(1, FOUND)]));
    let client = client(&transport);
    let mut batch = Batch::new().retry(NoRetry).timeout(Duration::from_secs(9));
    let _ = batch.add(get(&client, "a"));
    batch.send().await.unwrap_err();
    assert_eq!(transport.left(), 1);
}

#[tokio::test]
async fn retries_failed_idempotent_calls_only() {
    let busy = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\n";
    let missing = "HTTP/1.1 404 Not Found\r\n\r\n";
    let first = [part(1, FOUND), part(2, busy), part(3, UNAVAILABLE), part(4, missing), part(5, UNAVAILABLE)];
    let second = [part(1, UNAVAILABLE), part(2, FOUND)];
    let third = [part(1, FOUND)];
    let transport = [&first[..], &second, &third].iter().fold(MemoryTransport::new(), |transport, parts| {
        transport.respond(multipart(&parts.iter().map(String::as_str).collect::<Vec<_>>()))
    });
    let client = client(&transport);
    let mut batch = Batch::new();
    let [found, busy, unavailable, missing] = ["a", "b", "c", "d"].map(|id| batch.add(get(&client, id)));
    let post = batch.add(Call::<Json>::new(&client, &POST).body(&json!({})));
    let mut results = batch.send().await.unwrap();
    for key in [found, busy, unavailable] {
        assert_eq!(results.take(key).unwrap(), json!({"a": 1}));
    }
    assert!(results.take(missing).unwrap_err().is_not_found());
    assert_eq!(results.take(post).unwrap_err().status().unwrap(), 503);
    let sent: Vec<Vec<String>> = transport.requests().iter().map(paths).collect();
    assert_eq!(sent[0].len(), 5);
    assert_eq!(sent[1..], [vec!["/games/v1/rooms/b", "/games/v1/rooms/c"], vec!["/games/v1/rooms/b"]]);
    let delays = transport.pauses();
    assert_eq!((delays.len(), delays[0]), (2, Duration::from_secs(7)));
}

/// Returns the paths of the calls in a batch.
fn paths(request: &Request<Vec<u8>>) -> Vec<String> {
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let lines = body.lines().filter(|line| line.ends_with(" HTTP/1.1"));
    lines.filter_map(|line| Some(line.split(' ').nth(1)?.split('?').next()?.to_owned())).collect()
}

#[tokio::test]
async fn keeps_results_if_a_later_request_fails() {
    let outcomes = async |transport: &MemoryTransport, set: fn(Batch) -> Batch| {
        let client = client(transport);
        let mut batch = Batch::new();
        let keys = ["a", "b"].map(|id| batch.add(get(&client, id)));
        let mut results = set(batch).send().await.unwrap();
        keys.map(|key| results.take(key).map_err(|error| error.status().unwrap().as_u16()))
    };
    let first = || multipart(&[&part(1, FOUND), &part(2, UNAVAILABLE)]);
    let expected = [Ok(json!({"a": 1})), Err(503)];
    let transport = MemoryTransport::new().respond(first()).fail_to_send(TransportError::new("network unreachable"));
    assert_eq!(outcomes(&transport, |batch| batch).await, expected);
    assert_eq!(transport.left(), 0);
    let transport = MemoryTransport::new().respond(first()).respond(first());
    assert_eq!(outcomes(&transport, |batch| batch.retry(NoRetry)).await, expected);
    assert_eq!(transport.left(), 1, "the policy does not retry");
    let transport = MemoryTransport::new().respond(first()).respond(first());
    assert_eq!(outcomes(&transport, |batch| batch.timeout(Duration::from_millis(1))).await, expected);
    assert_eq!(transport.left(), 1, "the delay would exceed the timeout");
}
