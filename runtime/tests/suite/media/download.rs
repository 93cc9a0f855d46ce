//! Downloads.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    Backoff, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
    NoRetry, Transport, TransportError,
};
use futures_core::Stream;
use http::{Request, Response};
use serde_json::json;

use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::server::{FaultyServer, Pieces, random_bytes};
use super::{API, SEED, get};

pub(crate) const GENERATION: (&str, &str) = ("x-goog-generation", "1");

/// Returns a response of this length that breaks off after these bytes.
pub(crate) fn truncated(bytes: &'static str, length: u64, headers: &[(&str, &str)]) -> ResponseResult {
    let error = Some(TransportError::transient("connection reset"));
    response(200, headers, Body::stream(Pieces { bytes: bytes.into(), size: 2, error }, Some(length)))
}

#[tokio::test]
async fn downloads_arrive_complete_despite_faults() {
    for number in 0..200 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let server = FaultyServer::new(rng.u64(..), 4);
        let size = rng.usize(1..300_000);
        let media = random_bytes(&mut rng, size);
        server.set_object(media.to_vec());
        let download = get(&server.client()).download();
        let (download, expected) = if rng.bool() {
            (download, media.clone())
        } else {
            let start = rng.usize(..size);
            let end = rng.usize(start + 1..=size);
            (download.range(start as u64..end as u64), media.slice(start..end))
        };
        let bytes = download.bytes().await.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert!(bytes == expected, "seed {SEED} + {number}");
    }
}

#[tokio::test]
async fn verifies_checksum() {
    let respond = |hash: &str| {
        let hash = format!("crc32c={hash},md5=AAAA");
        Response::builder().header("x-goog-hash", hash).body(Bytes::from_static(b"123456789")).unwrap()
    };
    let transport = MemoryTransport::new().respond(respond("4waSgw==")).respond(respond("AAAAAA=="));
    let client: Client = ClientBuilder::new(API).transport(transport.clone()).build().unwrap();
    assert_eq!(get(&client).download().bytes().await.unwrap(), b"123456789");
    let error = get(&client).download().bytes().await.unwrap_err().to_string();
    assert!(error.contains("checksum mismatch"), "{error}");
    let request = &transport.requests()[0];
    assert_eq!(request.uri().query(), Some("alt=media"));
    assert_eq!(request.headers()["accept-encoding"], "identity");
}

#[tokio::test]
async fn does_not_combine_two_versions() {
    let continuations: [fn() -> ResponseResult; 2] = [
        || response(200, &[("x-goog-generation", "2")], "123456789"),
        || response(206, &[("content-range", "bytes 4-8/9"), ("x-goog-generation", "2")], "56789"),
    ];
    for continuation in continuations {
        let transport = ScriptedTransport::new(move |number, _| match number {
            0 => truncated("1234", 9, &[GENERATION]),
            _ => continuation(),
        });
        let mut media = get(&transport.client()).download().send().await.unwrap();
        assert_eq!(media.length(), Some(9));
        assert_eq!(media.next().await.unwrap().unwrap(), "12");
        assert_eq!(media.next().await.unwrap().unwrap(), "34");
        let error = media.next().await.unwrap().unwrap_err().to_string();
        assert!(error.ends_with("the media changed on the server during the download"), "{error}");
        assert!(media.next().await.is_none());
    }
}

#[tokio::test]
async fn continues_only_identifiable_versions() {
    for (tag, continued) in [("\"1\"", true), ("W/\"1\"", false)] {
        let transport = ScriptedTransport::new(move |number, _| match number {
            0 => truncated("12", 3, &[("etag", tag)]),
            _ => response(206, &[("etag", tag), ("content-range", "bytes 2-2/3")], "3"),
        });
        assert_eq!(get(&transport.client()).download().bytes().await.is_ok(), continued, "{tag}");
        let requests = transport.take_requests();
        assert_eq!(requests.len() == 2, continued, "{tag}");
        let conditions: Vec<_> = requests.iter().filter_map(|request| request.headers().get("if-range")).collect();
        assert_eq!(conditions, if continued { vec![tag] } else { vec![] });
    }
}

#[tokio::test]
async fn options_of_the_call_apply_to_every_request() {
    let transport = ScriptedTransport::new(|number, _| match number {
        0 => truncated("12", 3, &[GENERATION]),
        _ => response(206, &[GENERATION, ("content-range", "bytes 2-2/3")], "3"),
    });
    let call = || get(&transport.client()).header("x-any", "1").quota_project("p");
    assert_eq!(call().download().bytes().await.unwrap(), b"123");
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.headers()["x-any"] == "1"));
    assert!(requests.iter().all(|request| request.headers()["x-goog-user-project"] == "p"));
    for call in [call().retry(NoRetry), call().idempotent(false)] {
        call.download().bytes().await.unwrap_err();
        assert_eq!(transport.take_requests().len(), 1);
    }
}

/// Sends two of three bytes and hangs; responds to the second request with the third byte.
#[derive(Clone, Debug, Default)]
struct HangingBody {
    requests: Arc<Mutex<Vec<Request<()>>>>,
}

