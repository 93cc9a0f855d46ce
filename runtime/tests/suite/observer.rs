//! The reports that observers receive of each attempt and each call.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::wire::Wire;
use discovery_runtime::{
    ApiDescriptor, AttemptReport, Batch, Body, BoxFuture, Call, CallOptions as _, CallReport, Client, ClientBuilder,
    Error, Json, MemoryTransport, MethodDescriptor, Observer, Transport, TransportError,
};
use http::{Request, Response};
use tokio::sync::Barrier;

use crate::run::{Run, Start};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.example/", "v1/").with_batch_path("batch/v1");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{room}");
const LIST: MethodDescriptor = MethodDescriptor::new("games.rooms.list", "GET", "rooms");
const INSERT: MethodDescriptor = MethodDescriptor::new("games.rooms.insert", "POST", "rooms");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("upload/v1/rooms");
const INSERT_OBJECT: MethodDescriptor = MethodDescriptor::new("storage.objects.insert", "POST", "b/{bucket}/o");

/// Records one line per report.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn push(&self, line: String) {
        self.0.lock().expect("no poisoned lock").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no poisoned lock"))
    }
}

fn outcome(status: Option<http::StatusCode>, error_type: Option<&str>) -> String {
    let status = status.map(|status| status.as_str().to_owned());
    format!("{} {}", status.as_deref().unwrap_or("-"), error_type.unwrap_or("ok"))
}

impl Observer for Log {
    fn attempt(&self, report: &AttemptReport<'_>) {
        let outcome = outcome(report.status(), report.error_type());
        self.push(format!("attempt {} of {}: {outcome}", report.number(), report.method_id()));
        assert_eq!(report.error().is_some(), report.error_type().is_some_and(|kind| kind != "canceled"));
    }

    fn call(&self, report: &CallReport<'_>) {
        let outcome = outcome(report.status(), report.error_type());
        let counts = format!("{} attempts, {} resends", report.attempts(), report.resends());
        self.push(format!("{} {}: {outcome}, {counts}", report.http_method(), report.url_template()));
        assert_eq!((report.server_address(), report.server_port()), ("games.example", 443));
        assert_eq!(report.method().map_or("batch", MethodDescriptor::id), report.method_id());
    }
}

fn client(transport: impl Transport + 'static) -> (Log, Client) {
    let log = Log::default();
    let builder = ClientBuilder::new(API).transport(transport).observer(log.clone());
    (log, builder.build().expect("a client"))
}

fn get<R>(client: &Client) -> Call<R> {
    Call::new(client, &GET).path_text("room", "SECRET")
}

#[tokio::test]
async fn each_attempt_and_each_call_is_reported() {
    let transport = MemoryTransport::new()
        .answer(503, "")
        .fail_to_send(TransportError::transient("connection reset"))
        .answer(200, "{}")
        .answer(404, "");
    let (log, client) = client(transport);
    get::<Json>(&client).send().await.expect("a room");
    assert_eq!(
        log.take(),
        [
            "attempt 1 of games.rooms.get: 503 503",
            "attempt 2 of games.rooms.get: - transport",
            "attempt 3 of games.rooms.get: 200 ok",
            "GET /v1/rooms/{room}: 200 ok, 3 attempts, 2 resends",
        ]
    );
    get::<Json>(&client).send().await.expect_err("a 404");
    assert_eq!(
        log.take(),
        ["attempt 1 of games.rooms.get: 404 404", "GET /v1/rooms/{room}: 404 404, 1 attempts, 0 resends"]
    );
}

#[tokio::test]
async fn a_response_that_cannot_be_decoded_is_a_failed_call() {
    let (log, client) = client(MemoryTransport::new().answer(200, "[]"));
    get::<Run>(&client).send().await.expect_err("an array");
    assert_eq!(
        log.take(),
        ["attempt 1 of games.rooms.get: 200 ok", "GET /v1/rooms/{room}: 200 decode, 1 attempts, 0 resends"]
    );
}

#[tokio::test]
async fn requests_that_cannot_be_built_are_not_reported() {
    let (log, client) = client(MemoryTransport::new());
    get::<Json>(&client).header("a b", "c").send().await.expect_err("an invalid header");
    assert_eq!(log.take(), [""; 0]);
}

#[tokio::test]
async fn an_upload_is_one_call() {
    let session = Response::builder().header("location", "https://games.example/session").body(Bytes::new());
    let progress = || Response::builder().status(308).header("range", "bytes=0-262143").body(Bytes::new());
    let transport = MemoryTransport::new()
        .respond(session.expect("a response"))
        .respond(progress().expect("a response"))
        .answer(503, "")
        .respond(progress().expect("a response"))
        .answer(200, "{}");
    let (log, client) = client(transport);
    let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, Body::from(vec![0; 300 << 10]));
    upload.resumable(true).chunk_size(256 << 10).send().await.expect("a room");
    assert_eq!(
        log.take(),
        [
            "attempt 1 of games.rooms.insert: 200 ok",
            "attempt 1 of games.rooms.insert: 308 ok",
            "attempt 1 of games.rooms.insert: 503 503",
            "attempt 2 of games.rooms.insert: 308 ok",
            "attempt 1 of games.rooms.insert: 200 ok",
            "POST /upload/v1/rooms: 200 ok, 5 attempts, 1 resends",
        ]
    );
}

