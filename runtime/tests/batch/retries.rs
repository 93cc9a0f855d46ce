//! Batches that are sent again, as a whole or in part.

use std::time::Duration;

use discovery_runtime::{Batch, Call, Client, Json, MemoryTransport, NoRetry, TransportError};
use http::Request;
use serde_json::json;

use crate::{FOUND, POST, answer, client, get, part};

#[tokio::test]
async fn a_batch_is_tried_again_if_all_of_it_may_arrive_twice() {
    let world = || MemoryTransport::new().answer(503, "").respond(answer(&[&part(1, FOUND), &part(2, FOUND)]));
    let send = |world: &MemoryTransport, second: fn(&Client) -> Call<Json>| {
        let client = client(world);
        let mut batch = Batch::new();
        let _ = (batch.add(get(&client, "a")), batch.add(second(&client)));
        batch.send()
    };
    let (safe, once, said) = (world(), world(), world());
    send(&safe, |client| get(client, "b")).await.unwrap();
    assert_eq!(send(&once, |client| Call::new(client, &POST)).await.unwrap_err().status().unwrap(), 503);
    send(&said, |client| Call::new(client, &POST).idempotent(true)).await.unwrap();
    assert_eq!((safe.left(), once.left(), said.left()), (0, 1, 0));
    assert_eq!(safe.requests()[0].body(), safe.requests()[1].body());
    // Its own policy counts.
    let world = world();
    let client = client(&world);
    let mut batch = Batch::new().retry(NoRetry).timeout(Duration::from_secs(9));
    let _ = batch.add(get(&client, "a"));
    batch.send().await.unwrap_err();
    assert_eq!(world.left(), 1);
}

#[tokio::test]
async fn what_failed_in_a_batch_and_may_arrive_twice_goes_again() {
    let busy = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\n";
    let down = "HTTP/1.1 503 Service Unavailable\r\n\r\n";
    let gone = "HTTP/1.1 404 Not Found\r\n\r\n";
    let first = [part(1, FOUND), part(2, busy), part(3, down), part(4, gone), part(5, down)];
    let second = [part(1, down), part(2, FOUND)];
    let third = [part(1, FOUND)];
    let says = |parts: &[String]| answer(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    let world = MemoryTransport::new().respond(says(&first)).respond(says(&second)).respond(says(&third));
    let client = client(&world);
    let mut batch = Batch::new();
    let [found, busy, down, gone] = ["a", "b", "c", "d"].map(|id| batch.add(get(&client, id)));
    // A POST may have done its work.
    let post = batch.add(Call::<Json>::new(&client, &POST).body(&json!({})));
    let mut results = batch.send().await.unwrap();
    for key in [found, busy, down] {
        assert_eq!(results.take(key).unwrap(), json!({"a": 1}));
    }
    assert!(results.take(gone).unwrap_err().is_not_found());
    assert_eq!(results.take(post).unwrap_err().status().unwrap(), 503);
    let sent: Vec<Vec<String>> = world.requests().iter().map(paths).collect();
    assert_eq!(sent[0].len(), 5);
    assert_eq!(sent[1..], [vec!["/games/v1/rooms/b", "/games/v1/rooms/c"], vec!["/games/v1/rooms/b"]]);
    let pauses = world.pauses();
    assert_eq!((pauses.len(), pauses[0]), (2, Duration::from_secs(7)));
}

/// Where the calls of a batch go.
fn paths(request: &Request<Vec<u8>>) -> Vec<String> {
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let lines = body.lines().filter(|line| line.ends_with(" HTTP/1.1"));
    lines.filter_map(|line| Some(line.split(' ').nth(1)?.split('?').next()?.to_owned())).collect()
}

#[tokio::test]
async fn what_calls_came_to_is_not_lost_with_a_later_request() {
    let parts = [part(1, FOUND), part(2, "HTTP/1.1 503 Service Unavailable\r\n\r\n")];
    let first = || answer(&parts.each_ref().map(String::as_str));
    let outcomes = async |world: &MemoryTransport, change: fn(Batch) -> Batch| {
        let client = client(world);
        let mut batch = Batch::new();
        let keys = ["a", "b"].map(|id| batch.add(get(&client, id)));
        let mut results = change(batch).send().await.unwrap();
        keys.map(|key| results.take(key).map_err(|error| error.status().unwrap().as_u16()))
    };
    let expected = [Ok(json!({"a": 1})), Err(503)];
    let world = MemoryTransport::new().respond(first()).fail(TransportError::new("the network is gone"));
    assert_eq!(outcomes(&world, |batch| batch).await, expected);
    assert_eq!(world.left(), 0);
    let world = MemoryTransport::new().respond(first()).respond(first());
    assert_eq!(outcomes(&world, |batch| batch.retry(NoRetry)).await, expected);
    assert_eq!(world.left(), 1, "the policy is asked");
    let world = MemoryTransport::new().respond(first()).respond(first());
    assert_eq!(outcomes(&world, |batch| batch.timeout(Duration::from_millis(1))).await, expected);
    assert_eq!(world.left(), 1, "no time is left for a pause");
}
