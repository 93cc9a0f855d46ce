//! Uploads that continue after failures, in this process and in another one.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{Backoff, Body, CallOptions as _, ErrorKind, TransportError};
use futures_core::Stream;
use serde_json::json;

use super::scripted::{ScriptedTransport, response};
use super::server::{FaultyServer, Pieces, pieces, random_bytes};
use super::{SEED, UPLOAD, insert};

/// The reports of an upload: the bytes that have arrived, and all of them.
type Log = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

/// Returns a list of progress reports and the callback that fills it.
fn progress_log() -> (Log, impl FnMut(u64, Option<u64>) + Send + 'static) {
    let log = Log::default();
    let entries = log.clone();
    (log, move |count, total| entries.lock().expect("no poisoned lock").push((count, total)))
}

#[tokio::test]
async fn uploads_arrive_complete_despite_faults() {
    for number in 0..200 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let server = FaultyServer::new(rng.u64(..), 4);
        let size = if number % 4 == 0 { rng.usize(..5) * (256 << 10) } else { rng.usize(..2_000_000) };
        let media = random_bytes(&mut rng, size);
        let length = rng.bool().then_some(media.len() as u64);
        let body = if rng.bool() { Body::from(media.clone()) } else { pieces(&media, rng.usize(1..500_000), length) };
        let (log, callback) = progress_log();
        let upload = insert(&server.client()).upload(UPLOAD, body).resumable(true).chunk_size(1);
        let result = upload.on_progress(callback).send().await;
        let message = result.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert_eq!(message, json!({"size": media.len().to_string()}), "seed {SEED} + {number}");
        assert!(server.object() == media, "seed {SEED} + {number}");
        let log = log.lock().unwrap();
        assert!(log.is_sorted() && log.last() == Some(&(media.len() as u64, Some(media.len() as u64))), "{log:?}");
    }
}

#[tokio::test]
async fn continues_session_of_another_process() {
    let server = FaultyServer::new(1, 0);
    let media = random_bytes(&mut fastrand::Rng::with_seed(2), 1_000_000);
    let session_url = Arc::new(Mutex::new(String::new()));
    let saved = session_url.clone();
    // The body fails, as if the process had ended.
    let broken = Pieces { bytes: media.slice(..700_000), size: 1000, error: Some(TransportError::new("gone")) };
    let upload = insert(&server.client()).upload(UPLOAD, Body::stream(broken, Some(1_000_000))).chunk_size(1);
    let upload = upload.on_resumable_session(move |url| url.clone_into(&mut saved.lock().unwrap()));
    upload.send().await.unwrap_err();
    assert!(server.object().is_empty());

    let session_url = session_url.lock().unwrap().clone();
    let (log, callback) = progress_log();
    let upload = insert(&server.client()).upload(UPLOAD, pieces(&media, 3333, None)).resume(session_url);
    upload.on_progress(callback).send().await.unwrap();
    assert!(server.object() == media);
    assert_eq!(log.lock().unwrap()[..], [(524_288, None), (1_000_000, Some(1_000_000))]);
    assert!(server.authorized_session_requests() > 0);
}

#[tokio::test]
async fn resuming_a_complete_session_returns_its_response() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], r#"{"size":"3"}"#));
    let upload = insert(&transport.client()).upload(UPLOAD, "abc".into());
    let message = upload.resume("https://storage.example/resume?session=1").send().await.unwrap();
    assert_eq!(message, json!({"size": "3"}));
    let requests = transport.take_requests();
    assert_eq!((requests.len(), &requests[0].headers()["content-range"]), (1, &"bytes */3".parse().unwrap()));
}

#[tokio::test]
async fn progress_of_a_session_ignores_its_body() {
    // A 308 is progress, however its body looks.
    let transport = ScriptedTransport::with_session(|number| match number {
        1 => {
            let broken = Pieces { bytes: "<".into(), size: 1, error: Some(TransportError::new("gone")) };
            response(308, &[("range", "bytes=0-1")], Body::stream(broken, None))
        }
        _ => response(200, &[], "{}"),
    });
    insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap();
    let requests = transport.take_requests();
    assert_eq!((requests.len(), &requests[2].headers()["content-range"]), (3, &"bytes 2-2/3".parse().unwrap()));
}

#[tokio::test]
async fn gives_up_if_the_server_accepts_no_bytes() {
    for range in [None, Some(("range", "bytes=0-2"))] {
        let transport = ScriptedTransport::with_session(move |_| response(308, range.as_slice(), ""));
        let upload = insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true);
        let error = upload.send().await.unwrap_err();
        assert!(error.is_retryable() && error.status().is_none(), "{error:?}");
        assert!(error.to_string().ends_with("the server accepted no bytes of a chunk"), "{error}");
        assert!(transport.take_requests().len() <= 6, "{range:?}");
    }
}

