//! Batches against a transport in memory. `cargo xtask live batch` has them answered by Google's Python client.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in tests, outside of functions marked as such"
)]

use std::time::Duration;

use bytes::Bytes;
use discovery_client::{
    Api, Batch, BatchKey, BatchResults, Bearer, Call, Client, ClientBuilder, Error, Json, MemoryTransport, Method,
    NoRetry, TransportError, UnknownFields, message,
};
use http::{Request, Response};
use proptest::prelude::*;
use serde_json::json;

const API: Api = Api::new("games:v1", "https://www.googleapis.com/", "games/v1/").batch_path("batch/games/v1");
const GET: Method = Method::new("games.rooms.get", "GET", "rooms/{roomId}");
const POST: Method = Method::new("games.rooms.decline", "POST", "rooms/decline").api_version("2");
const PUT: Method = Method::new("games.rooms.save", "PUT", "rooms/save").raw_request();

/// A body of any bytes.
#[derive(Clone)]
struct Raw {
    data: Option<Vec<u8>>,
    unknown_fields: UnknownFields,
}

message! { Raw { "data" => data } }

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
async fn the_request_is_one_that_servers_know() {
    let world = MemoryTransport::new().respond(answer(&[]));
    let builder = ClientBuilder::<Client>::new(API).transport(world.clone()).user_agent("mine");
    let client = builder.credentials(Bearer::new("TOKEN")).api_key("KEY").build().unwrap();
    let mut batch = Batch::new();
    let _ = batch.add(get(&client, "a/b").param("x", "é").header("If-None-Match", "\"e\""));
    let _ = batch
        .add(Call::<Json>::new(&client, &POST).body(&json!({"a": "\r\n"})).header("Authorization", "Bearer OTHER"));
    let _ = batch.add(Call::<()>::new(&client, &POST));
    batch.send().await.unwrap();
    let requests = world.requests();
    let [outer] = requests.as_slice() else { panic!("one request: {requests:?}") };
    assert_eq!(
        (outer.method().as_str(), outer.uri().to_string().as_str()),
        ("POST", "https://www.googleapis.com/batch/games/v1")
    );
    assert_eq!(outer.headers()["authorization"], "Bearer TOKEN");
    assert_eq!(outer.headers()["x-goog-api-key"], "KEY");
    assert!(outer.headers()["user-agent"].to_str().unwrap().starts_with("mine "));

    let content_type = outer.headers()["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/mixed; boundary=").unwrap();
    let body = String::from_utf8(outer.body().clone()).unwrap();
    let id = body.split("Content-ID: <").nth(1).unwrap().split('+').next().unwrap();
    assert_ne!(id, boundary);
    let head = "--B\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <I+";
    let expected = [
        head,
        "1>\r\n\r\nGET /games/v1/rooms/a%2Fb?x=%C3%A9&alt=json HTTP/1.1\r\naccept: application/json\r\nif-none-match: \"e\"\r\n\r\n\r\n",
        head,
        "2>\r\n\r\nPOST /games/v1/rooms/decline?alt=json HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\n",
        "x-goog-api-version: 2\r\nauthorization: Bearer OTHER\r\ncontent-length: 12\r\n\r\n{\"a\":\"\\r\\n\"}\r\n",
        head,
        "3>\r\n\r\nPOST /games/v1/rooms/decline?alt=json HTTP/1.1\r\naccept: application/json\r\nx-goog-api-version: 2\r\n",
        "content-length: 0\r\n\r\n\r\n--B--\r\n",
    ];
    assert_eq!(body.replace(boundary, "B").replace(id, "I"), expected.concat());
}

#[tokio::test]
async fn what_cannot_be_in_a_batch_is_told_before_anything_is_sent() {
    let world = MemoryTransport::new();
    let (one, other) = (client(&world), client(&world));
    let no_batches: Client = ClientBuilder::new(Api::new("a:v1", "https://a.example/", "")).build().unwrap();
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
    let api = Api::new("a:v1", "https://a.example/root/", "v1/").batch_path("/batch").data_wrapper();
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

/// The requests that stand in a batch, by their lengths: where a delimiter stands does not depend on where it is looked for.
fn parsed(outer: &Request<Vec<u8>>) -> Vec<Request<Vec<u8>>> {
    let content_type = outer.headers()["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/mixed; boundary=").expect("a boundary");
    let mut rest = outer.body().as_slice();
    let mut found = Vec::new();
    loop {
        rest = rest.strip_prefix(format!("--{boundary}").as_bytes()).expect("a delimiter");
        if rest == b"--\r\n" {
            return found;
        }
        rest = rest.strip_prefix(b"\r\n").expect("a line end");
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let (length, _) = httparse::parse_headers(rest, &mut headers).expect("headers").unwrap();
        rest = &rest[length..];
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        let length = head.parse(rest).expect("a request").unwrap();
        rest = &rest[length..];
        let mut request = Request::builder().method(head.method.expect("one")).uri(head.path.expect("one"));
        for header in head.headers {
            request = request.header(header.name, header.value);
        }
        let request = request.body(()).expect("a request");
        let said = request.headers().get("content-length").map(|length| length.to_str().expect("text").parse());
        let (body, after) = rest.split_at(said.map_or(0, |length| length.expect("a number")));
        found.push(request.map(|()| body.to_vec()));
        rest = after.strip_prefix(b"\r\n").expect("a line end");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_the_calls_stands_in_the_batch(
        calls in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..60), "[ -~é]*", "\\PC*"), 1..8)
    ) {
        let world = MemoryTransport::new().respond(answer(&[]));
        let client = client(&world);
        let mut batch = Batch::new();
        for (data, header, id) in &calls {
            let message = Raw { data: Some(data.clone()), ..Default::default() };
            let call = Call::<Json>::new(&client, &PUT).param("id", id).body(&message).header("x-any", header);
            let _ = batch.add(call);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(batch.send()).expect("results");
        let parsed = parsed(&world.requests()[0]);
        prop_assert_eq!(parsed.len(), calls.len());
        for (request, (data, header, id)) in parsed.iter().zip(&calls) {
            let alone = Call::<Json>::new(&client, &PUT).param("id", id).request().expect("a request");
            prop_assert_eq!(request.method(), alone.method());
            prop_assert_eq!(request.uri(), &alone.uri().path_and_query().expect("a path").as_str());
            prop_assert_eq!(request.body(), data);
            // Spaces around a header's value are not part of it.
            prop_assert_eq!(request.headers()["x-any"].as_bytes().trim_ascii(), header.as_bytes().trim_ascii());
        }
    }

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
