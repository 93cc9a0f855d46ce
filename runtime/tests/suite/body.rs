//! Bodies from streams.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Body, Call, Client, ClientBuilder, ErrorKind, Json, MemoryTransport, MethodDescriptor, Stream,
    TransportError,
};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.example/", "v1/");
const INSERT: MethodDescriptor = MethodDescriptor::new("games.icons.insert", "POST", "icons");
const UPLOAD: UploadDescriptor = UploadDescriptor::simple("upload/icons");

/// Returns these items, one after the other.
struct Items<E>(VecDeque<Result<Bytes, E>>);

impl<E: Unpin> Stream for Items<E> {
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

fn body<E: Into<Box<dyn StdError + Send + Sync>> + Send + Unpin + 'static>(error: E) -> Body {
    Body::stream(Items([Ok(Bytes::from_static(b"abc")), Err(error)].into()), None)
}

async fn failure(mut body: Body) -> TransportError {
    let first = body.chunk().await.expect("a chunk").expect("bytes");
    assert_eq!(first, "abc");
    body.chunk().await.expect("a chunk").expect_err("an error")
}

#[tokio::test]
async fn errors_of_streams_can_be_of_any_type() {
    let error = failure(body(io::Error::other("disk on fire"))).await;
    assert_eq!(error.to_string(), "stream of the body failed");
    let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    assert_eq!(source.map(ToString::to_string).as_deref(), Some("disk on fire"));
    assert!(!error.is_transient());

    let error = failure(body("a text")).await;
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("a text"));
}

#[tokio::test]
async fn errors_of_transports_are_not_changed() {
    let error = failure(body(TransportError::timed_out("too slow"))).await;
    assert!(error.is_timeout() && error.is_transient() && error.source().is_none());
    assert_eq!(error.to_string(), "too slow");
}

#[tokio::test]
async fn the_error_of_a_stream_is_the_cause_of_the_upload_s_error() {
    let transport = MemoryTransport::new().answer(200, "{}");
    let client: Client = ClientBuilder::new(API).transport(transport.clone()).build().expect("a client");
    let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, body(io::Error::other("disk on fire")));
    let error = upload.send().await.expect_err("the stream failed");
    assert!(matches!(error.kind(), ErrorKind::Transport(_)) && !error.is_retryable());
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("disk on fire"));
    assert_eq!(transport.left(), 1);
}
