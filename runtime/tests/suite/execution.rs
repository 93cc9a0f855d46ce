//! Calls from the client to the transport and back.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Backoff, Bearer, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder, Credentials, Json,
    Map, MemoryTransport, MethodDescriptor, NoCredentials, Transport, TransportError, UnknownFields, message,
};
use futures_core::Stream;
use http::{Request, Response};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.search", "POST", "rooms:search");

#[derive(Clone)]
struct Room {
    name: Option<String>,
    unknown_fields: UnknownFields,
}

message! { Room { "name" => name } }

#[derive(Clone)]
struct Empty {
    unknown_fields: UnknownFields,
}

message! { Empty {} }

fn client(transport: impl Transport + 'static) -> Client {
    ClientBuilder::new(API).transport(transport).build().expect("a client")
}

/// Responds with a 404 whose body breaks off.
#[derive(Debug)]
struct TruncatedNotFound;

impl Transport for TruncatedNotFound {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let body = Body::stream(Truncated(Some(Bytes::from_static(b"{\"error\":"))), None);
        Box::pin(std::future::ready(Ok(Response::builder().status(404).body(body).expect("a valid response"))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        unreachable!("a 404 is not retried")
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

struct Truncated(Option<Bytes>);

impl Stream for Truncated {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(self.0.take().ok_or_else(|| TransportError::transient("connection reset"))))
    }
}

#[tokio::test]
async fn error_with_truncated_body_keeps_its_status() {
    let error = Call::<Json>::new(&client(TruncatedNotFound), &GET).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap()), (404, &b"{\"error\":"[..]));
}

#[tokio::test]
async fn empty_responses_are_errors_if_fields_are_missing() {
    for body in ["", " ", "null", " null\n"] {
        let error =
            Call::<Room>::new(&client(MemoryTransport::new().answer(200, body)), &GET).send().await.unwrap_err();
        assert!(error.to_string().contains("expected an object, found nothing"), "{error}");
        assert_eq!(error.body(), Some(body.as_bytes()));
        // With status 204, the body is expected to be empty.
        let call = Call::<Room>::new(&client(MemoryTransport::new().answer(204, body)), &GET);
        assert_eq!(call.send().await.unwrap(), Room::default());
    }
}

#[tokio::test]
async fn empty_responses_are_accepted_if_nothing_is_missing() {
    for body in ["", " ", "null", " null\n"] {
        let client = client(MemoryTransport::new().answer(200, body).answer(200, body).answer(200, body));
        assert_eq!(Call::<Empty>::new(&client, &GET).send().await.unwrap(), Empty::default());
        assert_eq!(Call::<Map<String>>::new(&client, &GET).send().await.unwrap(), Map::new());
        assert_eq!(Call::<Json>::new(&client, &GET).send().await.unwrap(), Json::Null);
    }
}

#[tokio::test]
async fn errors_show_what_a_body_is_that_is_not_json() {
    let page = format!("<html>Sign in\n{}</html>", "x".repeat(1_000));
    let response = Response::builder().header("content-type", "text/html; charset=utf-8").body(Bytes::from(page));
    let transport = MemoryTransport::new().respond(response.expect("a response"));
    let error = Call::<Room>::new(&client(transport), &GET).send().await.unwrap_err().to_string();
    assert!(error.contains("the body is text/html; charset=utf-8: Sign in xxx"), "{error}");
    assert!(error.len() < 400, "{error}");
}

#[tokio::test]
async fn missing_data_is_an_error_if_fields_are_missing() {
    const WRAPPED: ApiDescriptor =
        ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_data_wrapper();
    for body in ["{}", r#"{"data":null}"#, ""] {
        let transport = MemoryTransport::new().answer(200, body).answer(200, body);
        let client: Client = ClientBuilder::new(WRAPPED).transport(transport).build().expect("a client");
        assert!(Call::<Room>::new(&client, &GET).send().await.is_err(), "{body}");
        assert_eq!(Call::<Empty>::new(&client, &GET).send().await.unwrap(), Empty::default(), "{body}");
    }
}

#[tokio::test]
async fn memory_transport_names_the_unexpected_request() {
    let transport = MemoryTransport::new();
    let call = Call::<Json>::new(&client(transport.clone()), &POST).param("key", "SECRET");
    let error = call.send().await.unwrap_err().to_string();
    assert!(error.contains("POST /games/v1/rooms:search") && !error.contains("SECRET"), "{error}");
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn clients_can_share_transports_and_credentials() {
    let transport: Arc<dyn Transport> = Arc::new(MemoryTransport::new().answer(200, "{}").answer(200, "{}"));
    let credentials: Arc<dyn Credentials> = Arc::new(Bearer::new("T"));
    for authorized in [true, false] {
        let credentials: Box<dyn Credentials> =
            if authorized { Box::new(credentials.clone()) } else { Box::new(NoCredentials) };
        let builder = ClientBuilder::<Client>::new(API).transport(transport.clone()).credentials(credentials);
        Call::<Json>::new(&builder.build().unwrap(), &GET).send().await.unwrap();
    }
}

/// Responds with a body that never ends.
#[derive(Debug, Default)]
struct Endless(std::sync::atomic::AtomicUsize);

impl Transport for Endless {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Box::pin(std::future::ready(Ok(Response::new(Body::stream(EndlessBody, None)))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        unreachable!("a response that is too large is not retried")
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

struct EndlessBody;

impl Stream for EndlessBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(Bytes::from_static(&[b' '; 1 << 16]))))
    }
}

#[tokio::test]
async fn stops_reading_at_the_limit_of_the_client() {
    for (limit, name) in [(Some(100_000), "100000"), (None, "268435456")] {
        let transport = Arc::new(Endless::default());
        let mut builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
        if let Some(limit) = limit {
            builder = builder.max_response_size(limit);
        }
        let error = Call::<Json>::new(&builder.build().expect("a client"), &GET).send().await.unwrap_err();
        let message = error.to_string();
        assert!(message.contains(name) && message.contains("max_response_size"), "{message}");
        assert!(!error.is_retryable(), "{message}");
        assert_eq!(transport.0.load(std::sync::atomic::Ordering::Relaxed), 1);
    }
}

/// Responds with a body of chunks without bytes.
#[derive(Debug)]
struct EmptyChunks;

impl Transport for EmptyChunks {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(std::future::ready(Ok(Response::new(Body::stream(EmptyChunksBody, None)))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

struct EmptyChunksBody;

impl Stream for EmptyChunksBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(Bytes::new())))
    }
}

#[tokio::test]
async fn chunks_without_bytes_are_not_progress() {
    let once = Backoff::default().max_attempts(1).attempt_timeout(Duration::from_millis(20));
    let client: Client = ClientBuilder::new(API).transport(EmptyChunks).retry(once).build().expect("a client");
    let mut media = Call::<Json>::new(&client, &GET).download().send().await.expect("a response");
    let error = media.next().await.expect("an item").unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn accepts_a_response_of_exactly_the_limit() {
    let transport = MemoryTransport::new().respond(Response::new(Bytes::from_static(b"[1, 2]")));
    let client: Client = ClientBuilder::new(API).transport(transport).max_response_size(6).build().expect("a client");
    let list = Call::<Json>::new(&client, &GET).send().await.expect("a response");
    assert_eq!(list, serde_json::json!([1, 2]));
}
