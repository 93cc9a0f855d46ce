//! Spans and events of calls.

#![allow(clippy::expect_used, reason = "allowed in tests")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Batch, Bearer, Body, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport,
    MethodDescriptor, NoRetry, TransportError, UnknownFields,
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

/// A subscriber that records spans and events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Records>>);

#[derive(Default)]
struct Records {
    spans: Vec<Fields>,
    /// Events with the id of the span in which they occurred.
    events: Vec<(Option<u64>, Fields)>,
    /// The ids of the spans that are entered.
    entered: Vec<u64>,
}

struct FieldVisitor<'a>(&'a mut Fields);

impl Visit for FieldVisitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = self.0.entry(field.name()).or_default();
        write!(text, "{value:?}").expect("formatting does not fail");
    }
}

impl Log {
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().expect("no poisoned lock")
    }

    /// Returns one line per span, each followed by its events; durations are without a value.
    fn lines(&self) -> Vec<String> {
        let records = self.records();
        let line = |fields: &Fields| {
            let fields = fields.iter().map(|(name, value)| match *name {
                "delay_ms" | "duration_ms" => (*name).to_owned(),
                name => format!("{name}={value}"),
            });
            fields.collect::<Vec<_>>().join(" ")
        };
        let span_lines = |(id, fields): (u64, &Fields)| {
            let events = records.events.iter().filter(move |(span, _)| *span == Some(id));
            std::iter::once(line(fields)).chain(events.map(|(_, fields)| format!("  {}", line(fields))))
        };
        assert!(records.events.iter().all(|(span, _)| span.is_some()), "events outside of spans");
        (1..).zip(&records.spans).flat_map(|span| span_lines(span).collect::<Vec<_>>()).collect()
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "discovery_runtime"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut records = self.records();
        let mut fields = Fields::new();
        attributes.record(&mut FieldVisitor(&mut fields));
        records.spans.push(fields);
        Id::from_u64(records.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64() - 1).expect("a small id");
        values.record(&mut FieldVisitor(self.records().spans.get_mut(index).expect("a span")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::from([("level", event.metadata().level().to_string())]);
        event.record(&mut FieldVisitor(&mut fields));
        let mut records = self.records();
        let span = records.entered.last().copied();
        records.events.push((span, fields));
    }

    fn enter(&self, span: &Id) {
        self.records().entered.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.records().entered.pop();
    }
}

fn client(transport: &MemoryTransport) -> Client {
    let builder = ClientBuilder::new(API).transport(transport.clone());
    builder.credentials(Bearer::new("SECRET-TOKEN")).api_key("SECRET-KEY").build().expect("a client")
}

const CALL_SPAN: &str = "http.request.method=\"GET\" http.request.resend_count=1 http.response.status_code=200 \
                    otel.kind=\"client\" rpc.method=\"games.rooms.get\" server.address=\"www.googleapis.com\" \
                    server.port=443 url.template=\"/games/v1/rooms/{roomId}\"";

#[tokio::test]
async fn reports_calls_as_spans_and_attempts_as_events() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let transport = MemoryTransport::new().answer(503, "SECRET-ERROR").answer(200, r#"{"a":"SECRET-ANSWER"}"#);
    let call = Call::<Json>::new(&client(&transport), &GET).path_text("roomId", "SECRET-PATH");
    call.query_text("q", "SECRET-QUERY").header("x-mine", "SECRET-HEADER").send().await.unwrap();
    assert_eq!(
        log.lines(),
        [
            CALL_SPAN,
            "  duration_ms error.type=\"503\" http.request.resend_count=0 http.response.status_code=503 level=DEBUG message=attempt",
            "  delay_ms error.type=\"503\" http.request.resend_count=1 http.response.status_code=503 level=INFO message=retry \
               rpc.method=\"games.rooms.get\" server.address=\"www.googleapis.com\"",
            "  duration_ms http.request.resend_count=1 http.response.status_code=200 level=DEBUG message=attempt",
            "  duration_ms http.request.resend_count=1 http.response.status_code=200 level=DEBUG message=call",
        ]
    );
}

#[tokio::test]
async fn warns_about_calls_that_fail() {
    let transport = MemoryTransport::new()
        .answer(503, "")
        .answer(404, "")
        .fail_to_send(TransportError::timed_out("too slow"))
        .answer(200, "<html>")
        .answer(304, "");
    let client = client(&transport);
    let call = || Call::<Json>::new(&client, &GET).path_text("roomId", "7");
    for (retried, error_type, resends) in [(true, "404", "1"), (true, "decode", "1")] {
        let log = Log::default();
        let _guard = tracing::subscriber::set_default(log.clone());
        call().send().await.unwrap_err();
        let records = log.records();
        let of_level = |level: &str| {
            let events = records.events.iter().filter(|(_, event)| event["level"] == level);
            events.map(|(_, event)| event).collect::<Vec<_>>()
        };
        let warnings = of_level("WARN");
        assert_eq!((warnings.len(), of_level("INFO").len()), (1, usize::from(retried)));
        assert_eq!(warnings[0]["error.type"], format!("{error_type:?}"));
        assert_eq!(warnings[0]["http.request.resend_count"], resends);
        assert_eq!(warnings[0]["server.address"], "\"www.googleapis.com\"");
    }
    // The caller's copy is current: no failure.
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    call().if_none_match("\"e\"").send().await.unwrap_err();
    assert!(log.records().events.iter().all(|(_, event)| event["level"] == "DEBUG"));
}

#[tokio::test]
async fn reports_no_secrets() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let transport = MemoryTransport::new()
        .answer(400, r#"{"error":{"code":400,"message":"SECRET","errors":[{"reason":"SECRET"}]}}"#)
        .fail_to_send(TransportError::new("SECRET"))
        .answer(200, "SECRET");
    for _ in 0..3 {
        let call =
            Call::<Json>::new(&client(&transport), &PUT).path_text("roomId", "SECRET").query_text("key", "SECRET");
        call.header("x-mine", "SECRET").body(&json!({"a": "SECRET"})).send().await.unwrap_err();
    }
    let lines = log.lines().join("\n");
    assert!(transport.requests().iter().all(|request| request.uri().to_string().contains("SECRET")));
    assert!(!lines.contains("SECRET"), "{lines}");
    let errors = lines.matches("error.type=\"400\"").count() + lines.matches("error.type=\"transport\"").count();
    // Each of these calls fails, as does its attempt; the span repeats the error of the call.
    assert_eq!((errors, log.records().spans.len()), (6, 3), "{lines}");
}

#[tokio::test]
async fn reports_resumable_upload_as_one_call() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let created = Response::builder().header("location", "https://www.googleapis.com/SECRET").body(Bytes::new());
    let progress = Response::builder().status(308).header("range", "bytes=0-262143").body(Bytes::new());
    let transport = MemoryTransport::new().respond(created.unwrap()).respond(progress.unwrap()).answer(200, "{}");
    let upload = Call::<Json>::new(&client(&transport), &POST)
        .upload(UploadDescriptor::both("/upload/games/v1/rooms"), Body::from(vec![0; 300 << 10]));
    upload.resumable(true).chunk_size(256 << 10).send().await.unwrap();
    let lines = log.lines();
    assert!(lines[0].contains("games.rooms.insert") && lines[0].contains("resend_count=0"), "{lines:#?}");
    assert!(lines[0].contains("url.template=\"/upload/games/v1/rooms\""), "{lines:#?}");
    assert!(lines[2].contains("=308 level=DEBUG message=attempt") && !lines[2].contains("error"), "{lines:#?}");
    assert_eq!((log.records().spans.len(), lines.len()), (1, 5), "{lines:#?}");
    assert!(!lines.join("").contains("SECRET"), "{lines:#?}");
}

