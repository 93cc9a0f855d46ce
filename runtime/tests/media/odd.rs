//! Servers, sources and callers that do not do what is usual.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{Backoff, Bearer, Body, BoxFuture, Client, ClientBuilder, Error, Transport, TransportError};
use futures_core::Stream;
use http::{Request, Response};

use crate::server::{Pieces, pieces};
use crate::{API, UPLOAD, get, insert};

type Seen = Request<Vec<u8>>;
type Answer = dyn Fn(usize, &Seen) -> Result<Response<Body>, TransportError> + Send + Sync;

/// Answers as a function says, and remembers the requests.
#[derive(Clone)]
struct World {
    answer: Arc<Answer>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("World")
    }
}

impl World {
    fn new(answer: impl Fn(usize, &Seen) -> Result<Response<Body>, TransportError> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), seen: Arc::default() }
    }

    fn client(&self, policy: Backoff) -> Client {
        let builder = ClientBuilder::new(API).transport(self.clone()).retry(policy);
        builder.credentials(Bearer::new("CLIENT")).build().expect("a client")
    }

    fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().expect("nobody panics"))
    }
}

impl Transport for World {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let request = Request::from_parts(parts, body.collect().await?);
            let mut seen = self.seen.lock().expect("nobody panics");
            let answer = (self.answer)(seen.len(), &request);
            seen.push(request);
            answer
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn respond(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> Result<Response<Body>, TransportError> {
    let response = headers
        .iter()
        .fold(Response::builder().status(status), |response, (name, value)| response.header(*name, *value));
    Ok(response.body(body.into()).expect("a response"))
}

fn begun() -> Result<Response<Body>, TransportError> {
    respond(200, &[("location", "https://storage.example/go-on?session=1")], "")
}

/// The same, after a while.
fn late(body: Body, after: Duration) -> Body {
    struct Late(std::pin::Pin<Box<tokio::time::Sleep>>, Body);
    impl Stream for Late {
        type Item = Result<Bytes, TransportError>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::ready!(self.0.as_mut().poll(context));
            std::pin::Pin::new(&mut self.1).poll_next(context)
        }
    }
    use std::future::Future;
    let length = body.length();
    Body::stream(Late(Box::pin(tokio::time::sleep(after)), body), length)
}

#[tokio::test]
async fn a_server_that_takes_nothing_is_given_up() {
    for had in [None, Some(("range", "bytes=0-2"))] {
        let world = World::new(move |number, _| match number {
            0 => begun(),
            _ => respond(308, had.as_slice(), ""),
        });
        let sent = insert(&world.client(Backoff::default())).upload(UPLOAD, "abc".into()).resumable(true).send().await;
        assert!(matches!(sent, Err(Error::Transport(_))), "{sent:?}");
        assert!(world.seen().len() <= 6, "{had:?}");
    }
}

#[tokio::test]
async fn a_session_that_ends_too_soon_is_an_error() {
    let world = World::new(|number, _| if number == 0 { begun() } else { respond(200, &[], "{}") });
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let upload = insert(&world.client(Backoff::default())).upload(UPLOAD, vec![0; 1_000_000].into()).resumable(true);
    let sent = upload.chunk_size(1).progress(move |count| telling.lock().unwrap().push(count)).send().await;
    assert!(matches!(sent, Err(Error::Media(_))), "{sent:?}");
    assert!(told.lock().unwrap().is_empty());
}

#[tokio::test]
async fn media_longer_than_they_were_to_be_are_not_cut_off() {
    let longer = || pieces(&Bytes::from_static(b"0123456789ABCDEFGHIJ"), 7, Some(10));
    for in_session in [false, true] {
        let world = World::new(|number, _| if number == 0 { begun() } else { respond(200, &[], "{}") });
        let upload = insert(&world.client(Backoff::default())).upload(UPLOAD, longer()).resumable(in_session);
        let error = upload.send().await.unwrap_err().to_string();
        assert!(error.contains("longer than its declared length"), "{error}");
    }
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn a_file_that_grows_is_sent_as_it_was() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    std::fs::write(&path, "0123456789").unwrap();
    let body = Body::file(&path).await.unwrap();
    std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"ABC").unwrap();
    let world = World::new(|_, _| respond(200, &[], "{}"));
    insert(&world.client(Backoff::default())).upload(UPLOAD, body).resumable(false).send().await.unwrap();
    let sent = String::from_utf8(world.seen().remove(0).into_body()).unwrap();
    assert!(sent.contains("\r\n\r\n0123456789\r\n--"), "{sent}");
}

#[tokio::test]
async fn nothing_has_a_length_too() {
    let world = World::new(|_, _| respond(200, &[], "{}"));
    let client = world.client(Backoff::default());
    let plain =
        discovery_runtime::Call::<discovery_runtime::Json>::new(&client, &crate::INSERT).path_text("bucket", "b");
    plain.upload(UploadDescriptor::simple("/upload"), "".into()).send().await.unwrap();
    assert_eq!(world.seen()[0].headers()["content-length"], "0");
}