#[tokio::test]
async fn rejects_session_that_completes_too_early() {
    let transport = ScriptedTransport::with_session(|_| response(200, &[], "{}"));
    let (log, callback) = progress_log();
    let upload = insert(&transport.client()).upload(UPLOAD, vec![0; 1_000_000].into()).resumable(true);
    let error = upload.chunk_size(1).on_progress(callback).send().await.unwrap_err();
    assert!(error.to_string().ends_with("completed the upload before it received all bytes"), "{error}");
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn rejects_progress_beyond_the_media() {
    let transport = ScriptedTransport::with_session(|_| response(308, &[("range", "bytes=0-9")], ""));
    let error = insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap_err();
    let expected = "the server has 10 bytes, but only bytes 0 to 3 can be sent";
    assert!(error.to_string().ends_with(expected), "{error}");
}

#[tokio::test]
async fn rejects_malformed_progress() {
    for range in ["bytes=0-18446744073709551615", "bytes=1-2", "nonsense"] {
        let transport = ScriptedTransport::with_session(move |_| response(308, &[("range", range)], ""));
        let error = insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap_err();
        let expected = format!("the server reported the bytes that it has as {range:?}");
        assert!(error.to_string().ends_with(&expected), "{error}");
        assert_eq!(transport.take_requests().len(), 2);
    }
}

#[tokio::test]
async fn resumed_upload_does_not_read_media_for_an_impossible_position() {
    let last = ("range", "bytes=0-18446744073709551613");
    let transport = ScriptedTransport::new(move |_, _| response(308, &[last], ""));
    let unread = Body::stream(Unreadable, Some(3));
    let upload = insert(&transport.client()).upload(UPLOAD, unread).resume("https://storage.example/resume?session=1");
    let error = upload.send().await.unwrap_err().to_string();
    assert!(error.ends_with("the server has 18446744073709551614 bytes, but the media are 3 bytes long"), "{error}");
}

/// Media that must not be read.
struct Unreadable;

impl Stream for Unreadable {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("read")
    }
}

#[tokio::test]
async fn sends_headers_of_the_caller_with_every_request_of_a_session() {
    let transport = ScriptedTransport::with_session(|_| response(200, &[], "{}"));
    let call = insert(&transport.client()).header("authorization", "Bearer USER").quota_project("p");
    let call = call.header("x-goog-encryption-key", "SECRET").if_match("\"1\"");
    call.upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap();
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.headers()["authorization"], "Bearer USER");
        assert_eq!(request.headers()["x-goog-user-project"], "p");
        assert_eq!(request.headers()["x-goog-encryption-key"], "SECRET");
    }
    let conditional: Vec<_> = requests.iter().map(|request| request.headers().contains_key("if-match")).collect();
    assert_eq!(conditional, [true, false]);
}

/// A body that starts after a delay.
struct DelayedBody(Pin<Box<tokio::time::Sleep>>, Body);

impl Stream for DelayedBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        ready!(self.0.as_mut().poll(context));
        Pin::new(&mut self.1).poll_next(context)
    }
}

/// The time before the first failure depends on the size of the media and the speed of the caller.
#[tokio::test]
async fn elapsed_time_counts_from_the_first_failure() {
    let quick = Backoff::default().initial_delay(Duration::from_millis(1)).max_elapsed(Duration::from_millis(100));
    let transport = ScriptedTransport::with_session(|number| match number {
        1 => response(503, &[], ""),
        2 => response(308, &[], ""),
        _ => response(200, &[], "{}"),
    });
    let delay = tokio::time::sleep(Duration::from_millis(200));
    let media = Body::stream(DelayedBody(Box::pin(delay), Body::from("abc")), Some(3));
    insert(&transport.client_with(quick)).upload(UPLOAD, media).resumable(true).send().await.unwrap();
}

#[tokio::test]
async fn media_in_memory_are_sent_again_if_the_session_is_gone() {
    for status in [404, 410] {
        let transport = ScriptedTransport::new(move |number, _| match number {
            0 | 2 => response(200, &[("location", "https://storage.example/resume?session=1")], ""),
            1 => response(status, &[], ""),
            _ => response(200, &[], "{}"),
        });
        let upload = insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true);
        upload.send().await.unwrap();
        let methods: Vec<_> = transport.take_requests().iter().map(|request| request.method().to_string()).collect();
        assert_eq!(methods, ["POST", "PUT", "POST", "PUT"], "{status}");
    }
}

#[tokio::test]
async fn the_error_says_that_the_session_is_gone() {
    let transport = ScriptedTransport::with_session(|_| response(410, &[], ""));
    let upload = insert(&transport.client()).upload(UPLOAD, pieces(&Bytes::from("abc"), 1, None));
    let error = upload.send().await.unwrap_err();
    let expected = "the resumable session no longer exists; upload all media again (410: Gone)";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert!(matches!(error.kind(), ErrorKind::Media(error) if error.is_session_gone()), "{error:?}");
}

#[tokio::test]
async fn a_missing_parent_is_not_a_session_that_is_gone() {
    let transport = ScriptedTransport::new(|_, _| response(404, &[], ""));
    let error = insert(&transport.client()).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap_err();
    assert!(error.is_not_found() && transport.take_requests().len() == 1, "{error}");
}
