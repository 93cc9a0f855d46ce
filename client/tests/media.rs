//! Uploads and downloads against a server in memory that loses connections, answers and bytes, by a seed.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use discovery_client::media::UploadPath;
use discovery_client::{
    Api, Backoff, Bearer, Body, Call, Carrying, Client, ClientBuilder, Error, Json, MemoryTransport, Method, Sleeping,
    Transport, TransportError,
};
use futures_core::Stream;
use http::{Request, Response};
use serde_json::json;

const API: Api = Api::new("storage:v1", "https://storage.example/", "storage/v1/");
const INSERT: Method = Method::new("storage.objects.insert", "POST", "b/{bucket}/o");
const GET: Method = Method::new("storage.objects.get", "GET", "b/{bucket}/o/{object}");
const UPLOAD: UploadPath = UploadPath::both("/upload/storage/v1/b/{bucket}/o");

fn insert(client: &Client) -> Call<Json> {
    Call::new(client, &INSERT).path_text("bucket", "b").body(&json!({"name": "n"}))
}

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("bucket", "b").path_text("object", "n")
}

/// What a server keeps, and what goes wrong with it.
#[derive(Clone)]
struct Storage {
    shared: Arc<Mutex<State>>,
    /// One request in so many fails; 0 for none.
    faults: u32,
}

struct State {
    rng: fastrand::Rng,
    sessions: BTreeMap<u64, Vec<u8>>,
    object: Vec<u8>,
    tokens_seen_by_sessions: usize,
}

impl Storage {
    fn new(seed: u64, faults: u32) -> Self {
        let state = State {
            rng: fastrand::Rng::with_seed(seed),
            sessions: BTreeMap::new(),
            object: Vec::new(),
            tokens_seen_by_sessions: 0,
        };
        Self { shared: Arc::new(Mutex::new(state)), faults }
    }

    fn client(&self) -> Client {
        let patient = Backoff::default().attempts(12).total(Duration::MAX);
        let builder = ClientBuilder::new(API).transport(self.clone()).credentials(Bearer::new("T")).retry(patient);
        builder.build().expect("a client")
    }

    fn object(&self) -> Vec<u8> {
        self.shared.lock().expect("nobody panics").object.clone()
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
    fn send(&self, request: Request<Body>) -> Carrying<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            self.answer(&Request::from_parts(parts, body))
        })
    }

    fn sleep(&self, _: Duration) -> Sleeping {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> Sleeping {
        Box::pin(std::future::pending())
    }
}

/// A body in pieces that may break.
struct Pieces {
    bytes: Bytes,
    size: usize,
    breaks: Option<TransportError>,
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

fn pieces(bytes: &Bytes, size: usize, length: Option<u64>) -> Body {
    Body::stream(Pieces { bytes: bytes.clone(), size, breaks: None }, length)
}

fn bytes(rng: &mut fastrand::Rng, size: usize) -> Bytes {
    std::iter::repeat_with(|| rng.u8(..)).take(size).collect()
}

const SEED: u64 = 20_261_123;

#[tokio::test]
async fn two_hundred_uploads_arrive_whole() {
    for number in 0..200 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let storage = Storage::new(rng.u64(..), 4);
        let size = if number % 4 == 0 { rng.usize(..5) * (256 << 10) } else { rng.usize(..2_000_000) };
        let media = bytes(&mut rng, size);
        let length = rng.bool().then_some(media.len() as u64);
        let body = if rng.bool() { Body::from(media.clone()) } else { pieces(&media, rng.usize(1..500_000), length) };
        let told = Arc::new(Mutex::new(Vec::new()));
        let telling = told.clone();
        let upload = insert(&storage.client()).upload(UPLOAD, body).resumable(true).chunk_size(1);
        let upload = upload.progress(move |count| telling.lock().unwrap().push(count));
        let answer = upload.send().await.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert_eq!(answer, json!({"size": media.len().to_string()}), "seed {SEED} + {number}");
        assert!(storage.object() == media, "seed {SEED} + {number}");
        let told = told.lock().unwrap();
        assert!(told.is_sorted() && told.last() == Some(&(media.len() as u64)), "{told:?}");
    }
}

