//! A server that stores one object and its resumable sessions, and that fails at random.

use std::collections::BTreeMap;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{Backoff, Bearer, Body, BoxFuture, Client, ClientBuilder, Transport, TransportError};
use futures_core::Stream;
use http::{Request, Response};

use super::API;

#[derive(Clone)]
pub(crate) struct FaultyServer {
    state: Arc<Mutex<State>>,
    /// One in this many requests fails; 0 is none.
    fault_interval: u32,
}

#[derive(Debug)]
struct State {
    rng: fastrand::Rng,
    sessions: BTreeMap<u64, Vec<u8>>,
    object: Vec<u8>,
    authorized_session_requests: usize,
}

/// A failure of one request.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    ConnectionRefused,
    Unavailable,
    /// Only a part of the body is received, or sent.
    Truncated,
    /// The request succeeds, but the client receives no response.
    ResponseLost,
}

impl FaultyServer {
    pub(crate) fn new(seed: u64, fault_interval: u32) -> Self {
        let state = State {
            rng: fastrand::Rng::with_seed(seed),
            sessions: BTreeMap::new(),
            object: Vec::new(),
            authorized_session_requests: 0,
        };
        Self { state: Arc::new(Mutex::new(state)), fault_interval }
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// Returns a builder of clients that retry often.
    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        let policy = Backoff::default().max_attempts(12).max_elapsed(Duration::MAX);
        ClientBuilder::new(API).transport(self.clone()).credentials(Bearer::new("T")).retry(policy)
    }

    pub(crate) fn object(&self) -> Vec<u8> {
        self.state().object.clone()
    }

    pub(crate) fn set_object(&self, object: Vec<u8>) {
        self.state().object = object;
    }

    pub(crate) fn authorized_session_requests(&self) -> usize {
        self.state().authorized_session_requests
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no poisoned lock")
    }

    fn respond(&self, request: &Request<Vec<u8>>) -> Result<Response<Body>, TransportError> {
        let mut state = self.state();
        let fault = if self.fault_interval > 0 && state.rng.u32(..self.fault_interval) == 0 {
            let faults = [Fault::ConnectionRefused, Fault::Unavailable, Fault::Truncated, Fault::ResponseLost];
            Some(faults[state.rng.usize(..faults.len())])
        } else {
            None
        };
        match fault {
            Some(Fault::ConnectionRefused) => return Err(TransportError::transient("connection refused")),
            Some(Fault::Unavailable) => {
                return Ok(Response::builder().status(503).body(Body::default()).expect("a valid response"));
            }
            _ => {}
        }
        let response = state.handle(request, fault == Some(Fault::Truncated));
        if fault == Some(Fault::ResponseLost) {
            return Err(TransportError::transient("connection reset"));
        }
        Ok(response)
    }
}

impl State {
    fn handle(&mut self, request: &Request<Vec<u8>>, truncated: bool) -> Response<Body> {
        let query = request.uri().query().unwrap_or("");
        if let Some(id) = query.strip_prefix("session=") {
            return self.upload_chunk(id.parse().expect("a session id"), request, truncated);
        }
        if query.contains("uploadType=resumable") {
            let id = self.rng.u64(..);
            self.sessions.insert(id, Vec::new());
            let location = format!("https://storage.example/resume?session={id}");
            return Response::builder().header("location", location).body(Body::default()).expect("a valid response");
        }
        assert_eq!(request.method(), "GET");
        self.download(request, truncated)
    }

    fn upload_chunk(&mut self, id: u64, request: &Request<Vec<u8>>, truncated: bool) -> Response<Body> {
        self.authorized_session_requests += usize::from(request.headers().contains_key("authorization"));
        let range = request.headers()["content-range"].to_str().expect("text").to_owned();
        let (range, total) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')).expect("a range");
        let received = self.sessions.get_mut(&id).expect("a session");
        let body = request.body();
        if let Some((first, last)) = range.split_once('-') {
            let (first, last): (usize, usize) = (first.parse().expect("a number"), last.parse().expect("a number"));
            assert_eq!(last - first + 1, body.len());
            assert!(first <= received.len(), "missing bytes from {} to {first}", received.len());
            let accepted = if truncated { self.rng.usize(..=body.len()) } else { body.len() };
            if first + accepted > received.len() {
                let duplicate = received.len() - first;
                received.extend_from_slice(&body[duplicate..accepted]);
            }
        }
        if total.parse() == Ok(received.len()) {
            self.object.clone_from(received);
            let size = received.len();
            return Response::new(Body::from(format!(r#"{{"size":"{size}"}}"#).into_bytes()));
        }
        let mut response = Response::builder().status(308);
        if !received.is_empty() {
            response = response.header("range", format!("bytes=0-{}", received.len() - 1));
        }
        response.body(Body::default()).expect("a valid response")
    }

    fn download(&mut self, request: &Request<Vec<u8>>, truncated: bool) -> Response<Body> {
        let all = Bytes::from(self.object.clone());
        let mut response = Response::builder().header("x-goog-generation", "7").header("x-goog-hash", hash(&all));
        let mut bytes = all.clone();
        if let Some(range) = requested_range(request, all.len()) {
            let content_range = format!("bytes {}-{}/{}", range.start, range.end - 1, all.len());
            response = response.status(206).header("content-range", content_range);
            bytes = all.slice(range);
        }
        let length = bytes.len();
        let sent = if truncated { self.rng.usize(..=length) } else { length };
        let resets = self.rng.bool() && sent < length;
        let body = Pieces {
            bytes: bytes.slice(..sent),
            size: self.rng.usize(1..5000),
            error: resets.then(|| TransportError::transient("connection reset")),
        };
        response.body(Body::stream(body, Some(length as u64))).expect("a valid response")
    }
}

/// Returns the requested bytes of media of this length.
pub(crate) fn requested_range(request: &Request<Vec<u8>>, length: usize) -> Option<Range<usize>> {
    let range = request.headers().get("range")?.to_str().expect("text");
    let (first, last) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')).expect("a byte range");
    let end = last.parse::<usize>().map_or(length, |last| (last + 1).min(length));
    Some(first.parse().expect("a number")..end)
}

/// Returns the CRC-32C of bytes as messages contain it.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(crc32c::crc32c(bytes).to_be_bytes())
}

/// Returns the header `x-goog-hash` of bytes.
pub(crate) fn hash(bytes: &[u8]) -> String {
    format!("crc32c={}", checksum(bytes))
}

impl Transport for FaultyServer {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            self.respond(&Request::from_parts(parts, body))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl std::fmt::Debug for FaultyServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FaultyServer").finish_non_exhaustive()
    }
}

/// A body in pieces of equal size that may end with an error.
pub(crate) struct Pieces {
    pub(crate) bytes: Bytes,
    pub(crate) size: usize,
    pub(crate) error: Option<TransportError>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.size.min(self.bytes.len());
        Poll::Ready(match size {
            0 => self.error.take().map(Err),
            _ => Some(Ok(self.bytes.split_to(size))),
        })
    }
}

pub(crate) fn pieces(bytes: &Bytes, size: usize, length: Option<u64>) -> Body {
    Body::stream(Pieces { bytes: bytes.clone(), size, error: None }, length)
}

pub(crate) fn random_bytes(rng: &mut fastrand::Rng, size: usize) -> Bytes {
    let mut bytes = vec![0; size];
    rng.fill(&mut bytes);
    bytes.into()
}