#[tokio::test]
async fn downloads_streams_and_pages_are_reported() {
    let page = r#"{"nextPageToken":"a"}"#;
    let transport = MemoryTransport::new().answer(200, "media").answer(200, "[1]").answer(200, page).answer(200, "{}");
    let (log, client) = client(transport);
    get::<Json>(&client).download().bytes().await.expect("media");
    get::<Json>(&client).stream().collect().await.expect("messages");
    let mut pages = Call::<Json>::new(&client, &LIST).pages(PageToken::Query);
    while pages.next().await.transpose().expect("a page").is_some() {}
    let get = ["attempt 1 of games.rooms.get: 200 ok", "GET /v1/rooms/{room}: 200 ok, 1 attempts, 0 resends"];
    let list = ["attempt 1 of games.rooms.list: 200 ok", "GET /v1/rooms: 200 ok, 1 attempts, 0 resends"];
    assert_eq!(log.take(), [get, get, list, list].concat());
}

#[tokio::test]
async fn polls_are_reported_as_calls_of_their_method() {
    let done = r#"{"name":"runs/r","done":true,"response":{}}"#;
    let (log, client) = client(MemoryTransport::new().answer(200, r#"{"name":"runs/r"}"#).answer(200, done));
    Start(Call::new(&client, &INSERT)).operation().await.expect("a result");
    assert_eq!(
        log.take(),
        [
            "attempt 1 of games.rooms.insert: 200 ok",
            "POST /v1/rooms: 200 ok, 1 attempts, 0 resends",
            "attempt 1 of games.runs.get: 200 ok",
            "GET /v1/v1/{+name}: 200 ok, 1 attempts, 0 resends",
        ]
    );
}

#[tokio::test]
async fn a_batch_is_one_call_without_a_method() {
    let (log, client) = client(MemoryTransport::new().answer(503, "").answer(403, ""));
    let mut batch = Batch::new();
    let _ = batch.add(get::<Json>(&client));
    batch.send().await.expect_err("a 403");
    assert_eq!(
        log.take(),
        [
            "attempt 1 of batch: 503 503",
            "attempt 2 of batch: 403 403",
            "POST /batch/v1: 403 403, 2 attempts, 1 resends"
        ]
    );
}

/// Never responds.
#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(std::future::pending())
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_dropped_call_is_reported_as_canceled() {
    let (log, client) = client(Silent);
    {
        let mut sending = pin!(get::<Json>(&client).send());
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(sending.as_mut().poll(&mut context), Poll::Pending));
        assert_eq!(log.take(), [""; 0]);
    }
    let mut lines = log.take();
    lines.sort();
    assert_eq!(
        lines,
        ["GET /v1/rooms/{room}: - canceled, 1 attempts, 0 resends", "attempt 1 of games.rooms.get: - canceled"]
    );
}

#[tokio::test]
async fn several_observers_receive_the_reports() {
    let (first, second) = (Log::default(), Log::default());
    let shared: Arc<dyn Observer> = Arc::new(second.clone());
    let builder = ClientBuilder::<Client>::new(API).transport(MemoryTransport::new().answer(200, "{}"));
    let client = builder.observer(first.clone()).observer(shared).build().expect("a client");
    get::<Json>(&client).send().await.expect("a room");
    let lines = first.take();
    assert_eq!((lines.len(), lines), (2, second.take()));
}

/// A transport that sends three parts of an upload at the same time.
#[derive(Debug)]
struct Overlapping(MemoryTransport, Barrier);

impl Transport for Overlapping {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.method() == http::Method::PUT {
                self.1.wait().await;
            }
            self.0.send(request).await
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.0.alarm(after)
    }
}

async fn upload_in_parts<R: Wire + Send + 'static>(client: &Client) -> Result<R, Error> {
    let call = Call::<R>::new(client, &INSERT_OBJECT).path_text("bucket", "b").query_text("name", "n");
    call.upload(UPLOAD, vec![7; 30].into()).parts(3).part_size(10).send().await
}

#[tokio::test]
async fn requests_at_the_same_time_are_first_attempts() {
    let part = Response::builder().header("etag", "e").body(Bytes::new()).expect("a response");
    let transport = MemoryTransport::new().answer(200, "<UploadId>u</UploadId>");
    let transport = (0..3).fold(transport, |transport, _| transport.respond(part.clone()));
    let (log, client) = client(Overlapping(transport.answer(200, "<CompleteMultipartUploadResult/>"), Barrier::new(3)));
    upload_in_parts::<Json>(&client).await.expect("an object");
    let mut expected = vec!["attempt 1 of storage.objects.insert: 200 ok"; 5];
    expected.push("POST /v1/b/{bucket}/o: 200 ok, 5 attempts, 0 resends");
    assert_eq!(log.take(), expected);
}

#[tokio::test]
async fn uploads_in_parts_that_cannot_be_decoded_are_failed_calls() {
    let part = Response::builder().header("etag", "e").body(Bytes::new()).expect("a response");
    let transport = MemoryTransport::new().answer(200, "<UploadId>u</UploadId>");
    let transport = (0..3).fold(transport, |transport, _| transport.respond(part.clone()));
    let (log, client) = client(transport.answer(200, "<CompleteMultipartUploadResult/>"));
    let error = upload_in_parts::<Vec<String>>(&client).await.expect_err("an object");
    assert_eq!((error.method_id(), error.attempts()), (Some("storage.objects.insert"), 1));
    let report = log.take().pop();
    assert_eq!(report.as_deref(), Some("POST /v1/b/{bucket}/o: 200 decode, 5 attempts, 0 resends"));
}