struct OnceThenPending(Option<Bytes>);

impl Stream for OnceThenPending {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.take().map_or(Poll::Pending, |bytes| Poll::Ready(Some(Ok(bytes))))
    }
}

impl Transport for HangingBody {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, ResponseResult> {
        let mut requests = self.requests.lock().expect("no poisoned lock");
        let response = match requests.len() {
            0 => response(200, &[GENERATION], Body::stream(OnceThenPending(Some("12".into())), Some(3))),
            _ => response(206, &[GENERATION, ("content-range", "bytes 2-2/3")], "3"),
        };
        requests.push(request.map(drop));
        Box::pin(std::future::ready(response))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl HangingBody {
    fn client(&self, attempt_timeout: Duration) -> Client {
        let policy = Backoff::default().initial_delay(Duration::from_millis(1)).attempt_timeout(attempt_timeout);
        ClientBuilder::new(API).transport(self.clone()).retry(policy).build().expect("a client")
    }
}

#[tokio::test]
async fn attempt_timeout_limits_the_time_without_a_byte() {
    let transport = HangingBody::default();
    let bytes = get(&transport.client(Duration::from_millis(20))).download().bytes().await.unwrap();
    let requests = transport.requests.lock().unwrap();
    assert_eq!((&bytes[..], requests.len()), (&b"123"[..], 2));
    assert_eq!(requests[1].headers()["range"], "bytes=2-");
}

#[tokio::test]
async fn timeout_of_the_call_applies_to_the_whole_download() {
    let call = || {
        let client = HangingBody::default().client(Duration::from_secs(60));
        get(&client).timeout(Duration::from_millis(20))
    };
    assert!(call().download().bytes().await.unwrap_err().is_timeout());
    #[cfg(feature = "tokio")]
    {
        let folder = tempfile::tempdir().unwrap();
        assert!(call().download().to_file(folder.path().join("object")).await.unwrap_err().is_timeout());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

/// The time before the first failure depends on the speed of the caller.
#[tokio::test]
async fn elapsed_time_counts_from_the_first_failure() {
    let quick = Backoff::default().initial_delay(Duration::from_millis(1)).max_elapsed(Duration::from_millis(100));
    let transport = ScriptedTransport::new(|number, _| match number {
        0 => truncated("ab", 6, &[GENERATION]),
        _ => response(206, &[GENERATION, ("content-range", "bytes 2-5/6")], "cdef"),
    });
    let mut media = get(&transport.client_with(quick)).download().send().await.unwrap();
    assert_eq!(media.next().await.unwrap().unwrap(), "ab");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(media.next().await.unwrap().unwrap(), "cdef");
    assert!(media.next().await.is_none());
}

/// A body without end, which counts how much of it is read.
#[derive(Clone, Default)]
struct Endless(Arc<AtomicU64>);

impl Stream for Endless {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.fetch_add(1000, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Bytes::from_static(&[b' '; 1000]))))
    }
}

#[tokio::test]
async fn download_into_memory_is_limited() {
    let client = |transport: &ScriptedTransport| -> Client {
        let builder = ClientBuilder::new(API).transport(transport.clone());
        builder.max_response_size(10_000).build().expect("a client")
    };
    for (length, most) in [(None, 11_000), (Some(10_001), 0), (Some(u64::MAX), 0)] {
        let body = Endless::default();
        let sent = body.clone();
        let transport = ScriptedTransport::new(move |_, _| response(200, &[], Body::stream(sent.clone(), length)));
        let error = get(&client(&transport)).download().bytes().await.unwrap_err();
        assert!(!error.is_retryable(), "{error}");
        assert!(error.to_string().ends_with("exceeds the limit of 10000 bytes set by `max_response_size`"), "{error}");
        assert!(body.0.load(Ordering::Relaxed) <= most, "{length:?}");
        assert_eq!(transport.take_requests().len(), 1);
    }
    let transport = ScriptedTransport::new(|_, _| response(200, &[], vec![0; 10_000]));
    assert_eq!(get(&client(&transport)).download().bytes().await.unwrap().len(), 10_000);
    let transport = ScriptedTransport::new(|_, _| response(200, &[], vec![0; 20_000]));
    let mut media = get(&client(&transport)).download().send().await.unwrap();
    assert_eq!(media.next().await.unwrap().unwrap().len(), 20_000);
}

#[tokio::test]
async fn sends_post_with_its_message_and_only_once() {
    const RUN: MethodDescriptor = MethodDescriptor::new("storage.run", "POST", "run");
    let transport = ScriptedTransport::new(|_, _| Err(TransportError::transient("connection reset")));
    let call = Call::<Json>::new(&transport.client(), &RUN).body(&json!({"run": 1}));
    call.download().bytes().await.unwrap_err();
    let requests = transport.take_requests();
    assert_eq!((requests.len(), &requests[0].body()[..]), (1, &b"{\"run\":1}"[..]));
}
