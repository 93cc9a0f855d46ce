//! What a subscriber is told of calls.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Batch, Bearer, Body, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
    TransportError,
};
use http::Response;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_batch_path("batch/games/v1");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const PUT: MethodDescriptor = MethodDescriptor::new("games.rooms.set", "PUT", "rooms/{roomId}");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.insert", "POST", "rooms");

type Fields = BTreeMap<&'static str, String>;

/// Remembers all that it is told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    spans: Vec<Fields>,
    /// With the number of the span that they are in.
    events: Vec<(Option<u64>, Fields)>,
    within: Vec<u64>,
}

struct Reading<'a>(&'a mut Fields);

impl Visit for Reading<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = self.0.entry(field.name()).or_default();
        write!(text, "{value:?}").expect("a text");
    }
}

impl Log {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().expect("a lock")
    }

    /// The spans, and the events of each, as lines; durations are but named.
    fn lines(&self) -> Vec<String> {
        let told = self.told();
        let line = |fields: &Fields| {
            let shown = fields.iter().map(|(name, value)| match *name {
                "duration_ms" => (*name).to_owned(),
                name => format!("{name}={value}"),
            });
            shown.collect::<Vec<_>>().join(" ")
        };
        let span = |(number, fields): (u64, &Fields)| {
            let events = told.events.iter().filter(move |(within, _)| *within == Some(number));
            std::iter::once(line(fields)).chain(events.map(|(_, fields)| format!("  {}", line(fields))))
        };
        assert!(told.events.iter().all(|(within, _)| within.is_some()), "events outside of spans");
        (1..).zip(&told.spans).flat_map(|both| span(both).collect::<Vec<_>>()).collect()
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "discovery_runtime"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut told = self.told();
        let mut fields = Fields::new();
        attributes.record(&mut Reading(&mut fields));
        told.spans.push(fields);
        Id::from_u64(told.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64() - 1).expect("a number");
        values.record(&mut Reading(self.told().spans.get_mut(index).expect("a span")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Reading(&mut fields));
        let mut told = self.told();
        let within = told.within.last().copied();
        told.events.push((within, fields));
    }

    fn enter(&self, span: &Id) {
        self.told().within.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.told().within.pop();
    }
}

fn client(world: &MemoryTransport) -> Client {
    let builder = ClientBuilder::new(API).transport(world.clone());
    builder.credentials(Bearer::new("SECRET-TOKEN")).api_key("SECRET-KEY").build().expect("a client")
}

const ROOM: &str = "http.request.method=\"GET\" http.request.resend_count=1 http.response.status_code=200 \
                    otel.kind=\"client\" rpc.method=\"games.rooms.get\" url.template=\"rooms/{roomId}\"";

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let world = MemoryTransport::new().answer(503, "SECRET-ERROR").answer(200, r#"{"a":"SECRET-ANSWER"}"#);
    let call = Call::<Json>::new(&client(&world), &GET).path_text("roomId", "SECRET-PATH");
    call.query_text("q", "SECRET-QUERY").header("x-mine", "SECRET-HEADER").send().await.unwrap();
    assert_eq!(
        log.lines(),
        [
            ROOM,
            "  duration_ms error.type=\"503\" http.request.resend_count=0 http.response.status_code=503 message=attempt",
            "  duration_ms http.request.resend_count=1 http.response.status_code=200 message=attempt",
            "  duration_ms http.request.resend_count=1 http.response.status_code=200 message=call",
        ]
    );
}

#[tokio::test]
async fn nothing_secret_is_told() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let world = MemoryTransport::new()
        .answer(400, r#"{"error":{"code":400,"message":"SECRET","errors":[{"reason":"SECRET"}]}}"#)
        .fail(TransportError::new("SECRET"))
        .answer(200, "SECRET");
    for _ in 0..3 {
        let call = Call::<Json>::new(&client(&world), &PUT).path_text("roomId", "SECRET").query_text("key", "SECRET");
        call.header("x-mine", "SECRET").body(&json!({"a": "SECRET"})).send().await.unwrap_err();
    }
    let lines = log.lines().join("\n");
    assert!(world.requests().iter().all(|request| request.uri().to_string().contains("SECRET")));
    assert!(!lines.contains("SECRET"), "{lines}");
    let kinds = lines.matches("error.type=\"400\"").count() + lines.matches("error.type=\"transport\"").count();
    assert_eq!((kinds, log.told().spans.len()), (6, 3), "{lines}");
}

#[tokio::test]
async fn an_upload_in_a_session_is_one_call() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let begun = Response::builder().header("location", "https://www.googleapis.com/SECRET").body(Bytes::new());
    let more = Response::builder().status(308).header("range", "bytes=0-262143").body(Bytes::new());
    let world = MemoryTransport::new().respond(begun.unwrap()).respond(more.unwrap()).answer(200, "{}");
    let upload = Call::<Json>::new(&client(&world), &POST)
        .upload(UploadDescriptor::both("/upload/games/v1/rooms"), Body::from(vec![0; 300 << 10]));
    upload.resumable(true).chunk_size(256 << 10).send().await.unwrap();
    let lines = log.lines();
    assert!(lines[0].contains("games.rooms.insert") && lines[0].contains("resend_count=2"), "{lines:#?}");
    assert!(lines[2].contains("=308 message=attempt") && !lines[2].contains("error"), "{lines:#?}");
    assert_eq!((log.told().spans.len(), lines.len()), (1, 5), "{lines:#?}");
    assert!(!lines.join("").contains("SECRET"), "{lines:#?}");
}

#[tokio::test]
async fn a_download_is_one_call_and_a_batch_another() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let world = MemoryTransport::new().answer(200, "bytes").answer(500, "");
    let client = client(&world);
    let call = || Call::<Json>::new(&client, &GET).path_text("roomId", "7");
    call().download().bytes().await.unwrap();
    let mut batch = Batch::new();
    let _ = batch.add(call());
    batch.retry(discovery_runtime::NoRetry).send().await.unwrap_err();
    let lines = log.lines();
    assert_eq!(log.told().spans.len(), 2, "{lines:#?}");
    assert!(lines[3].contains("url.template=\"batch/games/v1\"") && lines[3].contains("\"500\""), "{lines:#?}");
}

#[test]
fn a_call_can_go_to_another_thread() {
    fn goes<T: Send>(_: &T) {}
    let client = client(&MemoryTransport::new());
    goes(&Call::<Json>::new(&client, &GET).download().bytes());
    goes(&Call::<Json>::new(&client, &GET).upload(UploadDescriptor::simple("/u"), Body::from("x")).send());
}