#[tokio::test]
async fn the_callers_headers_are_of_all_requests_of_a_session() {
    let world = World::new(|number, _| if number == 0 { begun() } else { respond(200, &[], "{}") });
    let call = insert(&world.client(Backoff::default())).header("authorization", "Bearer USER").quota_project("p");
    let call = call.header("x-goog-encryption-key", "SECRET").if_match("\"1\"");
    assert!(!format!("{call:?}").contains("SECRET"));
    call.upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap();
    let seen = world.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        assert_eq!(request.headers()["authorization"], "Bearer USER");
        assert_eq!(request.headers()["x-goog-user-project"], "p");
        assert_eq!(request.headers()["x-goog-encryption-key"], "SECRET");
    }
    let conditional: Vec<_> = seen.iter().map(|request| request.headers().contains_key("if-match")).collect();
    assert_eq!(conditional, [true, false]);
}

/// How long all went well, and who took how long, says nothing of the server.
#[tokio::test]
async fn time_counts_from_the_first_failure() {
    let policy = Backoff::default().pauses(Duration::from_millis(1), Duration::from_millis(1));
    let policy = policy.total(Duration::from_millis(100));
    let slow = Duration::from_millis(200);
    let world = World::new(|number, _| match number {
        0 => begun(),
        1 => respond(503, &[], ""),
        2 => respond(308, &[], ""),
        _ => respond(200, &[], "{}"),
    });
    let media = late(Body::from("abc"), slow);
    insert(&world.client(policy.clone())).upload(UPLOAD, media).resumable(true).send().await.unwrap();

    let world = World::new(|number, _| {
        let generation = ("x-goog-generation", "1");
        let broken = Pieces { bytes: "abc".into(), size: 3, breaks: Some(TransportError::transient("reset")) };
        match number {
            0 => respond(200, &[generation], Body::stream(broken, Some(6))),
            _ => respond(206, &[generation, ("content-range", "bytes 3-5/6")], "def"),
        }
    });
    let mut media = get(&world.client(policy)).download().send().await.unwrap();
    assert_eq!(media.next().await.unwrap().unwrap(), "abc");
    tokio::time::sleep(slow).await;
    assert_eq!(media.next().await.unwrap().unwrap(), "def");
    assert!(media.next().await.is_none());
}

#[tokio::test]
async fn bytes_that_were_not_asked_for_are_not_given() {
    let generation = ("x-goog-generation", "1");
    // What a server that knows no ranges sends.
    let world = World::new(|_, _| respond(200, &[("x-goog-hash", "crc32c=AAAAAA==")], "0123456789"));
    let client = world.client(Backoff::default());
    let mut media = get(&client).download().range(..4).send().await.unwrap();
    assert_eq!(media.length(), Some(4));
    assert_eq!(media.next().await.unwrap().unwrap(), "0123");
    assert!(media.next().await.is_none());
    assert!(matches!(get(&client).download().range(4..8).bytes().await, Err(Error::Media(_))));
    assert_eq!(get(&client).download().range(..40).bytes().await.unwrap(), b"0123456789");

    for places in ["bytes 0-3/10", "bytes */10", "nonsense"] {
        let world = World::new(move |_, _| respond(206, &[generation, ("content-range", places)], "0123"));
        let got = get(&world.client(Backoff::default())).download().range(4..8).bytes().await;
        assert!(matches!(got, Err(Error::Media(_))), "{places}: {got:?}");
    }
    // A part of what was asked for: the rest is asked for, too.
    let world = World::new(move |number, _| match number {
        0 => respond(206, &[generation, ("content-range", "bytes 4-5/10")], "45"),
        _ => respond(206, &[generation, ("content-range", "bytes 6-7/10")], "67"),
    });
    let got = get(&world.client(Backoff::default())).download().range(4..8).bytes().await.unwrap();
    assert_eq!(got, b"4567");
    assert_eq!(world.seen()[1].headers()["range"], "bytes=6-7");
    // Up to the end of what there is.
    let world = World::new(move |_, _| respond(206, &[generation, ("content-range", "bytes 8-9/10")], "89"));
    let got = get(&world.client(Backoff::default())).download().range(8..20).bytes().await.unwrap();
    assert_eq!(got, b"89");
}

#[tokio::test]
async fn a_download_by_post_has_its_message_and_is_sent_once() {
    const RUN: discovery_runtime::MethodDescriptor =
        discovery_runtime::MethodDescriptor::new("storage.run", "POST", "run");
    let world = World::new(|_, _| Err(TransportError::transient("reset")));
    let client = world.client(Backoff::default());
    let call =
        discovery_runtime::Call::<discovery_runtime::Json>::new(&client, &RUN).body(&serde_json::json!({"run": 1}));
    call.download().bytes().await.unwrap_err();
    let seen = world.seen();
    assert_eq!((seen.len(), &seen[0].body()[..]), (1, &b"{\"run\":1}"[..]));
}
