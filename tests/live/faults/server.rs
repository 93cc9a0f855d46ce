//! An honest Cloud Storage in memory: uploads at once and in sessions, downloads with ranges and checksums, by Google's protocol.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

type Parameters = BTreeMap<String, String>;

#[derive(Clone, Default)]
pub struct Server {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    objects: BTreeMap<String, Bytes>,
    sessions: BTreeMap<String, Session>,
    /// What no client may do.
    complaints: Vec<String>,
}

struct Session {
    name: String,
    kept: Vec<u8>,
    done: bool,
    /// Whether it keeps all of a piece.
    moods: fastrand::Rng,
}

/// What a session keeps is a multiple of this, as with Google, if it does not keep all.
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
        self.shared().objects.insert(name.to_owned(), bytes);
    }

    pub fn take(&self, name: &str) -> Option<Bytes> {
        self.shared().objects.remove(name)
    }

    pub fn complaints(&self) -> Vec<String> {
        self.shared().complaints.clone()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn complain(&self, what: String) -> Response {
        self.shared().complaints.push(what.clone());
        answer(StatusCode::BAD_REQUEST).body(Body::from(what)).unwrap_or_default()
    }
}

/// One connection a request: which connection carries what is then no matter of chance.
fn answer(status: StatusCode) -> axum::http::response::Builder {
    Response::builder().status(status).header(header::CONNECTION, "close")
}

async fn handle(State(server): State<Server>, Query(parameters): Query<Parameters>, request: Request) -> Response {
    let parameter = |name: &str| parameters.get(name).map(String::as_str).unwrap_or_default();
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    match (request.method(), parameter("uploadType"), parameter("upload_id")) {
        (&Method::PUT, _, id) if !id.is_empty() => session(&server, id, &headers, request.into_body()).await,
        (&Method::POST, "resumable", _) => {
            let Ok(message) = axum::body::to_bytes(request.into_body(), UNIT).await else { return Response::default() };
            begin(&server, &headers, &path, name_in(&message))
        }
        (&Method::POST, "media", _) => match axum::body::to_bytes(request.into_body(), usize::MAX).await {
            Ok(bytes) => stored(&server, parameter("name"), bytes),
            // It broke off; nobody is there to be answered.
            Err(_) => Response::default(),
        },
        (&Method::POST, "multipart", _) => match axum::body::to_bytes(request.into_body(), usize::MAX).await {
            Ok(bytes) => match parts(&headers, &bytes) {
                Some((message, media)) => match parameter("name") {
                    "" => stored(&server, &name_in(&message), media),
                    name => stored(&server, name, media),
                },
                None => server.complain(format!("not multipart: {headers:?}")),
            },
            Err(_) => Response::default(),
        },
        (&Method::GET, ..) => {
            let name = path.rsplit_once('/').map(|(_, name)| name).unwrap_or_default();
            let object = server.shared().objects.get(name).cloned();
            match object {
                Some(bytes) => download(&bytes, headers.get(header::RANGE).and_then(|range| range.to_str().ok())),
                None => answer(StatusCode::NOT_FOUND).body(Body::empty()).unwrap_or_default(),
            }
        }
        _ => server.complain(format!("{} {path} {parameters:?}", request.method())),
    }
}

