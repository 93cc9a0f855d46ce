//! Responses that consist of several messages.

mod chunks;
mod errors;
mod forms;
#[cfg(feature = "rustls")]
mod loopback;
mod send;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use discovery_runtime::bytes::Bytes;
use discovery_runtime::streaming::ResponseStream;
use discovery_runtime::{
    ApiDescriptor, Body, BoxFuture, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor, Stream,
    Transport, TransportError, UnknownFields, call, http, message, stream,
};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const TAIL: MethodDescriptor = MethodDescriptor::new("notes.tail", "GET", "notes:tail");
const QUERY: MethodDescriptor = MethodDescriptor::new("notes.query", "POST", "notes:query");

#[derive(Clone)]
struct Note {
    id: Option<i32>,
    unknown_fields: UnknownFields,
}
message! { Note { "id" => id, } }

struct Tail(Call<Note>);
call! { Tail -> Note }
stream! { Tail -> Note, without_idle_timeout }

struct Query(Call<Note>);
call! { Query -> Note }
stream! { Query -> Note }

fn client(transport: impl Transport + 'static) -> Client {
    ClientBuilder::new(API).transport(transport).build().expect("a client")
}

fn tail(transport: impl Transport + 'static) -> Tail {
    Tail(Call::new(&client(transport), &TAIL))
}

fn query(transport: impl Transport + 'static) -> Query {
    Query(Call::new(&client(transport), &QUERY))
}

/// Returns the ids up to the end or the first error, which is `Err`.
async fn ids(mut stream: ResponseStream<Note>) -> (Vec<i32>, Result<(), String>) {
    let mut ids = Vec::new();
    while let Some(note) = stream.next().await {
        match note {
            Ok(note) => ids.push(note.id.unwrap_or(-1)),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error ends the stream");
                return (ids, Err(error.to_string()));
            }
        }
    }
    (ids, Ok(()))
}

/// A part of a response body.
#[derive(Clone, Debug)]
enum Part {
    Bytes(Vec<u8>),
    Broken,
}

/// A transport whose responses arrive in parts. Between two parts, the body is pending once.
#[derive(Clone, Debug, Default)]
struct Parts(Arc<Mutex<VecDeque<Vec<Part>>>>);

impl Parts {
    fn respond(self, parts: Vec<Part>) -> Self {
        self.0.lock().expect("not poisoned").push_back(parts);
        self
    }
}

impl Transport for Parts {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let next = self.0.lock().expect("not poisoned").pop_front();
        let response = next
            .map(|parts| http::Response::new(Body::stream(PartStream { parts: parts.into(), is_ready: false }, None)));
        Box::pin(std::future::ready(response.ok_or_else(|| TransportError::new("no response left"))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

struct PartStream {
    parts: VecDeque<Part>,
    is_ready: bool,
}

impl Stream for PartStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.parts.pop_front().map(|part| match part {
            Part::Bytes(bytes) => Ok(bytes.into()),
            Part::Broken => Err(TransportError::transient("connection reset")),
        }))
    }
}

fn memory(body: &str) -> MemoryTransport {
    MemoryTransport::new().answer(200, body)
}
