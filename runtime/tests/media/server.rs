//! A server that keeps sessions and one object.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{Backoff, Bearer, Body, BoxFuture, Client, ClientBuilder, Transport, TransportError};
use futures_core::Stream;
use http::{Request, Response};

use crate::API;

/// What a server keeps, and what goes wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Storage {
    shared: Arc<Mutex<State>>,
    /// One request in so many fails; 0 for none.
    faults: u32,
}

#[derive(Debug)]
struct State {
    rng: fastrand::Rng,
    sessions: BTreeMap<u64, Vec<u8>>,
    object: Vec<u8>,
    tokens_seen_by_sessions: usize,
}

impl Storage {
    pub(crate) fn new(seed: u64, faults: u32) -> Self {
        let state = State {
            rng: fastrand::Rng::with_seed(seed),
            sessions: BTreeMap::new(),
            object: Vec::new(),
            tokens_seen_by_sessions: 0,
        };
        Self { shared: Arc::new(Mutex::new(state)), faults }
    }

    pub(crate) fn client(&self) -> Client {
        let patient = Backoff::default().attempts(12).total(Duration::MAX);
        let builder = ClientBuilder::new(API).transport(self.clone()).credentials(Bearer::new("T")).retry(patient);
        builder.build().expect("a client")
    }

    pub(crate) fn object(&self) -> Vec<u8> {
        self.shared.lock().expect("nobody panics").object.clone()
    }

    pub(crate) fn keep(&self, object: Vec<u8>) {
        self.shared.lock().expect("nobody panics").object = object;
    }

    pub(crate) fn tokens_seen_by_sessions(&self) -> usize {
        self.shared.lock().expect("nobody panics").tokens_seen_by_sessions
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Result<Response<Body>, TransportError> {
        let mut state = self.shared.lock().expect("nobody panics");
        let fault = if self.faults > 0 && state.rng.u32(..self.faults) == 0 { state.rng.u8(1..=4) } else { 0 };
        match fault {
            1 => return Err(TransportError::transient("refused")),
            2 => return Ok(Response::builder().status(503).body(Body::default()).expect("a response")),
            _ => {}
        }
        let response = state.handle(request, fault == 3);
        // The server has done it, and nobody hears of it.
        if fault == 4 { Err(TransportError::transient("reset")) } else { Ok(response) }
    }
}

impl State {
    fn handle(&mut self, request: &Request<Vec<u8>>, partly: bool) -> Response<Body> {
        let query = request.uri().query().unwrap_or("");
        if let Some(id) = query.strip_prefix("session=") {
            return self.session(id.parse().expect("a session"), request, partly);
        }
        if query.contains("uploadType=resumable") {
            let id = self.rng.u64(..);
            self.sessions.insert(id, Vec::new());
            let location = format!("https://storage.example/go-on?session={id}");
            return Response::builder().header("location", location).body(Body::default()).expect("a response");
        }
        assert_eq!(request.method(), "GET");
        self.download(request, partly)
    }

    fn session(&mut self, id: u64, request: &Request<Vec<u8>>, partly: bool) -> Response<Body> {
        self.tokens_seen_by_sessions += usize::from(request.headers().contains_key("authorization"));
        let range = request.headers()["content-range"].to_str().expect("text").to_owned();
        let (place, total) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')).expect("a range");
        let kept = self.sessions.get_mut(&id).expect("a session");
        let body = request.body();
        if let Some((first, last)) = place.split_once('-') {
            let (first, last): (usize, usize) = (first.parse().expect("a number"), last.parse().expect("a number"));
            assert_eq!(last - first + 1, body.len());
            assert!(first <= kept.len(), "a gap from {} to {first}", kept.len());
            let take = if partly { self.rng.usize(..=body.len()) } else { body.len() };
            if first + take > kept.len() {
                let known = kept.len() - first;
                kept.extend_from_slice(&body[known..take]);
            }
        }
        if total.parse() == Ok(kept.len()) {
            self.object.clone_from(kept);
            let size = kept.len();
            return Response::new(Body::from(format!(r#"{{"size":"{size}"}}"#).into_bytes()));
        }
        let response = Response::builder().status(308);
        let response =
            if kept.is_empty() { response } else { response.header("range", format!("bytes=0-{}", kept.len() - 1)) };
        response.body(Body::default()).expect("a response")
    }

    fn download(&mut self, request: &Request<Vec<u8>>, partly: bool) -> Response<Body> {
        let all = Bytes::from(self.object.clone());
        let sum = base64(&crc32c::crc32c(&all).to_be_bytes());
        let response =
            Response::builder().header("x-goog-generation", "7").header("x-goog-hash", format!("crc32c={sum}"));
        let (response, bytes) = match request.headers().get("range") {
            None => (response, all.clone()),
            Some(range) => {
                let range = range.to_str().expect("text").strip_prefix("bytes=").expect("bytes");
                let (first, last) = range.split_once('-').expect("a range");
                let first: usize = first.parse().expect("a number");
                let end = last.parse::<usize>().map_or(all.len(), |last| (last + 1).min(all.len()));
                let range = format!("bytes {first}-{}/{}", end - 1, all.len());
                (response.status(206).header("content-range", range), all.slice(first..end))
            }
        };
        let length = bytes.len();
        let cut = if partly { self.rng.usize(..=length) } else { length };
        let breaks = if self.rng.bool() { None } else { Some(TransportError::transient("cut")) };
        let pieces = Pieces {
            bytes: bytes.slice(..cut),
            size: self.rng.usize(1..5000),
            breaks: breaks.filter(|_| cut < length),
        };
        response.body(Body::stream(pieces, Some(length as u64))).expect("a response")
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

impl Transport for Storage {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            self.answer(&Request::from_parts(parts, body))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// A body in pieces that may break.
pub(crate) struct Pieces {
    pub(crate) bytes: Bytes,
    pub(crate) size: usize,
    pub(crate) breaks: Option<TransportError>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let size = self.size.min(self.bytes.len());
        std::task::Poll::Ready(match size {
            0 => self.breaks.take().map(Err),
            _ => Some(Ok(self.bytes.split_to(size))),
        })
    }
}

pub(crate) fn pieces(bytes: &Bytes, size: usize, length: Option<u64>) -> Body {
    Body::stream(Pieces { bytes: bytes.clone(), size, breaks: None }, length)
}

pub(crate) fn bytes(rng: &mut fastrand::Rng, size: usize) -> Bytes {
    std::iter::repeat_with(|| rng.u8(..)).take(size).collect()
}
