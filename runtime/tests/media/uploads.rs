//! Uploads.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use discovery_runtime::{Bearer, Body, Call, Client, ClientBuilder, Json, MemoryTransport, TransportError};
use http::Response;
use serde_json::json;

use crate::server::{Pieces, Storage, bytes, pieces};
use crate::{API, INSERT, SEED, UPLOAD, insert};

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
    assert!(storage.tokens_seen_by_sessions() > 0);
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
async fn media_at_once_are_sent_again_where_they_may() {
    for (idempotent, left) in [(false, 1), (true, 0)] {
        let world = MemoryTransport::new().answer(503, "").answer(200, "{}");
        let client: Client = ClientBuilder::new(API).transport(world.clone()).build().unwrap();
        let sent = insert(&client).upload(UPLOAD, "abc".into()).idempotent(idempotent).send().await;
        assert_eq!((sent.is_ok(), world.left()), (idempotent, left));
    }
}
