//! Batches of more calls than the API accepts in one request.

use discovery_runtime::{ApiDescriptor, Batch, BatchKey, Call, Client, ClientBuilder, Json, MemoryTransport, NoRetry};
use serde_json::json;

use super::{GET, client, get, multipart, part};

/// Adds calls, and returns the batch with their keys.
fn batch_of(client: &Client, calls: usize) -> (Batch, Vec<BatchKey<Json>>) {
    let mut batch = Batch::new();
    let keys = (0..calls).map(|number| batch.add(get(client, &number.to_string()))).collect();
    (batch, keys)
}

/// Returns the response to calls with these numbers.
fn numbers(numbers: std::ops::Range<usize>) -> http::Response<bytes::Bytes> {
    let response = |number: usize| format!("HTTP/1.1 200 OK\r\n\r\n{{\"number\":{number}}}");
    let parts: Vec<String> = numbers.enumerate().map(|(index, number)| part(index + 1, &response(number))).collect();
    multipart(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn each_result_keeps_its_key() {
    let transport = MemoryTransport::new().respond(numbers(0..2)).respond(numbers(2..4)).respond(numbers(4..5));
    let client = client(&transport);
    let (batch, keys) = batch_of(&client, 5);
    let mut results = batch.max_calls_per_request(2).send().await.expect("responses");
    for (number, key) in keys.into_iter().enumerate() {
        assert_eq!(results.take(key).expect("a result"), json!({"number": number}));
    }
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn a_later_request_that_fails_keeps_earlier_results() {
    let transport = MemoryTransport::new().respond(numbers(0..2)).answer(403, "").respond(numbers(4..5));
    let client = client(&transport);
    let (batch, keys) = batch_of(&client, 5);
    let mut results = batch.max_calls_per_request(2).retry(NoRetry).send().await.expect("responses");
    for (number, key) in keys.into_iter().enumerate() {
        match (number, results.take(key)) {
            (2 | 3, Err(error)) => {
                let expected =
                    "games.rooms.get (www.googleapis.com): the request with this call failed: 403: Forbidden";
                assert_eq!(error.to_string(), expected);
            }
            (_, result) => assert_eq!(result.expect("a result"), json!({"number": number})),
        }
    }
    let transport = MemoryTransport::new().answer(403, "");
    let (batch, _) = batch_of(&super::client(&transport), 5);
    let error = batch.max_calls_per_request(2).send().await.expect_err("the first request failed");
    assert_eq!((error.status().map(|status| status.as_u16()), transport.requests().len()), (Some(403), 1));
}

#[tokio::test]
async fn the_limit_is_that_of_the_api() {
    const fn api(id: &'static str) -> ApiDescriptor {
        ApiDescriptor::new(id, "https://www.googleapis.com/", "").with_batch_path("batch")
    }
    for (api, requests) in [(api("gmail:v1"), 11), (api("calendar:v3"), 21), (api("games:v1"), 2)] {
        let transport = (0..requests).fold(MemoryTransport::new(), |transport, _| transport.respond(numbers(0..0)));
        let client: Client = ClientBuilder::new(api).transport(transport.clone()).build().expect("a client");
        let mut batch = Batch::new();
        for _ in 0..1001 {
            let _ = batch.add(Call::<Json>::new(&client, &GET).path_text("roomId", "a"));
        }
        let _ = batch.send().await.expect("responses without parts");
        assert_eq!(transport.requests().len(), requests, "{}", api.id());
    }
}
