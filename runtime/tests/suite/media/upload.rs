//! Uploads in one process; `resume` has those that continue.

use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    Bearer, Body, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, NoRetry, TransportError,
};
use http::{Request, Response};

use super::scripted::{ScriptedTransport, response};
use super::server::pieces;
use super::{API, INSERT, UPLOAD, insert};

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

#[tokio::test]
async fn sends_small_media_in_a_single_request() {
    let transport = MemoryTransport::new().answer(200, "{}").answer(200, "{}").answer(200, "{}");
    let client = client(&transport);
    insert(&client).upload(UPLOAD, "abc".into()).content_type("text/plain").send().await.unwrap();
    let without_message = Call::<Json>::new(&client, &INSERT).path_text("bucket", "b");
    without_message.upload(UPLOAD, "abc".into()).send().await.unwrap();
    let streamed = insert(&client).upload(UPLOAD, pieces(&Bytes::from_static(b"abc"), 2, Some(3))).resumable(false);
    streamed.content_type("text/plain").send().await.unwrap();
    let requests = transport.requests();
    // The CRC-32C of `abc` is 0x364B3FB7.
    assert_multipart(&requests[0], r#"{"crc32c":"Nks/tw==","name":"n"}"#);
    assert!(requests[1].uri().query().unwrap().contains("uploadType=media"));
    assert_eq!(requests[1].body(), b"abc");
    assert_eq!(requests[1].headers()["content-type"], "application/octet-stream");
    assert!(!requests[1].headers().contains_key("content-length"));
    assert_multipart(&requests[2], r#"{"name":"n"}"#);
    assert_eq!(requests[2].headers()["content-length"], requests[2].body().len().to_string().as_str());
}

fn assert_multipart(request: &Request<Vec<u8>>, message: &str) {
    assert!(request.uri().query().is_some_and(|query| query.contains("uploadType=multipart")));
    let content_type = request.headers()["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/related; boundary=").expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{message}\r\n\
         --{boundary}\r\nContent-Type: text/plain\r\n\r\nabc\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8_lossy(request.body()), expected);
}

#[tokio::test]
async fn the_message_can_be_left_out() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], "{}"));
    insert(&transport.client())
        .upload(UPLOAD, "abc".into())
        .content_type("text/plain")
        .without_message()
        .send()
        .await
        .unwrap();
    let request = transport.take_requests().remove(0);
    assert_eq!(request.uri().query(), Some("uploadType=media&alt=json"));
    assert_eq!(
        (request.headers()["content-type"].as_bytes(), request.body().as_slice()),
        (&b"text/plain"[..], &b"abc"[..])
    );
}

#[tokio::test]
async fn retries_single_request_only_if_idempotent() {
    for (idempotent, left) in [(false, 1), (true, 0)] {
        let transport = MemoryTransport::new().answer(503, "").answer(200, "{}");
        let upload = insert(&client(&transport)).upload(UPLOAD, "abc".into()).idempotent(idempotent);
        assert_eq!((upload.send().await.is_ok(), transport.left()), (idempotent, left));
    }
}

#[tokio::test]
async fn options_of_the_call_apply_to_a_single_request() {
    let transport = MemoryTransport::new().answer(503, "").answer(200, "{}").answer(503, "").answer(200, "{}");
    let client = client(&transport);
    insert(&client).idempotent(true).header("x-any", "1").upload(UPLOAD, "abc".into()).send().await.unwrap();
    assert!(transport.requests().iter().all(|request| request.headers()["x-any"] == "1"));
    let once = insert(&client).idempotent(true).retry(NoRetry).upload(UPLOAD, "abc".into());
    once.send().await.unwrap_err();
    assert_eq!(transport.left(), 1);
}

#[tokio::test]
async fn options_of_the_call_apply_to_a_resumable_session() {
    let transport = ScriptedTransport::with_session(|_| response(503, &[], ""));
    let upload = insert(&transport.client()).retry(NoRetry).upload(UPLOAD, "abc".into()).resumable(true);
    upload.send().await.unwrap_err();
    assert_eq!(transport.take_requests().len(), 2);
}

#[tokio::test]
async fn timeout_of_the_call_applies_to_the_whole_upload() {
    for resumable in [false, true] {
        let transport = HangingTransport;
        let client: Client = ClientBuilder::new(API).transport(transport).build().unwrap();
        let call = insert(&client).timeout(Duration::from_millis(20));
        let error = call.upload(UPLOAD, "abc".into()).resumable(resumable).send().await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    }
}

/// Never responds.
#[derive(Debug)]
struct HangingTransport;

