//! Request ids, with which servers recognize a repeated request.

use discovery_runtime::http::Request;
use discovery_runtime::{
    ApiDescriptor, Batch, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
    TransportError,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("disks:v1", "https://disks.example/", "").with_batch_path("batch");
const INSERT: MethodDescriptor = MethodDescriptor::new("disks.insert", "POST", "disks").with_request_id_in_query();
const RUN: MethodDescriptor = MethodDescriptor::new("disks.run", "POST", "run").with_request_id_in_message();
const LOG: MethodDescriptor = MethodDescriptor::new("disks.log", "POST", "log").with_request_id();

const FIRST: &str = "00000000-0000-4000-8000-000000000001";
const SECOND: &str = "00000000-0000-4000-8000-000000000002";

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

fn insert(client: &Client) -> Call<Json> {
    Call::new(client, &INSERT)
}

fn broken() -> TransportError {
    TransportError::transient("connection reset")
}

fn queries(requests: &[Request<Vec<u8>>]) -> Vec<&str> {
    requests.iter().map(|request| request.uri().query().unwrap_or_default()).collect()
}

#[tokio::test]
async fn all_attempts_send_the_same_id() {
    let transport = MemoryTransport::new().fail_to_send(broken()).answer(503, "").answer(200, "{}").answer(200, "{}");
    let client = client(&transport);
    insert(&client).send().await.expect("retried");
    insert(&client).send().await.expect("success");
    let (first, second) = (format!("requestId={FIRST}&alt=json"), format!("requestId={SECOND}&alt=json"));
    assert_eq!(queries(&transport.requests()), [&first, &first, &first, &second]);
}

#[tokio::test]
async fn the_id_is_a_field_of_the_message() {
    let transport = MemoryTransport::new().fail_to_send(broken()).answer(200, "{}");
    let call = Call::<Json>::new(&client(&transport), &RUN).body(&json!({"size": 1, "a": [1.50]}));
    call.send().await.expect("retried");
    for request in transport.requests() {
        assert_eq!(request.uri().query(), Some("alt=json"));
        let expected = format!(r#"{{"a":[1.5],"requestId":"{FIRST}","size":1}}"#);
        assert_eq!(String::from_utf8_lossy(request.body()), expected);
    }
}

#[tokio::test]
async fn clones_are_other_calls() {
    let transport = MemoryTransport::new().answer(200, "{}").answer(200, "{}");
    let call = insert(&client(&transport));
    let again = call.clone();
    call.send().await.expect("success");
    again.send().await.expect("success");
    let requests = transport.requests();
    let [first, second] = &queries(&requests)[..] else { panic!("{requests:?}") };
    assert_ne!(first, second);
}

#[tokio::test]
async fn calls_of_a_batch_have_their_own_ids_in_every_round() {
    let part = |status: &str| format!("--b\r\ncontent-type: application/http\r\n\r\nHTTP/1.1 {status}\r\n\r\n{{}}\r\n");
    let answer = |parts: &str| {
        let body = format!("{parts}--b--\r\n").into_bytes();
        discovery_runtime::http::Response::builder()
            .header("content-type", "multipart/mixed; boundary=b")
            .body(body.into())
            .expect("a response")
    };
    let transport = MemoryTransport::new()
        .respond(answer(&[part("200 OK"), part("503 Unavailable")].concat()))
        .respond(answer(&part("200 OK")));
    let client = client(&transport);
    let mut batch = Batch::new();
    let keys = [batch.add(insert(&client)), batch.add(insert(&client))];
    let mut results = batch.send().await.expect("a response");
    for key in keys {
        results.take(key).expect("a result");
    }
    let bodies: Vec<String> =
        transport.requests().iter().map(|r| String::from_utf8_lossy(r.body()).into_owned()).collect();
    assert!(bodies[0].contains(FIRST) && bodies[0].contains(SECOND), "{bodies:?}");
    assert!(!bodies[1].contains(FIRST) && bodies[1].contains(SECOND), "{bodies:?}");
}

#[tokio::test]
async fn the_id_of_the_caller_is_sent_unchanged() {
    let transport =
        MemoryTransport::new().fail_to_send(broken()).answer(200, "{}").fail_to_send(broken()).answer(200, "{}");
    let client = client(&transport);
    insert(&client).param("requestId", "mine").send().await.expect("retried");
    let call = Call::<Json>::new(&client, &RUN).body(&json!({"requestId": "mine"}));
    call.idempotent(true).send().await.expect("retried");
    assert_eq!(transport.requests()[0].uri().query(), Some("requestId=mine&alt=json"));
}

#[tokio::test]
async fn a_caller_can_refuse_an_id() {
    let calls: [fn(&MemoryTransport) -> Call<Json>; 3] = [
        |transport| insert(&client(transport)).without_request_id(),
        |transport| {
            let builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
            insert(&builder.generate_request_ids(false).build().expect("a client"))
        },
        // The form of this method's id is not known.
        |transport| Call::new(&client(transport), &LOG),
    ];
    for call in calls {
        let transport = MemoryTransport::new().fail_to_send(broken());
        call(&transport).send().await.expect_err("not idempotent");
        assert_eq!(queries(&transport.requests()), ["alt=json"]);
    }
}

#[test]
fn ids_are_random_without_a_transport_for_tests() {
    let client: Client = ClientBuilder::new(API).build().expect("a client");
    let id = || {
        let request = insert(&client).request().expect("a request");
        request.uri().query().expect("a query").strip_prefix("requestId=").map(str::to_owned)
    };
    assert_eq!(id().map(|query| query.len()), Some("00000000-0000-0000-0000-000000000000&alt=json".len()));
    assert_ne!(id(), id());
}
