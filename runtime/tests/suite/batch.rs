//! Batches against a transport in memory. The conformance program `batch` tests them against
//! Google's Python client.

mod parts;
mod request;
mod retry;
mod split;

use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Batch, BatchKey, BatchResults, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder, Json,
    MemoryTransport, MethodDescriptor, NoRetry, Transport, TransportError,
};
use http::Response;
use proptest::prelude::*;
use serde_json::json;

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_batch_path("batch/games/v1");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const POST: MethodDescriptor =
    MethodDescriptor::new("games.rooms.decline", "POST", "rooms/decline").with_api_version("2");

/// Replaces the id `SENT` in predefined responses with that of the request, as servers do.
#[derive(Debug)]
struct EchoIds(MemoryTransport);

impl Transport for EchoIds {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let response = self.0.send(request).await?;
            let sent = self.0.requests().pop().map(|request| String::from_utf8_lossy(request.body()).into_owned());
            let id = sent.as_deref().and_then(|sent| sent.split("Content-ID: <").nth(1)?.split('+').next());
            let (head, body) = response.into_parts();
            let body = String::from_utf8_lossy(&body.collect().await?).replace("SENT", id.unwrap_or("SENT"));
            Ok(Response::from_parts(head, body.into()))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.0.alarm(after)
    }
}

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(EchoIds(transport.clone())).build().expect("a client")
}

fn get(client: &Client, id: &str) -> Call<Json> {
    Call::new(client, &GET).path_text("roomId", id)
}

/// Returns the response to a batch with these parts.
fn multipart(parts: &[&str]) -> Response<Bytes> {
    let parts: String = parts.iter().map(|part| format!("--batch_x\r\n{part}\r\n")).collect();
    let body = format!("{parts}--batch_x--\r\n");
    let response = Response::builder().header("content-type", "multipart/mixed; boundary=batch_x");
    response.body(body.into()).expect("a response")
}

fn part(number: usize, response: &str) -> String {
    format!("Content-Type: application/http\r\nContent-ID: <response-SENT+{number}>\r\n\r\n{response}")
}

const FOUND: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"e\"\r\n\r\n{\"a\":1}";

/// Sends a batch of this many calls.
async fn send(transport: &MemoryTransport, count: usize) -> (BatchResults, Vec<BatchKey<Json>>) {
    let client = client(transport);
    let mut batch = Batch::new();
    let keys = (0..count).map(|_| batch.add(get(&client, "r"))).collect();
    (batch.send().await.expect("results"), keys)
}

/// Returns the outcome of each call as text.
async fn outcomes(response: Response<Bytes>, count: usize) -> Vec<String> {
    let (mut results, keys) = send(&MemoryTransport::new().respond(response), count).await;
    let outcome = |key| results.take(key).map_or_else(|error| error.to_string(), |value: Json| value.to_string());
    keys.into_iter().map(outcome).collect()
}

#[tokio::test]
async fn returns_result_of_each_call() {
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
    let transport = MemoryTransport::new().respond(multipart(&parts.each_ref().map(String::as_str)));
    let client = client(&transport);
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
    assert!(error.is_not_found());
    assert!(error.to_string().ends_with("404 NOT_FOUND: No room."), "{error}");
    assert_eq!(
        (error.body().unwrap(), &error.headers().unwrap()["retry-after"]),
        (body.as_bytes(), &"7".parse().unwrap())
    );
    assert_eq!(results.take(broken).unwrap_err().body().unwrap(), b"[1");
}

