//! The request that carries a batch.

use discovery_runtime::{
    Batch, Bearer, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
    UnknownFields, message,
};
use http::Request;
use proptest::prelude::*;
use serde_json::json;

use super::{API, POST, client, get, multipart};

const PUT: MethodDescriptor = MethodDescriptor::new("games.rooms.save", "PUT", "rooms/save").with_raw_request();

/// A message whose data is sent as the body.
#[derive(Clone)]
struct Raw {
    data: Option<Vec<u8>>,
    unknown_fields: UnknownFields,
}

message! { Raw { "data" => data } }

#[tokio::test]
async fn encodes_calls_as_multipart() {
    let transport = MemoryTransport::new().respond(multipart(&[]));
    let builder = ClientBuilder::<Client>::new(API).transport(transport.clone()).user_agent("mine");
    let client = builder.credentials(Bearer::new("TOKEN")).api_key("KEY").build().unwrap();
    let mut batch = Batch::new();
    let _ = batch.add(get(&client, "a/b").param("x", "é").header("If-None-Match", "\"e\""));
    let _ = batch
        .add(Call::<Json>::new(&client, &POST).body(&json!({"a": "\r\n"})).header("Authorization", "Bearer OTHER"));
    let _ = batch.add(Call::<()>::new(&client, &POST));
    let _ = batch.send().await.unwrap();
    let requests = transport.requests();
    let [outer] = requests.as_slice() else { panic!("expected one request: {requests:?}") };
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
    let headers = "--B\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <I+";
    let expected = [
        headers,
        "1>\r\n\r\nGET /games/v1/rooms/a%2Fb?x=%C3%A9&alt=json HTTP/1.1\r\naccept: application/json\r\nif-none-match: \"e\"\r\n\r\n\r\n",
        headers,
        "2>\r\n\r\nPOST /games/v1/rooms/decline?alt=json HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\n",
        "x-goog-api-version: 2\r\nauthorization: Bearer OTHER\r\ncontent-length: 12\r\n\r\n{\"a\":\"\\r\\n\"}\r\n",
        headers,
        "3>\r\n\r\nPOST /games/v1/rooms/decline?alt=json HTTP/1.1\r\naccept: application/json\r\nx-goog-api-version: 2\r\n",
        "content-length: 0\r\n\r\n\r\n--B--\r\n",
    ];
    assert_eq!(body.replace(boundary, "B").replace(id, "I"), expected.concat());
}

#[tokio::test]
async fn a_part_can_have_a_long_url() {
    let transport = MemoryTransport::new().respond(multipart(&[]));
    let client = client(&transport);
    let mut batch = Batch::new();
    let _ = batch.add(get(&client, "a").param("q", &"x".repeat(10_000)));
    let _ = batch.send().await.unwrap();
    let [part] = &parse(&transport.requests()[0])[..] else { panic!("expected one part") };
    assert_eq!(part.method(), "GET");
    assert_eq!(part.uri().query(), Some(format!("q={}&alt=json", "x".repeat(10_000)).as_str()));
    assert!(part.body().is_empty() && !part.headers().contains_key("x-http-method-override"));
}

/// Parses the requests in a batch by their lengths, without a search for delimiters.
fn parse(outer: &Request<Vec<u8>>) -> Vec<Request<Vec<u8>>> {
    let content_type = outer.headers()["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/mixed; boundary=").expect("a boundary");
    let mut rest = outer.body().as_slice();
    let mut requests = Vec::new();
    loop {
        rest = rest.strip_prefix(format!("--{boundary}").as_bytes()).expect("a delimiter");
        if rest == b"--\r\n" {
            return requests;
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
        let length = request.headers().get("content-length").map(|length| length.to_str().expect("text").parse());
        let (body, after) = rest.split_at(length.map_or(0, |length| length.expect("a number")));
        requests.push(request.map(|()| body.to_vec()));
        rest = after.strip_prefix(b"\r\n").expect("a line end");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn batch_contains_calls_unchanged(
        calls in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..60), "[ -~é]*", "\\PC*"), 1..8)
    ) {
        let transport = MemoryTransport::new().respond(multipart(&[]));
        let client = client(&transport);
        let mut batch = Batch::new();
        for (data, header, id) in &calls {
            let message = Raw { data: Some(data.clone()), ..Default::default() };
            let call = Call::<Json>::new(&client, &PUT).param("id", id).body(&message).header("x-any", header);
            let _ = batch.add(call);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let _ = runtime.block_on(batch.send()).expect("results");
        let parsed = parse(&transport.requests()[0]);
        prop_assert_eq!(parsed.len(), calls.len());
        for (request, (data, header, id)) in parsed.iter().zip(&calls) {
            let individual = Call::<Json>::new(&client, &PUT).param("id", id).request().expect("a request");
            prop_assert_eq!(request.method(), individual.method());
            prop_assert_eq!(request.uri(), &individual.uri().path_and_query().expect("a path").as_str());
            prop_assert_eq!(request.body(), data);
            // Whitespace around the value of a header is not a part of the value.
            prop_assert_eq!(request.headers()["x-any"].as_bytes().trim_ascii(), header.as_bytes().trim_ascii());
        }
    }
}