impl discovery_runtime::Transport for HangingTransport {
    fn send(&self, _: Request<Body>) -> discovery_runtime::BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(std::future::pending())
    }

    fn sleep(&self, duration: Duration) -> discovery_runtime::BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn session_on_another_origin_receives_no_credentials() {
    let created =
        Response::builder().header("location", "https://elsewhere.example/s?id=1").body(Bytes::new()).unwrap();
    let transport = MemoryTransport::new().respond(created).answer(200, r#"{"size":"3"}"#);
    let builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
    let client = builder.credentials(Bearer::new("T")).api_key("K").build().unwrap();
    insert(&client).upload(UPLOAD, "abc".into()).content_type("text/plain").resumable(true).send().await.unwrap();
    let [create, chunk] = &transport.requests()[..] else { panic!("{:?}", transport.requests()) };
    assert_eq!(create.uri(), "https://storage.example/upload/storage/v1/b/b/o?uploadType=resumable&alt=json");
    assert_eq!(create.body(), br#"{"name":"n"}"#);
    assert_eq!(create.headers()["x-upload-content-type"], "text/plain");
    assert_eq!(create.headers()["x-upload-content-length"], "3");
    assert_eq!(create.headers()["authorization"], "Bearer T");
    assert_eq!((chunk.method().as_str(), &chunk.body()[..]), ("PUT", &b"abc"[..]));
    assert_eq!(chunk.headers()["content-range"], "bytes 0-2/3");
    assert!(!chunk.headers().contains_key("authorization") && !chunk.headers().contains_key("x-goog-api-key"));
}

#[tokio::test]
async fn rejects_session_without_tls() {
    for url in ["http://elsewhere.example/s", "http://127.0.0.1:9/s", "http://localhost/s", "ftp://localhost/s"] {
        let created = Response::builder().header("location", url).body(Bytes::new()).unwrap();
        let transport = MemoryTransport::new().respond(created);
        let upload = insert(&client(&transport)).upload(UPLOAD, "abc".into()).resumable(true);
        let error = upload.send().await.unwrap_err().to_string();
        assert!(error.contains("the URL of the resumable session must be `https`"), "{error}");
        let resumed = insert(&client(&transport)).upload(UPLOAD, "abc".into()).resume(url).send().await;
        assert_eq!(resumed.unwrap_err().to_string(), error);
        assert_eq!(transport.requests().len(), 1, "{url}");
    }
}

#[tokio::test]
async fn accepts_session_without_tls_of_a_local_server() {
    let created = Response::builder().header("location", "http://127.0.0.1:9/s").body(Bytes::new()).unwrap();
    let transport = MemoryTransport::new().respond(created).answer(200, "{}");
    let builder = ClientBuilder::<Client>::new(API).endpoint("http://localhost:8080").transport(transport);
    insert(&builder.build().unwrap()).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap();
}

#[tokio::test]
async fn lengths_near_the_maximum_do_not_overflow() {
    let transport = ScriptedTransport::with_session(|_| response(200, &[], "{}"));
    let media = || pieces(&Bytes::from_static(b"abc"), 2, Some(u64::MAX));
    for resumable in [false, true] {
        let upload = insert(&transport.client()).upload(UPLOAD, media()).resumable(resumable);
        let _ = upload.chunk_size(usize::MAX).send().await;
    }
}

#[tokio::test]
async fn rejects_session_without_location() {
    let client = client(&MemoryTransport::new().answer(200, ""));
    let error = insert(&client).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap_err().to_string();
    assert!(error.contains("without a `Location`"), "{error}");
}

#[tokio::test]
async fn rejects_unsupported_kind_of_upload() {
    let transport = MemoryTransport::new();
    let client = client(&transport);
    for (descriptor, resumable, expected) in [
        (UploadDescriptor::simple("/upload"), true, "this method does not support resumable uploads"),
        (UploadDescriptor::resumable("/upload"), false, "this method supports only resumable uploads"),
    ] {
        let upload = insert(&client).upload(descriptor, "abc".into()).resumable(resumable);
        let error = upload.send().await.unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn rejects_media_longer_than_declared() {
    let longer = || pieces(&Bytes::from_static(b"0123456789ABCDEFGHIJ"), 7, Some(10));
    for resumable in [false, true] {
        let transport = ScriptedTransport::with_session(|_| response(200, &[], "{}"));
        let upload = insert(&transport.client()).upload(UPLOAD, longer()).resumable(resumable);
        upload.send().await.unwrap_err();
        // Only the request that creates a session was complete.
        assert_eq!(transport.take_requests().len(), usize::from(resumable));
    }
}

#[tokio::test]
async fn rejects_media_shorter_than_declared() {
    let transport = ScriptedTransport::with_session(|_| response(200, &[], "{}"));
    let shorter = pieces(&Bytes::from_static(b"0123"), 7, Some(10));
    let error = insert(&transport.client()).upload(UPLOAD, shorter).resumable(true).send().await.unwrap_err();
    let expected = "body is 4 bytes long, but its declared length is 10";
    assert!(error.to_string().ends_with(expected), "{error}");
}

#[tokio::test]
async fn sends_length_of_empty_media() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], "{}"));
    let call = Call::<Json>::new(&transport.client(), &INSERT).path_text("bucket", "b");
    call.upload(UploadDescriptor::simple("/upload"), "".into()).send().await.unwrap();
    assert_eq!(transport.take_requests()[0].headers()["content-length"], "0");
}