/// The value of `"name":"…"`; names of this test have nothing to be unescaped.
fn name_in(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let after = message.split_once(r#""name":""#).map(|(_, after)| after);
    after.and_then(|after| after.split_once('"')).map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// The message and the media.
fn parts(headers: &HeaderMap, body: &Bytes) -> Option<(Bytes, Bytes)> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let boundary = format!("--{}", kind.strip_prefix("multipart/related; boundary=")?);
    let find = |from: usize, text: &[u8]| {
        body.get(from..)?.windows(text.len()).position(|bytes| bytes == text).map(|place| from + place)
    };
    let message = find(0, b"\r\n\r\n")? + 4;
    let between = find(message, boundary.as_bytes())?;
    let media = find(between, b"\r\n\r\n")? + 4;
    let end = body.len().checked_sub(boundary.len() + "\r\n--\r\n".len())?;
    Some((body.slice(message..between - 2), body.slice(media..end)))
}

fn begin(server: &Server, headers: &HeaderMap, path: &str, name: String) -> Response {
    let mut shared = server.shared();
    let id = format!("{}-{name}", shared.sessions.len());
    // One that the seed of the run decides, whatever happens to other transfers.
    let seed = name.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let moods = fastrand::Rng::with_seed(seed);
    shared.sessions.insert(id.clone(), Session { name, kept: Vec::new(), done: false, moods });
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let location = format!("http://{host}{path}?uploadType=resumable&upload_id={id}");
    answer(StatusCode::OK).header(header::LOCATION, location).body(Body::empty()).unwrap_or_default()
}

/// A piece of a session, or a question about it. What has arrived is kept, whether all of it arrives or not.
async fn session(server: &Server, id: &str, headers: &HeaderMap, body: Body) -> Response {
    let range = headers.get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
    let Some((place, total)) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')) else {
        return server.complain(format!("no `Content-Range`: {range:?}"));
    };
    let total: Option<usize> = total.parse().ok();
    let first = place.split_once('-').and_then(|(first, _)| first.parse::<usize>().ok());
    if let Some(first) = first {
        let limit = {
            let mut shared = server.shared();
            let Some(session) = shared.sessions.get_mut(id) else { return gone() };
            if first > session.kept.len() {
                let kept = session.kept.len();
                drop(shared);
                return server.complain(format!("a gap from {kept} to {first}"));
            }
            // It may keep less than it was sent.
            if session.moods.u8(..10) == 0 { session.kept.len() / UNIT * UNIT + UNIT } else { usize::MAX }
        };
        keep(server, id, first, limit, body).await;
    }
    let mut shared = server.shared();
    let Some(session) = shared.sessions.get_mut(id) else { return gone() };
    if total == Some(session.kept.len()) || session.done {
        session.done = true;
        let (name, bytes) = (session.name.clone(), Bytes::from(session.kept.clone()));
        drop(shared);
        return stored(server, &name, bytes);
    }
    let response = answer(StatusCode::PERMANENT_REDIRECT);
    let response = match session.kept.len() {
        0 => response,
        kept => response.header(header::RANGE, format!("bytes=0-{}", kept - 1)),
    };
    response.body(Body::empty()).unwrap_or_default()
}

async fn keep(server: &Server, id: &str, first: usize, limit: usize, body: Body) {
    let mut body = body.into_data_stream();
    let mut place = first;
    while let Some(Ok(bytes)) = std::future::poll_fn(|context| {
        use futures_core::Stream;
        std::pin::Pin::new(&mut body).poll_next(context)
    })
    .await
    {
        let mut shared = server.shared();
        let Some(session) = shared.sessions.get_mut(id) else { return };
        let known = session.kept.len().saturating_sub(place).min(bytes.len());
        let room = limit.saturating_sub(session.kept.len());
        session.kept.extend(bytes.iter().skip(known).take(room));
        place += bytes.len();
    }
}

fn gone() -> Response {
    answer(StatusCode::NOT_FOUND).body(Body::empty()).unwrap_or_default()
}

fn stored(server: &Server, name: &str, bytes: Bytes) -> Response {
    let body = format!(r#"{{"name":"{name}","size":"{}","crc32c":"{}"}}"#, bytes.len(), checksum(&bytes));
    server.put(name, bytes);
    answer(StatusCode::OK).header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap_or_default()
}

/// As objects and headers have it.
pub fn checksum(bytes: &[u8]) -> String {
    STANDARD.encode(crc32c::crc32c(bytes).to_be_bytes())
}

fn download(all: &Bytes, range: Option<&str>) -> Response {
    let response = |status| {
        let hash = format!("crc32c={},md5=AAAA", checksum(all));
        answer(status).header("x-goog-generation", "7").header("x-goog-hash", hash)
    };
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
        return response(StatusCode::OK).body(Body::from(all.clone())).unwrap_or_default();
    };
    let first: usize = first.parse().unwrap_or(usize::MAX);
    let end = last.parse().map_or(all.len(), |last: usize| last.saturating_add(1).min(all.len()));
    if first >= end {
        return response(StatusCode::RANGE_NOT_SATISFIABLE).body(Body::empty()).unwrap_or_default();
    }
    let place = format!("bytes {first}-{}/{}", end - 1, all.len());
    let response = response(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, place);
    response.body(Body::from(all.slice(first..end))).unwrap_or_default()
}
