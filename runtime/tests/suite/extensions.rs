//! The method that the extensions of each request contain.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Batch, Body, BoxFuture, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
    Transport, TransportError, pagination::PageToken,
};
use http::Response;

use crate::run::Start;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.example/", "v1/").with_batch_path("batch");
const LIST: MethodDescriptor = MethodDescriptor::new("games.rooms.list", "GET", "rooms");
const INSERT: MethodDescriptor = MethodDescriptor::new("games.rooms.insert", "POST", "rooms");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("upload/rooms");

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

/// Returns the ids of the methods in the extensions of the requests.
fn methods(transport: &MemoryTransport) -> Vec<Option<&'static str>> {
    let id = |method: &&'static MethodDescriptor| method.id();
    transport.requests().iter().map(|request| request.extensions().get().map(id)).collect()
}

#[tokio::test]
async fn every_attempt_contains_the_method() {
    let transport = MemoryTransport::new().answer(503, "").answer(200, r#"{"nextPageToken":"a"}"#).answer(200, "{}");
    let mut pages = Call::<Json>::new(&client(&transport), &LIST).pages(PageToken::Query);
    while pages.next().await.transpose().expect("a page").is_some() {}
    assert_eq!(methods(&transport), [Some(LIST.id()); 3]);
}

#[tokio::test]
async fn requests_of_transfers_contain_the_method() {
    let session = |url: &str| Response::builder().header("location", url).body(Bytes::new()).expect("a response");
    // A session of another origin receives no credentials; the method is not sent.
    for url in ["https://games.example/session", "https://elsewhere.example/session"] {
        let transport = MemoryTransport::new().respond(session(url)).answer(200, "{}").answer(200, "media");
        let client = client(&transport);
        let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, Body::from("media"));
        upload.resumable(true).send().await.expect("a room");
        Call::<Json>::new(&client, &LIST).download().bytes().await.expect("media");
        assert_eq!(methods(&transport), [Some(INSERT.id()), Some(INSERT.id()), Some(LIST.id())]);
    }
}

#[tokio::test]
async fn polls_contain_the_method_that_polls() {
    let done = r#"{"name":"runs/r","done":true,"response":{}}"#;
    let transport = MemoryTransport::new().answer(200, r#"{"name":"runs/r"}"#).answer(200, done);
    Start(Call::new(&client(&transport), &INSERT)).operation().await.expect("a result");
    assert_eq!(methods(&transport), [Some(INSERT.id()), Some("games.runs.get")]);
}

#[tokio::test]
async fn batches_contain_no_method() {
    let transport = MemoryTransport::new().answer(403, "");
    let mut batch = Batch::new();
    let _ = batch.add(Call::<Json>::new(&client(&transport), &LIST));
    batch.send().await.expect_err("a 403");
    assert_eq!(methods(&transport), [None]);
}

/// A transport that does not read extensions.
#[derive(Debug)]
struct WithoutExtensions(MemoryTransport);

impl Transport for WithoutExtensions {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn a_transport_can_do_without_the_method() {
    let memory = MemoryTransport::new().answer(200, "{}");
    let transport: Arc<dyn Transport> = Arc::new(WithoutExtensions(memory.clone()));
    let client: Client = ClientBuilder::new(API).transport(transport).build().expect("a client");
    Call::<Json>::new(&client, &LIST).send().await.expect("a response");
    assert_eq!(methods(&memory), [None]);
}
