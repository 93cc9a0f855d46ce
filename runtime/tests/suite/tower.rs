//! Tower services as transports: requests, errors and retries.

use std::convert::Infallible;
use std::future::{Ready, pending, poll_fn, ready};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Backoff, Body, Call, CallOptions as _, Client, ClientBuilder, Error, ErrorKind, Json,
    MethodDescriptor, NoRetry, TowerTransport, Transport, TransportError,
};
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, Request, Response};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use tower::util::BoxCloneService;
use tower::{BoxError, Service, ServiceBuilder, service_fn};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::simple("upload/v1/notes");

fn client(transport: impl Transport + 'static) -> Client {
    let retry = Backoff::default().initial_delay(Duration::from_millis(1));
    ClientBuilder::new(API).transport(transport).retry(retry).build().expect("a client")
}

fn note(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("id", "7")
}

fn transport_error(error: Error) -> TransportError {
    let ErrorKind::Transport(error) = error.into_kind() else { panic!("an error of the transport") };
    error
}

#[tokio::test]
async fn a_router_serves_calls_without_a_socket() {
    let router = Router::new().route("/v1/notes/{id}", get(async || r#"{"text": "milk"}"#));
    let client = client(TowerTransport::new(router));
    assert_eq!(note(&client).send().await.unwrap()["text"], "milk");
    assert!(Call::<Json>::new(&client, &INSERT).send().await.unwrap_err().is_not_found());
    let media = note(&client).download().send().await.unwrap();
    assert_eq!(media.length(), Some(16));
}

/// Panics if it is called before it is ready. A clone is not ready.
#[derive(Default)]
struct ReadinessCheck {
    polls: u32,
}

impl Clone for ReadinessCheck {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Service<Request<Body>> for ReadinessCheck {
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = Ready<Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        self.polls += 1;
        if self.polls > 1 {
            return Poll::Ready(Ok(()));
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        assert_eq!(self.polls, 2);
        ready(Ok(Response::new(Body::from("{}"))))
    }
}

#[tokio::test]
async fn polls_the_same_clone_for_readiness_that_it_calls() {
    let client = client(TowerTransport::new(ReadinessCheck::default()));
    for _ in 0..3 {
        note(&client).send().await.unwrap();
    }
}

#[tokio::test]
async fn keeps_the_error_of_the_service() {
    let failing = |error: fn() -> BoxError| {
        let service = service_fn(move |_: Request<Body>| ready(Err::<Response<Body>, _>(error())));
        note(&client(TowerTransport::new(service))).retry(NoRetry).send()
    };
    let error = failing(|| io::Error::new(io::ErrorKind::ConnectionReset, "reset").into()).await.unwrap_err();
    let error = transport_error(error);
    assert_eq!(error.to_string(), "reset");
    assert!(error.is_transient() && !error.is_timeout());
    let source = error.get_ref().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.kind(), io::ErrorKind::ConnectionReset);
    let slow = failing(|| io::Error::new(io::ErrorKind::TimedOut, "no answer").into()).await.unwrap_err();
    assert!(slow.is_timeout());
    let own = failing(|| TransportError::new("never").into()).await.unwrap_err();
    assert!(!transport_error(own).is_transient());
}

#[tokio::test]
async fn retries_after_an_incomplete_response_body() {
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&count);
    let service = service_fn(move |_: Request<Body>| {
        let body = Chunks { left: 2, sent: Arc::default(), breaks: counting.fetch_add(1, Ordering::SeqCst) == 0 };
        ready(Ok::<_, Infallible>(Response::new(Body::stream(body, None))))
    });
    // The second attempt reads the whole body, which is not JSON.
    let error = note(&client(TowerTransport::new(service))).send().await.unwrap_err();
    let ErrorKind::Decode(unreadable) = error.into_kind() else { panic!("not an error of decoding") };
    assert_eq!((unreadable.body().len(), count.load(Ordering::SeqCst)), (128 << 10, 2));
}

#[tokio::test]
async fn layers_limit_concurrency_and_the_client_retries() {
    let (now, most, all) = <(Arc<AtomicUsize>, Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
    let counts = (Arc::clone(&now), Arc::clone(&most), Arc::clone(&all));
    let service = service_fn(move |_: Request<Body>| {
        let (now, most, all) = counts.clone();
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            let status = if all.fetch_add(1, Ordering::SeqCst) % 2 == 0 { 503 } else { 200 };
            Response::builder().status(status).body(Body::from("{}")).map_err(BoxError::from)
        }
    });
    let service = ServiceBuilder::new().concurrency_limit(2).timeout(Duration::from_secs(10)).service(service);
    let client = client(TowerTransport::new(BoxCloneService::new(service)));
    let calls: Vec<_> = (0..10).map(|_| tokio::spawn(note(&client).retry(many_attempts()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((now.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (0, 2));
    assert!(all.load(Ordering::SeqCst) >= 19);
}

fn many_attempts() -> Backoff {
    Backoff::default().max_attempts(30).max_delay(Duration::from_millis(1))
}

#[tokio::test]
async fn retries_the_timeout_of_a_layer_and_keeps_its_error() {
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&count);
    let service = service_fn(move |_: Request<Body>| {
        counting.fetch_add(1, Ordering::SeqCst);
        pending::<Result<Response<Body>, BoxError>>()
    });
    let plain = ServiceBuilder::new().timeout(Duration::from_millis(5)).service(service);
    let mapped = ServiceBuilder::new().map_err(|error: BoxError| TransportError::timed_out("slow").with_source(error));
    let mapped = mapped.service(plain.clone());
    let error = transport_error(note(&client(TowerTransport::new(plain))).send().await.unwrap_err());
    assert!(error.get_ref().unwrap().is::<tower::timeout::error::Elapsed>());
    assert_eq!(count.load(Ordering::SeqCst), 4);
    assert!(note(&client(TowerTransport::new(mapped))).send().await.unwrap_err().is_timeout());
}

/// A stream of chunks of 64 KiB that counts them.
struct Chunks {
    left: usize,
    sent: Arc<AtomicUsize>,
    /// Whether the last chunk is an error.
    breaks: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        if self.left == 0 && self.breaks {
            return Poll::Ready(Some(Err(TransportError::transient("reset"))));
        }
        self.sent.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 64 << 10]))))
    }
}

