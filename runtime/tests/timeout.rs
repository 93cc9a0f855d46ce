//! Timeouts of calls, attempts and response bodies.

#![allow(clippy::expect_used, reason = "allowed in tests")]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Backoff, Body, BoxFuture, Call, Client, ClientBuilder, Json, MethodDescriptor, Transport,
    TransportError,
};
use futures_core::Stream;
use http::{Request, Response};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.search", "POST", "rooms:search");

/// Never responds to the first request, and immediately to the others.
#[derive(Clone, Debug, Default)]
struct FirstRequestHangs {
    requests: Arc<AtomicUsize>,
}

impl Transport for FirstRequestHangs {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        if self.requests.fetch_add(1, Ordering::SeqCst) == 0 {
            return Box::pin(std::future::pending());
        }
        Box::pin(std::future::ready(Ok(Response::new(Body::from("{}")))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn call_timeout_ends_the_call_and_attempt_timeout_the_attempt() {
    let limit = Duration::from_millis(20);
    let quick = Backoff::default().initial_delay(Duration::from_millis(2)).max_delay(Duration::from_millis(2));
    let call = |transport: &FirstRequestHangs| {
        let client: Client = ClientBuilder::new(API).transport(transport.clone()).retry(quick.clone()).build().unwrap();
        Call::<Json>::new(&client, &GET)
    };
    let transport = FirstRequestHangs::default();
    let error = call(&transport).timeout(limit).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(transport.requests.load(Ordering::SeqCst), 1);

    let transport = FirstRequestHangs::default();
    call(&transport).retry(quick.clone().attempt_timeout(limit)).send().await.unwrap();
    assert_eq!(transport.requests.load(Ordering::SeqCst), 2);
}

const INTERVAL: Duration = Duration::from_millis(15);

/// A body that yields single spaces at intervals, and then ends or hangs.
struct SlowBody {
    remaining: usize,
    ends: bool,
    interval: BoxFuture<'static, ()>,
}

impl Stream for SlowBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.remaining == 0 {
            return if self.ends { Poll::Ready(None) } else { Poll::Pending };
        }
        ready!(self.interval.as_mut().poll(context));
        self.remaining -= 1;
        self.interval = Box::pin(tokio::time::sleep(INTERVAL));
        Poll::Ready(Some(Ok(Bytes::from_static(b" "))))
    }
}

/// The first body hangs, the others are slow. Time limits of up to a minute expire after half a
/// second; longer ones never expire.
#[derive(Clone, Debug, Default)]
struct FirstBodyHangs {
    requests: Arc<AtomicUsize>,
}

impl Transport for FirstBodyHangs {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let first = self.requests.fetch_add(1, Ordering::SeqCst) == 0;
        let (remaining, ends) = if first { (2, false) } else { (40, true) };
        let body = SlowBody { remaining, ends, interval: Box::pin(tokio::time::sleep(INTERVAL)) };
        Box::pin(std::future::ready(Ok(Response::new(Body::stream(body, None)))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        if after > Duration::from_secs(60) {
            return Box::pin(std::future::pending());
        }
        Box::pin(tokio::time::sleep(Duration::from_millis(500)))
    }
}

#[tokio::test]
async fn abandons_bodies_that_hang_but_not_slow_ones() {
    let client = |transport: &FirstBodyHangs| -> Client {
        ClientBuilder::new(API).transport(transport.clone()).build().unwrap()
    };
    let transport = FirstBodyHangs::default();
    Call::<()>::new(&client(&transport), &GET).send().await.unwrap();
    assert_eq!(transport.requests.load(Ordering::SeqCst), 2);

    let transport = FirstBodyHangs::default();
    let error = Call::<()>::new(&client(&transport), &POST).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(error.to_string().ends_with("response body made no progress for 60s"), "{error}");
    assert_eq!(transport.requests.load(Ordering::SeqCst), 1);
}
