//! Batches against a transport in memory. `cargo xtask verify conformance batch` has them answered by Google's Python client.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in tests, outside of functions marked as such"
)]

mod request;
mod retries;

use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Batch, BatchKey, BatchResults, Call, Client, ClientBuilder, Error, Json, MemoryTransport,
    MethodDescriptor, NoRetry, TransportError,
};
use http::Response;
use proptest::prelude::*;
use serde_json::json;

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_batch_path("batch/games/v1");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const POST: MethodDescriptor =
    MethodDescriptor::new("games.rooms.decline", "POST", "rooms/decline").with_api_version("2");

fn client(world: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(world.clone()).build().expect("a client")
}

fn get(client: &Client, id: &str) -> Call<Json> {
    Call::new(client, &GET).path_text("roomId", id)
}

/// What a server says to a batch: the parts as they are, each with a line end behind.
fn answer(parts: &[&str]) -> Response<Bytes> {
    let parts: String = parts.iter().map(|part| format!("--batch_x\r\n{part}\r\n")).collect();
    let body = format!("{parts}--batch_x--\r\n");
    let response = Response::builder().header("content-type", "multipart/mixed; boundary=batch_x");
    response.body(body.into()).expect("a response")
}

fn part(number: usize, response: &str) -> String {
    format!("Content-Type: application/http\r\nContent-ID: <response-a+{number}>\r\n\r\n{response}")
}

const FOUND: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"e\"\r\n\r\n{\"a\":1}";

async fn send(world: &MemoryTransport, count: usize) -> (BatchResults, Vec<BatchKey<Json>>) {
    let client = client(world);
    let mut batch = Batch::new();
    let keys = (0..count).map(|_| batch.add(get(&client, "r"))).collect();
    (batch.send().await.expect("results"), keys)
}

/// What each call came to, as one would log it.
async fn outcomes(response: Response<Bytes>, count: usize) -> Vec<String> {
    let (mut results, keys) = send(&MemoryTransport::new().respond(response), count).await;
    let outcome = |key| results.take(key).map_or_else(|error| error.to_string(), |value: Json| value.to_string());
    keys.into_iter().map(outcome).collect()
}