#[tokio::test]
async fn reports_downloads_and_batches_as_one_call_each() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let transport = MemoryTransport::new().answer(200, "bytes").answer(500, "");
    let client = client(&transport);
    let call = || Call::<Json>::new(&client, &GET).path_text("roomId", "7");
    call().download().bytes().await.unwrap();
    let mut batch = Batch::new();
    let _ = batch.add(call());
    batch.retry(NoRetry).send().await.unwrap_err();
    let lines = log.lines();
    assert_eq!(log.records().spans.len(), 2, "{lines:#?}");
    assert!(lines[3].contains("url.template=\"/batch/games/v1\"") && lines[3].contains("\"500\""), "{lines:#?}");
}

#[test]
fn traced_transfers_are_send() {
    fn assert_send<T: Send>(_: &T) {}
    let client = client(&MemoryTransport::new());
    assert_send(&Call::<Json>::new(&client, &GET).download().bytes());
    assert_send(&Call::<Json>::new(&client, &GET).upload(UploadDescriptor::simple("/u"), Body::from("x")).send());
}

#[tokio::test]
async fn reports_fields_whose_value_did_not_fit_without_the_value() {
    #[derive(Clone)]
    struct Room {
        open: Option<bool>,
        unknown_fields: UnknownFields,
    }
    discovery_runtime::message! { Room { "open" => open } }

    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let transport = MemoryTransport::new().answer(200, r#"{"open":"SECRET"}"#);
    let client: Client = ClientBuilder::new(API).transport(transport).keep_mismatched(true).build().expect("a client");
    let room = Call::<Room>::new(&client, &GET).path("roomId", "a".to_owned()).send().await.expect("a room");
    assert_eq!(room.open, None);
    let records = log.records();
    let (_, event) = records.events.iter().find(|(_, event)| event.contains_key("field")).expect("an event");
    assert_eq!((event["field"].as_str(), event["rpc.method"].as_str()), ("\"open\"", "\"games.rooms.get\""));
    assert!(records.events.iter().all(|(_, fields)| fields.values().all(|value| !value.contains("SECRET"))));
}