#[tokio::test]
async fn two_hundred_downloads_arrive_whole() {
    for number in 0..200 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let storage = Storage::new(rng.u64(..), 4);
        let size = rng.usize(1..300_000);
        let media = bytes(&mut rng, size);
        storage.shared.lock().unwrap().object = media.to_vec();
        let download = get(&storage.client()).download();
        let (download, expected) = if rng.bool() {
            (download, media.clone())
        } else {
            let start = rng.usize(..size);
            let end = rng.usize(start + 1..=size);
            (download.range(start as u64..end as u64), media.slice(start..end))
        };
        let got = download.bytes().await.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert!(got == expected, "seed {SEED} + {number}");
    }
}

#[tokio::test]
async fn a_session_goes_on_in_another_process() {
    let storage = Storage::new(1, 0);
    let media = bytes(&mut fastrand::Rng::with_seed(2), 1_000_000);
    let url = Arc::new(Mutex::new(String::new()));
    let saved = url.clone();
    // The media break off, as if the process had ended.
    let broken = Pieces { bytes: media.slice(..700_000), size: 1000, breaks: Some(TransportError::new("gone")) };
    let upload = insert(&storage.client()).upload(UPLOAD, Body::stream(broken, Some(1_000_000))).chunk_size(1);
    upload.on_session(move |url| url.clone_into(&mut saved.lock().unwrap())).send().await.unwrap_err();
    let url = url.lock().unwrap().clone();
    assert!(storage.object().is_empty());
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let upload = insert(&storage.client()).upload(UPLOAD, pieces(&media, 3333, None)).resume(url);
    upload.progress(move |count| telling.lock().unwrap().push(count)).send().await.unwrap();
    assert!(storage.object() == media);
    assert_eq!(told.lock().unwrap()[..], [524_288, 1_000_000]);
    assert!(storage.shared.lock().unwrap().tokens_seen_by_sessions > 0);
}