#[tokio::test]
async fn each_call_has_its_own_result() {
    let body = r#"{"error":{"code":404,"message":"No room.","status":"NOT_FOUND"}}"#;
    let parts = [
        part(3, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"),
        part(
            2,
            &format!("HTTP/1.1 404 Not Found\r\nRetry-After: 7\r\nContent-Length: {}\r\n\r\n{body}\r\n", body.len()),
        ),
        part(4, "HTTP/1.1 200 OK\r\n\r\n[1"),
        part(1, FOUND),
    ];
    let world = MemoryTransport::new().respond(answer(&parts.each_ref().map(String::as_str)));
    let client = client(&world);
    let mut batch = Batch::new();
    let found = batch.add(get(&client, "a"));
    let missing = batch.add(Call::<Json>::new(&client, &POST).body(&json!({})));
    let nothing = batch.add(Call::<()>::new(&client, &POST));
    let broken = batch.add(get(&client, "b"));
    assert_eq!(batch.len(), 4);
    let mut results = batch.send().await.unwrap();

    results.take(nothing).unwrap();
    let found = results.take_with_response(found).unwrap();
    assert_eq!((found.status().as_u16(), &found.headers()["etag"]), (200, &"\"e\"".parse().unwrap()));
    assert_eq!(found.into_body(), json!({"a": 1}));
    let error = results.take(missing).unwrap_err();
    assert!(matches!(error, Error::Api(_)) && error.is_not_found());
    assert_eq!(error.to_string(), "404 NOT_FOUND: No room.");
    assert_eq!(
        (error.body().unwrap(), &error.headers().unwrap()["retry-after"]),
        (body.as_bytes(), &"7".parse().unwrap())
    );
    assert!(matches!(results.take(broken).unwrap_err(), Error::Decode(error) if error.body() == b"[1"));
}

#[tokio::test]
async fn what_cannot_be_in_a_batch_is_told_before_anything_is_sent() {
    let world = MemoryTransport::new();
    let (one, other) = (client(&world), client(&world));
    let no_batches: Client = ClientBuilder::new(ApiDescriptor::new("a:v1", "https://a.example/", "")).build().unwrap();
    let with_key: Client = ClientBuilder::new(API).transport(world.clone()).api_key("KEY").build().unwrap();
    let no_path = "a:v1 takes no batches: its Discovery document has no `batchPath`";
    let own =
        "call 2 of the batch, games.rooms.get: it has a time limit or a retry policy of its own; give it to the batch";
    for (calls, expected) in [
        (vec![get(&no_batches, "a")], no_path),
        (
            vec![get(&one, "a"), get(&one, "..")],
            "call 2 of the batch, games.rooms.get: the parameter `roomId` has a segment `.` or `..`, which would lead elsewhere",
        ),
        (
            vec![get(&one, "a"), get(&other, "a")],
            "call 2 of the batch, games.rooms.get: it has another client than the first one; a batch is one client's",
        ),
        (vec![get(&one, "a"), get(&one, "a").timeout(Duration::from_secs(1))], own),
        (vec![get(&one, "a"), get(&one, "a").retry(NoRetry)], own),
        (
            vec![get(&with_key, "a").param("key", "x")],
            "call 1 of the batch, games.rooms.get: it has the parameter `key`, and the client an API key; give the call's as header `x-goog-api-key`",
        ),
        (vec![get(&one, "a"); 1001], "1001 calls are too many for a batch: send at most 1000 at once"),
    ] {
        let mut batch = Batch::new();
        for call in calls {
            let _ = batch.add(call);
        }
        let error = batch.send().await.unwrap_err();
        assert!(matches!(error, Error::Build(_)) && error.to_string() == expected, "{error}");
    }
    assert!(world.requests().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_for_nothing() {
    let batch = Batch::new();
    assert!(batch.is_empty());
    batch.send().await.unwrap();
}

#[tokio::test]
async fn a_call_without_an_answer_says_so() {
    let none = "the answer to the batch has no part for this call";
    let (one, two) = (part(1, FOUND), part(2, FOUND));
    let found = r#"{"a":1}"#;
    assert_eq!(outcomes(answer(&[&two]), 2).await, [none, found]);
    let twice = "the answer to the batch has more than one part for this call";
    assert_eq!(outcomes(answer(&[&one, &two, &one]), 2).await, [twice, found]);
    // Somebody else's.
    assert_eq!(outcomes(answer(&[&part(0, FOUND), &part(3, FOUND), &one]), 2).await, [found, none]);
    // Broken off: only what a delimiter closes is there in full.
    let whole = answer(&[&one, &two]);
    let cut = |end: &str| {
        let at = whole.body().len() - end.len();
        whole.clone().map(|body| body.slice(..at))
    };
    assert_eq!(outcomes(cut("\r\n--batch_x--\r\n"), 2).await, [found, none]);
    assert_eq!(outcomes(cut("\r\n"), 2).await, [found, found]);
}

#[tokio::test]
async fn without_ids_the_order_counts_if_all_answered() {
    let bare = |text: &str| format!("Content-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{text}");
    let (one, two) = (bare("1"), bare("2"));
    assert_eq!(outcomes(answer(&[&one, &two]), 2).await, ["1", "2"]);
    let none = "the answer to the batch has no part for this call";
    assert_eq!(outcomes(answer(&[&one]), 2).await, [none, none]);
    assert_eq!(outcomes(answer(&[&one, &part(2, FOUND)]), 2).await, [none, r#"{"a":1}"#]);
}

#[tokio::test]
async fn a_part_that_is_no_response_spoils_no_other() {
    let parts =
        [part(1, "<html>"), part(2, FOUND), part(3, "HTTP/1.1 200 OK\r\nA: b"), part(4, "HTTP/1.1 1 OK\r\n\r\n")];
    let outcomes = outcomes(answer(&parts.each_ref().map(String::as_str)), 4).await;
    let prefix = "the answer to the batch has a part for this call that is no response: ";
    assert_eq!(outcomes[0], format!("{prefix}invalid HTTP version"));
    assert_eq!(outcomes[1], r#"{"a":1}"#);
    assert_eq!(outcomes[2], format!("{prefix}it breaks off in its headers"));
    assert!(outcomes[3].starts_with(prefix), "{}", outcomes[3]);
}

#[tokio::test]
async fn answers_are_written_in_many_ways() {
    let plain = answer(&[&part(1, FOUND), &part(2, FOUND)]);
    let text = String::from_utf8(plain.body().to_vec()).unwrap();
    let with = |content_type: &str, body: String| {
        let response = Response::builder().status(200).header("Content-Type", content_type);
        outcomes(response.body(body.into()).unwrap(), 2)
    };
    let found = [r#"{"a":1}"#; 2];
    assert_eq!(with("multipart/mixed; boundary=\"batch_x\"; charset=UTF-8", text.clone()).await, found);
    assert_eq!(with("multipart/mixed; boundary=batch_x", text.replace("\r\n", "\n")).await, found);
    assert_eq!(with("multipart/mixed; boundary=batch_x", text.replace("a+", "a + ")).await, found);
    let strange = text.replace("Content-ID", "content-id").replace("batch_x", "a b");
    assert_eq!(with("multipart/mixed; boundary=\"a b\"", format!("hello\r\n{strange}bye")).await, found);
}

#[tokio::test]
async fn a_batch_that_fails_as_a_whole_is_an_error_of_sending() {
    let world = MemoryTransport::new().answer(200, "<html>").answer(401, "").fail(TransportError::new("broken"));
    let client = client(&world);
    let send = || {
        let mut batch = Batch::new();
        let _ = batch.add(get(&client, "a"));
        batch.send()
    };
    assert_eq!(send().await.unwrap_err().to_string(), "the answer to a batch is not `multipart/mixed`, but ``");
    assert!(send().await.unwrap_err().is_unauthenticated());
    assert!(matches!(send().await.unwrap_err(), Error::Transport(_)));
}

#[tokio::test]
async fn a_key_opens_its_own_batch_alone() {
    let world = || MemoryTransport::new().respond(answer(&[&part(1, FOUND)]));
    let (mut results, _) = send(&world(), 1).await;
    let (_, mut keys) = send(&world(), 1).await;
    let error = results.take(keys.remove(0)).unwrap_err();
    assert_eq!(error.to_string(), "the key is of a call in another batch");
}

#[tokio::test]
async fn what_stands_between_here_and_the_api_is_no_part_of_a_call() {
    let world = MemoryTransport::new().respond(answer(&[&part(1, "HTTP/1.1 200 OK\r\n\r\n{\"data\":5}")]));
    let api =
        ApiDescriptor::new("a:v1", "https://a.example/root/", "v1/").with_batch_path("/batch").with_data_wrapper();
    let client: Client =
        ClientBuilder::new(api).endpoint("http://localhost/proxy").transport(world.clone()).build().unwrap();
    let mut batch = Batch::new();
    let key = batch.add(Call::<i32>::new(&client, &POST).body(&7));
    assert_eq!(batch.send().await.unwrap().take(key).unwrap(), 5);
    let request = &world.requests()[0];
    assert_eq!(request.uri().path(), "/proxy/batch");
    let body = String::from_utf8(request.body().clone()).unwrap();
    assert!(body.contains("\r\nPOST /root/v1/rooms/decline?alt=json HTTP/1.1\r\n"), "{body}");
    assert!(body.contains("\r\n\r\n{\"data\":7}\r\n"), "{body}");
}

#[test]
fn a_batch_can_be_sent_from_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let client = client(&MemoryTransport::new());
    let mut batch = Batch::new();
    let key = batch.add(get(&client, "a").header("Authorization", "SECRET"));
    is_send(&batch);
    is_send(&key);
    assert!(!format!("{batch:?} {key:?}").contains("SECRET"));
    is_send(&batch.send());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_is_too_strange(body in ".{0,200}", parts in prop::collection::vec(".{0,80}", 0..4)) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        for response in [answer(&parts), answer(&[&part(1, &body)]), answer(&[]).map(|_| Bytes::from(body.clone()))] {
            let world = MemoryTransport::new().respond(response);
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let (mut results, keys) = runtime.block_on(send(&world, 2));
            for key in keys {
                let _ = results.take(key);
            }
        }
    }
}
