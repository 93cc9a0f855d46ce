//! Batches, which the server refuses as a whole or call by call.

use std::sync::Arc;

use bytes::Bytes;
use discovery_runtime::{Batch, Bearer, Call, CallOptions as _, Credentials, Json, MemoryTransport};
use http::Response;

use super::{GET, Numbered, Refusing, client};

const FOUND: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":\"7\"}";
const REFUSED: &str = "HTTP/1.1 401 Unauthorized\r\n\r\n";

/// Returns the response to a batch with these parts, in the order of the calls.
fn multipart(parts: &[&str]) -> Response<Bytes> {
    let part = |part: &&str| format!("--x\r\nContent-Type: application/http\r\n\r\n{part}\r\n");
    let body = format!("{}--x--\r\n", parts.iter().map(part).collect::<String>());
    let response = Response::builder().header("content-type", "multipart/mixed; boundary=x");
    response.body(body.into()).expect("a response")
}

fn get(client: &discovery_runtime::Client) -> Call<Json> {
    Call::new(client, &GET).path_text("id", "7")
}

#[tokio::test]
async fn batch_that_is_refused_as_a_whole_is_sent_again() {
    let transport = Refusing::new(MemoryTransport::new().respond(multipart(&[FOUND, FOUND])));
    transport.refuse("1");
    let client = client(&transport, Numbered::default());
    let mut batch = Batch::new();
    let keys = [(); 2].map(|()| batch.add(get(&client)));
    let mut results = batch.send().await.unwrap();
    for key in keys {
        assert_eq!(results.take(key).unwrap()["id"], "7");
    }
    assert_eq!(transport.tokens(), ["1", "2"]);
}

#[tokio::test]
async fn calls_of_a_batch_that_are_refused_are_sent_again_once() {
    let responses = [multipart(&[FOUND, REFUSED, REFUSED]), multipart(&[FOUND, REFUSED])];
    let other = responses.into_iter().fold(MemoryTransport::new(), MemoryTransport::respond);
    let transport = Refusing::new(other);
    let client = client(&transport, Numbered::default());
    let mut batch = Batch::new();
    let [first, second, third] = [(); 3].map(|()| batch.add(get(&client)));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(first).unwrap()["id"], "7");
    assert_eq!(results.take(second).unwrap()["id"], "7");
    assert_eq!(results.take(third).unwrap_err().status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1", "2"]);
}

#[tokio::test]
async fn call_with_its_own_token_is_not_sent_again() {
    let transport = Refusing::new(MemoryTransport::new().respond(multipart(&[FOUND, REFUSED])));
    let client = client(&transport, Numbered::default());
    let mut batch = Batch::new();
    let _ = batch.add(get(&client));
    let own = batch.add(get(&client).header("authorization", "Bearer own"));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(own).unwrap_err().status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1"]);
}

#[tokio::test]
async fn calls_of_a_batch_must_have_the_same_credentials() {
    let transport = Refusing::new(MemoryTransport::new().respond(multipart(&[FOUND, FOUND])));
    let client = client(&transport, Numbered::default());
    let own: Arc<dyn Credentials> = Arc::new(Bearer::new("own"));

    let mut batch = Batch::new();
    let _ = batch.add(get(&client));
    let _ = batch.add(get(&client).credentials(Arc::clone(&own)));
    let error = batch.send().await.unwrap_err().to_string();
    assert_eq!(error, "call 2 of the batch, notes.get: all calls of a batch must have the same credentials");
    assert!(transport.tokens().is_empty());

    let mut batch = Batch::new();
    let _ = batch.add(get(&client).credentials(Arc::clone(&own)));
    let _ = batch.add(get(&client.clone()).credentials(own));
    let _ = batch.send().await.unwrap();
    assert_eq!(transport.tokens(), ["own"]);
}