#[tokio::test]
async fn rejects_invalid_batches_before_sending() {
    let transport = MemoryTransport::new();
    let (one, other) = (client(&transport), client(&transport));
    let no_batches: Client = ClientBuilder::new(ApiDescriptor::new("a:v1", "https://a.example/", "")).build().unwrap();
    let with_key: Client = ClientBuilder::new(API).transport(transport.clone()).api_key("KEY").build().unwrap();
    let no_path = "a:v1 does not support batches: its Discovery document has no `batchPath`";
    let own_limits =
        "call 2 of the batch, games.rooms.get: time limits and retry policy must be set on the batch, not on a call";
    for (calls, expected) in [
        (vec![get(&no_batches, "a")], no_path),
        (vec![get(&one, "a"), get(&one, "..")], "call 2 of the batch, games.rooms.get: …`roomId`"),
        (
            vec![get(&one, "a"), get(&other, "a")],
            "call 2 of the batch, games.rooms.get: all calls of a batch must have the same client",
        ),
        (vec![get(&one, "a"), get(&one, "a").timeout(Duration::from_secs(1))], own_limits),
        (vec![get(&one, "a"), get(&one, "a").retry(NoRetry)], own_limits),
        (
            vec![get(&with_key, "a").param("key", "x")],
            "call 1 of the batch, games.rooms.get: parameter `key` conflicts with the API key of the client; use the header `x-goog-api-key`",
        ),
        (
            [vec![get(&one, "a"); 1000], vec![get(&one, "..")]].concat(),
            "call 1 of the batch, games.rooms.get: …`roomId`",
        ),
    ] {
        let mut batch = Batch::new();
        for call in calls {
            let _ = batch.add(call);
        }
        let error = batch.send().await.unwrap_err().to_string();
        assert!(expected.split('…').all(|fragment| error.contains(fragment)), "{error}");
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn sends_nothing_if_empty() {
    let batch = Batch::new();
    assert!(batch.is_empty());
    let _ = batch.send().await.unwrap();
}

#[tokio::test]
async fn returns_error_if_the_batch_fails_as_a_whole() {
    let transport =
        MemoryTransport::new().answer(200, "<html>").answer(401, "").fail_to_send(TransportError::new("broken"));
    let client = client(&transport);
    let send = || {
        let mut batch = Batch::new();
        let _ = batch.add(get(&client, "a"));
        batch.send()
    };
    let error = send().await.unwrap_err().to_string();
    assert!(error.ends_with("the response to the batch is not `multipart/mixed`, but ``: <html>"), "{error}");
    assert!(send().await.unwrap_err().is_unauthenticated());
    assert!(send().await.unwrap_err().to_string().ends_with("broken"));
}

#[tokio::test]
async fn rejects_key_of_another_batch() {
    let transport = || MemoryTransport::new().respond(multipart(&[&part(1, FOUND)]));
    let (mut results, _) = send(&transport(), 1).await;
    let (_, mut keys) = send(&transport(), 1).await;
    let error = results.take(keys.remove(0)).unwrap_err().to_string();
    assert!(error.ends_with("the key belongs to another batch"), "{error}");
}

#[tokio::test]
async fn parts_contain_the_path_of_the_api_with_a_proxy() {
    let transport = MemoryTransport::new().respond(multipart(&[&part(1, "HTTP/1.1 200 OK\r\n\r\n{\"data\":5}")]));
    let api =
        ApiDescriptor::new("a:v1", "https://a.example/root/", "v1/").with_batch_path("/batch").with_data_wrapper();
    let builder = ClientBuilder::<Client>::new(api).endpoint("http://localhost/proxy");
    let client = builder.transport(EchoIds(transport.clone())).build().unwrap();
    let mut batch = Batch::new();
    let key = batch.add(Call::<i32>::new(&client, &POST).body(&7));
    assert_eq!(batch.send().await.unwrap().take(key).unwrap(), 5);
    let request = &transport.requests()[0];
    assert_eq!(request.uri().path(), "/proxy/batch");
    let body = String::from_utf8(request.body().clone()).unwrap();
    assert!(body.contains("\r\nPOST /root/v1/rooms/decline?alt=json HTTP/1.1\r\n"), "{body}");
    assert!(body.contains("\r\n\r\n{\"data\":7}\r\n"), "{body}");
}

#[test]
fn batches_are_send_and_debug_without_secrets() {
    fn assert_send<T: Send>(_: &T) {}
    let client = client(&MemoryTransport::new());
    let mut batch = Batch::new();
    let key = batch.add(get(&client, "a").header("Authorization", "SECRET"));
    assert_send(&batch);
    assert_send(&key);
    assert!(!format!("{batch:?} {key:?}").contains("SECRET"));
    assert_send(&batch.send());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn does_not_panic_on_any_response(body in ".{0,200}", parts in prop::collection::vec(".{0,80}", 0..4)) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        for response in [multipart(&parts), multipart(&[&part(1, &body)]), multipart(&[]).map(|_| Bytes::from(body.clone()))] {
            let transport = MemoryTransport::new().respond(response);
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let (mut results, keys) = runtime.block_on(send(&transport, 2));
            for key in keys {
                let _ = results.take(key);
            }
        }
    }
}
