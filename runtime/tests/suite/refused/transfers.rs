//! Uploads and downloads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    AuthContext, AuthError, Body, BoxFuture, Call, Client, ClientBuilder, Credentials, Json, MemoryTransport,
    MethodDescriptor, NoRetry, Transport, TransportError,
};
use http::{HeaderMap, Response};
use tokio::sync::Barrier;

use super::{API, GET, INSERT, Numbered, Refusing, client, refusing_first};

const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

#[tokio::test]
async fn download_replaces_a_refused_token() {
    let transport = refusing_first(&[(200, "media")]);
    let client = client(&transport, Numbered::default());
    assert_eq!(Call::<Json>::new(&client, &GET).path_text("id", "7").download().bytes().await.unwrap(), b"media");
    assert_eq!(transport.tokens(), ["1", "2"]);
}

#[tokio::test]
async fn upload_from_memory_is_sent_again() {
    let transport = refusing_first(&[(200, "{}")]);
    let client = client(&transport, Numbered::default());
    Call::<Json>::new(&client, &INSERT).upload(UPLOAD, "media".into()).send().await.unwrap();
    assert_eq!(transport.tokens(), ["1", "2"]);
    assert_eq!(transport.other.requests()[0].body(), b"media");
}

#[tokio::test]
async fn stream_is_not_sent_again_but_the_next_call_has_another_token() {
    let transport = refusing_first(&[(200, "{}")]);
    let client = client(&transport, Numbered::default());
    let media = || Body::stream(Body::from("media"), None);
    let upload = || Call::<Json>::new(&client, &INSERT).upload(UPLOAD, media()).resumable(false).send();
    let error = upload().await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1"]);
    upload().await.unwrap();
    assert_eq!(transport.tokens(), ["1", "2"]);
}

/// Credentials whose every other token is refused.
#[derive(Debug, Default)]
struct Unreliable(AtomicUsize);

impl Credentials for Unreliable {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let token = discovery_runtime::Bearer::new(if number.is_multiple_of(2) { "1" } else { "2" });
        Box::pin(async move { token.headers(context).await })
    }
}

#[tokio::test]
async fn every_chunk_of_a_resumable_upload_can_replace_a_token() {
    let progress = |range: &str| {
        let response = Response::builder().status(308).header("range", range);
        response.body(Bytes::new()).expect("a response")
    };
    let session = Response::builder().header("location", "https://notes.example/session").body(Bytes::new());
    let other = MemoryTransport::new()
        .respond(session.expect("a response"))
        .respond(progress("bytes=0-262143"))
        .respond(progress("bytes=0-524287"))
        .answer(200, "{}");
    let transport = Refusing::new(other);
    transport.refuse("1");
    let client = client(&transport, Unreliable::default());
    let media = vec![7; 600 << 10];
    let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, media.into()).resumable(true).chunk_size(1);
    upload.send().await.unwrap();
    assert_eq!(transport.tokens(), ["1", "2", "1", "2", "1", "2", "1", "2"]);
    assert_eq!(transport.other.left(), 0);
}

#[tokio::test]
async fn session_of_another_origin_receives_no_token() {
    let session = Response::builder().header("location", "https://other.example/session").body(Bytes::new());
    let other = MemoryTransport::new().respond(session.expect("a response")).answer(401, "").answer(200, "{}");
    let transport = Refusing::new(other);
    let client = client(&transport, Numbered::default());
    let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, "media".into()).resumable(true);
    let error = upload.send().await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(transport.tokens(), ["1", ""]);
}

/// A transport that sends three parts of an upload at the same time, and refuses the token `1` for
/// them.
#[derive(Debug)]
struct Overlapping(Refusing, Barrier);

impl Transport for Overlapping {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.method() == http::Method::PUT {
                self.1.wait().await;
                self.0.refuse("1");
            }
            self.0.send(request).await
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.0.alarm(after)
    }
}

#[tokio::test]
async fn requests_at_the_same_time_replace_a_refused_token_each() {
    const INSERT_OBJECT: MethodDescriptor = MethodDescriptor::new("storage.objects.insert", "POST", "b/{bucket}/o");
    let part = Response::builder().header("etag", "e").body(Bytes::new()).unwrap();
    let other = MemoryTransport::new().answer(200, "<UploadId>u</UploadId>");
    let other = (0..3).fold(other, |other, _| other.respond(part.clone()));
    let refusing = Refusing::new(other.answer(200, "<CompleteMultipartUploadResult/>"));
    let builder = ClientBuilder::<Client>::new(API).transport(Overlapping(refusing.clone(), Barrier::new(3)));
    let client = builder.credentials(Numbered::default()).retry(NoRetry).build().unwrap();
    let call = Call::<Json>::new(&client, &INSERT_OBJECT).path_text("bucket", "b").query_text("name", "n");
    call.upload(UPLOAD, vec![7; 30].into()).parts(3).part_size(10).send().await.unwrap();
    assert_eq!(refusing.tokens(), ["1", "1", "1", "1", "2", "2", "2", "2"]);
}
