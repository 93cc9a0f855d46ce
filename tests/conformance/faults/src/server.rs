//! Cloud Storage in memory: simple, multipart and resumable uploads, and downloads with ranges and
//! checksums, following Google's protocol.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{self, Query, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

type QueryParameters = BTreeMap<String, String>;

/// A running server.
#[derive(Clone, Default)]
pub struct Server {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Bytes>,
    sessions: BTreeMap<String, Session>,
    /// Requests that violate the protocol.
    violations: Vec<String>,
}

struct Session {
    name: String,
    received: Vec<u8>,
    complete: bool,
    /// Determines which chunks are stored only partially.
    random: fastrand::Rng,
}

/// A chunk that is stored only partially ends at a multiple of this, as on Google's servers.
const UNIT: usize = 256 << 10;

impl Server {
    pub async fn start() -> io::Result<(Self, SocketAddr)> {
        let server = Self::default();
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(handle).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((server, address))
    }

    pub fn put(&self, name: &str, bytes: Bytes) {
        self.state().objects.insert(name.to_owned(), bytes);
    }

    pub fn take(&self, name: &str) -> Option<Bytes> {
        self.state().objects.remove(name)
    }

    /// Returns the requests that violated the protocol.
    pub fn violations(&self) -> Vec<String> {
        self.state().violations.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reject(&self, what: String) -> Response {
        self.state().violations.push(what.clone());
        respond(StatusCode::BAD_REQUEST).body(Body::from(what)).unwrap_or_default()
    }
}

/// Starts a response that closes the connection, so that the mapping of requests to connections,
/// and thus to faults, is deterministic.
fn respond(status: StatusCode) -> axum::http::response::Builder {
    Response::builder().status(status).header(header::CONNECTION, "close")
}

async fn handle(
    extract::State(server): extract::State<Server>,
    Query(parameters): Query<QueryParameters>,
    request: Request,
) -> Response {
    let parameter = |name: &str| parameters.get(name).map(String::as_str).unwrap_or_default();
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    match (request.method(), parameter("uploadType"), parameter("upload_id")) {
        (&Method::PUT, _, id) if !id.is_empty() => continue_session(&server, id, &headers, request.into_body()).await,
        (&Method::POST, "resumable", _) => {
            let Ok(message) = axum::body::to_bytes(request.into_body(), UNIT).await else { return Response::default() };
            begin_session(&server, &headers, &path, name_in(&message))
        }
        (&Method::POST, "media", _) => match axum::body::to_bytes(request.into_body(), usize::MAX).await {
            Ok(bytes) => store(&server, parameter("name"), bytes),
            // The connection broke, so nothing receives a response.
            Err(_) => Response::default(),
        },
        (&Method::POST, "multipart", _) => match axum::body::to_bytes(request.into_body(), usize::MAX).await {
            Ok(bytes) => match split_multipart(&headers, &bytes) {
                Some((message, media)) => match parameter("name") {
                    "" => store(&server, &name_in(&message), media),
                    name => store(&server, name, media),
                },
                None => server.reject(format!("not multipart: {headers:?}")),
            },
            Err(_) => Response::default(),
        },
        (&Method::GET, ..) => {
            let name = path.rsplit_once('/').map(|(_, name)| name).unwrap_or_default();
            let object = server.state().objects.get(name).cloned();
            match object {
                Some(bytes) => download(&bytes, headers.get(header::RANGE).and_then(|range| range.to_str().ok())),
                None => respond(StatusCode::NOT_FOUND).body(Body::empty()).unwrap_or_default(),
            }
        }
        _ => server.reject(format!("{} {path} {parameters:?}", request.method())),
    }
}

/// Returns the value of `"name":"…"`. The names in this test contain no escapes.
fn name_in(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let after = message.split_once(r#""name":""#).map(|(_, after)| after);
    after.and_then(|after| after.split_once('"')).map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// Splits a multipart body into the message and the media.
fn split_multipart(headers: &HeaderMap, body: &Bytes) -> Option<(Bytes, Bytes)> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let boundary = format!("--{}", kind.strip_prefix("multipart/related; boundary=")?);
    let find = |from: usize, text: &[u8]| {
        body.get(from..)?.windows(text.len()).position(|bytes| bytes == text).map(|position| from + position)
    };
    let message = find(0, b"\r\n\r\n")? + 4;
    let between = find(message, boundary.as_bytes())?;
    let media = find(between, b"\r\n\r\n")? + 4;
    let end = body.len().checked_sub(boundary.len() + "\r\n--\r\n".len())?;
    Some((body.slice(message..between - 2), body.slice(media..end)))
}

fn begin_session(server: &Server, headers: &HeaderMap, path: &str, name: String) -> Response {
    let mut state = server.state();
    let id = format!("{}-{name}", state.sessions.len());
    // Derived from the name, so that it does not depend on the order of transfers.
    let seed = name.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let random = fastrand::Rng::with_seed(seed);
    state.sessions.insert(id.clone(), Session { name, received: Vec::new(), complete: false, random });
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let location = format!("http://{host}{path}?uploadType=resumable&upload_id={id}");
    respond(StatusCode::OK).header(header::LOCATION, location).body(Body::empty()).unwrap_or_default()
}

/// Handles a chunk or a progress query. Bytes that have arrived are stored even if the connection
/// breaks.
async fn continue_session(server: &Server, id: &str, headers: &HeaderMap, body: Body) -> Response {
    let range = headers.get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
    let Some((span, total)) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')) else {
        return server.reject(format!("invalid `Content-Range`: {range:?}"));
    };
    let total: Option<usize> = total.parse().ok();
    let first = span.split_once('-').and_then(|(first, _)| first.parse::<usize>().ok());
    if let Some(first) = first {
        let limit = {
            let mut state = server.state();
            let Some(session) = state.sessions.get_mut(id) else { return not_found() };
            if first > session.received.len() {
                let received = session.received.len();
                drop(state);
                return server.reject(format!("gap from {received} to {first}"));
            }
            // A server may store less than a chunk.
            if session.random.u8(..10) == 0 { session.received.len() / UNIT * UNIT + UNIT } else { usize::MAX }
        };
        store_chunk(server, id, first, limit, body).await;
    }
    let mut state = server.state();
    let Some(session) = state.sessions.get_mut(id) else { return not_found() };
    if total == Some(session.received.len()) || session.complete {
        session.complete = true;
        let (name, bytes) = (session.name.clone(), Bytes::from(session.received.clone()));
        drop(state);
        return store(server, &name, bytes);
    }
    let response = respond(StatusCode::PERMANENT_REDIRECT);
    let response = match session.received.len() {
        0 => response,
        received => response.header(header::RANGE, format!("bytes=0-{}", received - 1)),
    };
    response.body(Body::empty()).unwrap_or_default()
}

async fn store_chunk(server: &Server, id: &str, first: usize, limit: usize, body: Body) {
    let mut body = body.into_data_stream();
    let mut offset = first;
    while let Some(Ok(bytes)) = std::future::poll_fn(|context| {
        use futures_core::Stream;
        std::pin::Pin::new(&mut body).poll_next(context)
    })
    .await
    {
        let mut state = server.state();
        let Some(session) = state.sessions.get_mut(id) else { return };
        let duplicate = session.received.len().saturating_sub(offset).min(bytes.len());
        let room = limit.saturating_sub(session.received.len());
        session.received.extend(bytes.iter().skip(duplicate).take(room));
        offset += bytes.len();
    }
}

fn not_found() -> Response {
    respond(StatusCode::NOT_FOUND).body(Body::empty()).unwrap_or_default()
}

fn store(server: &Server, name: &str, bytes: Bytes) -> Response {
    let body = format!(r#"{{"name":"{name}","size":"{}","crc32c":"{}"}}"#, bytes.len(), checksum(&bytes));
    server.put(name, bytes);
    respond(StatusCode::OK).header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap_or_default()
}

/// Returns the CRC-32C checksum in the form used by objects and headers.
pub fn checksum(bytes: &[u8]) -> String {
    STANDARD.encode(crc32c::crc32c(bytes).to_be_bytes())
}

fn download(all: &Bytes, range: Option<&str>) -> Response {
    let response = |status| {
        let hash = format!("crc32c={},md5=AAAA", checksum(all));
        respond(status).header("x-goog-generation", "7").header("x-goog-hash", hash)
    };
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
        return response(StatusCode::OK).body(Body::from(all.clone())).unwrap_or_default();
    };
    let first: usize = first.parse().unwrap_or(usize::MAX);
    let end = last.parse().map_or(all.len(), |last: usize| last.saturating_add(1).min(all.len()));
    if first >= end {
        return response(StatusCode::RANGE_NOT_SATISFIABLE).body(Body::empty()).unwrap_or_default();
    }
    let range = format!("bytes {first}-{}/{}", end - 1, all.len());
    let response = response(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, range);
    response.body(Body::from(all.slice(first..end))).unwrap_or_default()
}