#[tokio::test]
async fn streams_uploads_without_buffering() {
    let sent = Arc::new(AtomicUsize::new(0));
    let sending = Arc::clone(&sent);
    let service = service_fn(move |request: Request<Body>| {
        let sending = Arc::clone(&sending);
        async move {
            let mut body = request.into_body();
            let (mut received, mut most, mut bytes) = (0, 0, 0);
            assert_eq!(http_body::Body::size_hint(&body).exact(), Some(64 << 20));
            while let Some(frame) = poll_fn(|context| http_body::Body::poll_frame(Pin::new(&mut body), context)).await {
                bytes += frame?.into_data().expect("no trailers").len() as u64;
                most = sending.load(Ordering::SeqCst).saturating_sub(received).max(most);
                received += 1;
                assert_eq!(http_body::Body::size_hint(&body).exact(), Some((64 << 20) - bytes));
            }
            let response = json!({"chunks": received, "bytes": bytes, "most": most}).to_string();
            Ok::<_, TransportError>(Response::new(Body::from(response.into_bytes())))
        }
    });
    let media = Body::stream(Chunks { left: 1024, sent, breaks: false }, Some(64 << 20));
    let call = Call::<Json>::new(&client(TowerTransport::new(service)), &INSERT);
    let response = call.upload(UPLOAD, media).send().await.unwrap();
    assert_eq!(response, json!({"chunks": 1024, "bytes": 64 << 20, "most": 1}));
}

#[tokio::test]
async fn a_hyper_client_with_layers_is_a_transport() {
    let echo = async |headers: HeaderMap| json!({"trace": headers["x-trace"].to_str().unwrap()}).to_string();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/v1/notes/{id}", get(echo))).await });
    let hyper: legacy::Client<_, Body> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let add_header = |mut request: Request<Body>| {
        request.headers_mut().insert("x-trace", HeaderValue::from_static("7"));
        request
    };
    let service = ServiceBuilder::new().map_request(add_header).service(hyper);
    let client = ClientBuilder::new(API).endpoint(&url).transport(TowerTransport::new(service));
    assert_eq!(note(&client.build().unwrap()).send().await.unwrap()["trace"], "7");
    let hyper: legacy::Client<_, Body> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let unused = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client: Client = ClientBuilder::new(API)
        .endpoint(format!("http://{unused}/"))
        .transport(TowerTransport::new(hyper))
        .retry(NoRetry)
        .build()
        .unwrap();
    let refused = transport_error(note(&client).send().await.unwrap_err());
    assert!(refused.is_transient() && !refused.is_timeout(), "{refused:?}");
}