#[tokio::test]
async fn a_session_elsewhere_sees_no_token() {
    let begin = Response::builder().header("location", "https://elsewhere.example/s?id=1").body(Bytes::new()).unwrap();
    let world = MemoryTransport::new().respond(begin).answer(200, r#"{"size":"3"}"#);
    let client: Client =
        ClientBuilder::new(API).transport(world.clone()).credentials(Bearer::new("T")).api_key("K").build().unwrap();
    insert(&client).upload(UPLOAD, "abc".into()).content_type("text/plain").resumable(true).send().await.unwrap();
    let requests = world.requests();
    assert_eq!(requests[0].uri(), "https://storage.example/upload/storage/v1/b/b/o?uploadType=resumable&alt=json");
    assert_eq!(requests[0].body(), br#"{"name":"n"}"#);
    assert_eq!(requests[0].headers()["x-upload-content-type"], "text/plain");
    assert_eq!(requests[0].headers()["x-upload-content-length"], "3");
    assert_eq!(requests[0].headers()["authorization"], "Bearer T");
    assert_eq!((requests[1].method().as_str(), &requests[1].body()[..]), ("PUT", &b"abc"[..]));
    assert_eq!(requests[1].headers()["content-range"], "bytes 0-2/3");
    assert!(
        !requests[1].headers().contains_key("authorization") && !requests[1].headers().contains_key("x-goog-api-key")
    );
    let plain = Response::builder().header("location", "http://elsewhere.example/s").body(Bytes::new()).unwrap();
    let client: Client = ClientBuilder::new(API).transport(MemoryTransport::new().respond(plain)).build().unwrap();
    assert!(insert(&client).upload(UPLOAD, "abc".into()).resumable(true).send().await.is_err());
}

#[tokio::test]
async fn small_media_go_in_one_request() {
    let world = MemoryTransport::new().answer(200, "{}").answer(200, "{}").answer(200, "{}");
    let client: Client = ClientBuilder::new(API).transport(world.clone()).build().unwrap();
    insert(&client).upload(UPLOAD, "abc".into()).content_type("text/plain").send().await.unwrap();
    let plain = || Call::<Json>::new(&client, &INSERT).path_text("bucket", "b");
    plain().upload(UPLOAD, "abc".into()).send().await.unwrap();
    let streamed = insert(&client).upload(UPLOAD, pieces(&Bytes::from_static(b"abc"), 2, Some(3))).resumable(false);
    streamed.content_type("text/plain").send().await.unwrap();
    let requests = world.requests();
    assert!(requests[0].uri().query().unwrap().contains("uploadType=multipart"));
    let boundary = requests[0].headers()["content-type"].to_str().unwrap();
    let boundary = boundary.strip_prefix("multipart/related; boundary=").unwrap();
    let expected = |boundary: &str| {
        format!(
            "--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{{\"name\":\"n\"}}\r\n--{boundary}\r\nContent-Type: text/plain\r\n\r\nabc\r\n--{boundary}--\r\n"
        )
    };
    assert_eq!(String::from_utf8_lossy(requests[0].body()), expected(boundary));
    assert!(requests[1].uri().query().unwrap().contains("uploadType=media"));
    assert_eq!(requests[1].body(), b"abc");
    assert_eq!(requests[1].headers()["content-type"], "application/octet-stream");
    assert!(!requests[1].headers().contains_key("content-length"));
    let body = String::from_utf8_lossy(requests[2].body()).into_owned();
    assert_eq!(requests[2].headers()["content-length"], body.len().to_string().as_str());
    assert_eq!(body, expected(body.get(2..34).unwrap()));
}

#[tokio::test]
async fn bytes_that_changed_on_the_way_are_an_error() {
    let answer = |hash: &str| {
        let hash = format!("crc32c={hash},md5=AAAA");
        Response::builder().header("x-goog-hash", hash).body(Bytes::from_static(b"123456789")).unwrap()
    };
    let world = MemoryTransport::new().respond(answer("4waSgw==")).respond(answer("AAAAAA=="));
    let client: Client = ClientBuilder::new(API).transport(world.clone()).build().unwrap();
    assert_eq!(get(&client).download().bytes().await.unwrap(), b"123456789");
    let error = get(&client).download().bytes().await.unwrap_err();
    assert!(matches!(error, Error::Media(_)), "{error:?}");
    let request = &world.requests()[0];
    assert_eq!(request.uri().query(), Some("alt=media"));
    assert_eq!(request.headers()["accept-encoding"], "identity");
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_put_together() {
    let cut = |generation: &str| {
        let body = Pieces { bytes: "1234".into(), size: 2, breaks: Some(TransportError::transient("cut")) };
        Response::builder().header("x-goog-generation", generation).body(Body::stream(body, Some(9))).unwrap()
    };
    struct Changing(Mutex<Vec<Response<Body>>>);
    impl Transport for Changing {
        fn send(&self, _: Request<Body>) -> Carrying<'_> {
            let answer = self.0.lock().expect("nobody panics").remove(0);
            Box::pin(std::future::ready(Ok(answer)))
        }
        fn sleep(&self, _: Duration) -> Sleeping {
            Box::pin(std::future::ready(()))
        }
        fn alarm(&self, _: Duration) -> Sleeping {
            Box::pin(std::future::pending())
        }
    }
    let rest = Response::builder()
        .status(206)
        .header("content-range", "bytes 4-8/9")
        .header("x-goog-generation", "2")
        .body(Body::from("56789"))
        .unwrap();
    for second in [cut("1"), rest] {
        let client: Client =
            ClientBuilder::new(API).transport(Changing(Mutex::new(vec![cut("1"), second]))).build().unwrap();
        let mut media = get(&client).download().send().await.unwrap();
        assert_eq!(media.length(), Some(9));
        assert_eq!(media.next().await.unwrap().unwrap(), "12");
        assert_eq!(media.next().await.unwrap().unwrap(), "34");
        assert!(matches!(media.next().await, Some(Err(Error::Media(_)))));
        assert!(media.next().await.is_none());
    }
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn files_are_whole_or_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    let storage = Storage::new(3, 0);
    storage.shared.lock().unwrap().object = vec![7; 100_000];
    assert_eq!(get(&storage.client()).download().to_file(&path).await.unwrap(), 100_000);
    assert_eq!(std::fs::read(&path).unwrap(), vec![7; 100_000]);
    let hash = Response::builder().header("x-goog-hash", "crc32c=AAAAAA==").body(Bytes::from_static(b"x")).unwrap();
    let client: Client = ClientBuilder::new(API).transport(MemoryTransport::new().respond(hash)).build().unwrap();
    get(&client).download().to_file(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap().len(), 100_000);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let body = Body::file(&path).await.unwrap();
    assert_eq!(body.length(), Some(100_000));
    insert(&storage.client()).upload(UPLOAD, body).send().await.unwrap();
    assert_eq!(storage.object(), vec![7; 100_000]);
    let error = Body::file(folder.path().join("none")).await.unwrap_err().to_string();
    assert!(error.contains("none cannot be read"), "{error}");
}

/// A runtime with several threads takes nothing else.
#[test]
fn transfers_can_be_spawned() {
    fn can<T: Send>(_: T) {}
    let client = Storage::new(1, 0).client();
    can(insert(&client).upload(UPLOAD, "abc".into()).send());
    can(insert(&client).upload(UPLOAD, "abc".into()).send_with_response());
    can(get(&client).download().send());
    can(get(&client).download().bytes());
    #[cfg(feature = "tokio")]
    can(get(&client).download().to_file("object"));
}

#[tokio::test]
async fn media_at_once_are_sent_again_where_they_may() {
    for (idempotent, left) in [(false, 1), (true, 0)] {
        let world = MemoryTransport::new().answer(503, "").answer(200, "{}");
        let client: Client = ClientBuilder::new(API).transport(world.clone()).build().unwrap();
        let sent = insert(&client).upload(UPLOAD, "abc".into()).idempotent(idempotent).send().await;
        assert_eq!((sent.is_ok(), world.left()), (idempotent, left));
    }
}

/// Sends two bytes of three, and then nothing for ever.
#[derive(Clone, Default)]
struct Stalling(Arc<Mutex<Vec<Request<()>>>>);

impl Transport for Stalling {
    fn send(&self, request: Request<Body>) -> Carrying<'_> {
        struct Two(Option<Bytes>);
        impl Stream for Two {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.0.take().map_or(std::task::Poll::Pending, |bytes| std::task::Poll::Ready(Some(Ok(bytes))))
            }
        }
        let mut requests = self.0.lock().expect("nobody panics");
        let response = Response::builder().header("x-goog-generation", "1");
        let answer = match requests.len() {
            0 => response.body(Body::stream(Two(Some("12".into())), Some(3))),
            _ => response.status(206).header("content-range", "bytes 2-2/3").body(Body::from("3")),
        };
        requests.push(request.map(drop));
        Box::pin(std::future::ready(Ok(answer.expect("a response"))))
    }

    fn sleep(&self, duration: Duration) -> Sleeping {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn a_body_that_stands_still_is_given_up() {
    let quick = Backoff::default().pauses(Duration::from_millis(1), Duration::from_millis(1));
    let client = |world: &Stalling, limit| -> Client {
        let policy = quick.clone().attempt_timeout(limit);
        ClientBuilder::new(API).transport(world.clone()).retry(policy).build().unwrap()
    };
    // With the limit of an attempt, the rest comes over another connection.
    let world = Stalling::default();
    let got = get(&client(&world, Duration::from_millis(20))).download().bytes().await.unwrap();
    assert_eq!((&got[..], world.0.lock().unwrap().len()), (&b"123"[..], 2));
    assert_eq!(world.0.lock().unwrap()[1].headers()["range"], "bytes=2-");
    // The limit of the call is that of all its bytes.
    let call = || get(&client(&Stalling::default(), Duration::from_secs(60))).timeout(Duration::from_millis(20));
    assert!(call().download().bytes().await.unwrap_err().is_timeout());
    #[cfg(feature = "tokio")]
    {
        let folder = tempfile::tempdir().unwrap();
        assert!(call().download().to_file(folder.path().join("object")).await.unwrap_err().is_timeout());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
