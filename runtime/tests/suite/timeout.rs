//! Timeouts of calls, attempts and response bodies.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Backoff, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder, Json, MethodDescriptor,
    NoRetry, Transport, TransportError,
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

/// Never responds, except to pages before the second. Records the time limits; those of one length
/// expire at once.
#[derive(Clone, Debug)]
struct Silent {
    expiring: Duration,
    alarms: Arc<Mutex<Vec<Duration>>>,
    /// Whether the first request is answered with a page.
    has_page: bool,
    requests: Arc<AtomicUsize>,
}

impl Silent {
    fn new(expiring_after_seconds: u64) -> Self {
        let expiring = Duration::from_secs(expiring_after_seconds);
        Self { expiring, alarms: Arc::default(), has_page: false, requests: Arc::default() }
    }

    fn builder(&self) -> ClientBuilder<Client> {
        ClientBuilder::new(API).transport(self.clone()).retry(NoRetry)
    }

    fn alarms(&self) -> Vec<u64> {
        self.alarms.lock().expect("no poisoned lock").iter().map(Duration::as_secs).collect()
    }
}

impl Transport for Silent {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        if self.requests.fetch_add(1, Ordering::SeqCst) == 0 && self.has_page {
            let page = Response::new(Body::from(r#"{"items":[1],"nextPageToken":"a"}"#));
            return Box::pin(std::future::ready(Ok(page)));
        }
        Box::pin(std::future::pending())
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.alarms.lock().expect("no poisoned lock").push(after);
        if after == self.expiring { Box::pin(std::future::ready(())) } else { Box::pin(std::future::pending()) }
    }
}

const WAIT: MethodDescriptor = MethodDescriptor::new("games.operations.wait", "POST", "operations/{operation}/wait");

#[tokio::test]
async fn a_response_to_a_call_begins_within_a_minute() {
    let transport = Silent::new(60);
    let error = Call::<Json>::new(&transport.builder().build().unwrap(), &GET).send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    let text = "games.rooms.get (www.googleapis.com): response did not begin within 60s, the `first_byte_timeout`";
    assert_eq!(error.to_string(), text);
}

#[tokio::test]
async fn first_byte_timeout_can_be_set_on_the_client_and_on_the_call() {
    let transport = Silent::new(900);
    let client = transport.builder().first_byte_timeout(Duration::from_secs(900)).build().unwrap();
    assert!(Call::<Json>::new(&client, &GET).send().await.unwrap_err().is_timeout());
    assert!(Call::<Json>::new(&client, &GET).download().bytes().await.unwrap_err().is_timeout());
    assert_eq!(transport.alarms(), [900, 900]);

    let transport = Silent::new(7);
    let client = transport.builder().first_byte_timeout(Duration::from_secs(900)).build().unwrap();
    let limit = Duration::from_secs(7);
    let call = || Call::<Json>::new(&client, &POST);
    assert!(call().first_byte_timeout(limit).send().await.unwrap_err().is_timeout());
    assert!(call().first_byte_timeout(limit).stream().next().await.unwrap().unwrap_err().is_timeout());
    assert!(call().download().first_byte_timeout(limit).bytes().await.unwrap_err().is_timeout());
    let upload = || call().upload(UploadDescriptor::both("/upload"), "abc".into()).first_byte_timeout(limit);
    assert!(upload().send().await.unwrap_err().is_timeout());
    assert!(upload().resumable(true).send().await.unwrap_err().is_timeout());
    assert_eq!(transport.alarms(), [7; 5]);
}

#[tokio::test]
async fn media_are_limited_by_the_timeout_of_the_attempt_only() {
    let transport = Silent::new(600);
    let client = transport.builder().retry(Backoff::default().max_attempts(1)).build().unwrap();
    let call = || Call::<Json>::new(&client, &POST);
    call().download().bytes().await.unwrap_err();
    call().upload(UploadDescriptor::both("/upload"), "abc".into()).send().await.unwrap_err();
    let session = "https://www.googleapis.com/session";
    call().upload(UploadDescriptor::both("/upload"), "abc".into()).resume(session).send().await.unwrap_err();
    call().stream().without_idle_timeout().next().await.unwrap().unwrap_err();
    assert_eq!(transport.alarms(), [600; 4]);
}

#[tokio::test]
async fn methods_that_wait_have_two_more_minutes() {
    let transport = Silent::new(180);
    let client = transport.builder().build().unwrap();
    let error = Call::<Json>::new(&client, &WAIT).path_text("operation", "o").send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(transport.alarms(), [180]);
}

/// Responds with a body that never arrives. Records the time limits, which expire at once.
#[derive(Clone, Debug, Default)]
struct QuietBody {
    alarms: Arc<Mutex<Vec<Duration>>>,
}

impl Transport for QuietBody {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let body = SlowBody { remaining: 0, ends: false, interval: Box::pin(std::future::pending()) };
        Box::pin(std::future::ready(Ok(Response::new(Body::stream(body, None)))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        // The limits of the attempt and of the first byte.
        if after >= Duration::from_secs(600) || after == Duration::from_secs(59) {
            return Box::pin(std::future::pending());
        }
        self.alarms.lock().expect("no poisoned lock").push(after);
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn idle_timeout_can_be_raised_and_lowered() {
    let transport = QuietBody::default();
    let builder = || {
        let builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
        builder.retry(Backoff::default().max_attempts(1)).first_byte_timeout(Duration::from_secs(59))
    };
    let seconds = Duration::from_secs;
    let default = builder().build().unwrap();
    let patient = builder().idle_timeout(seconds(300)).build().unwrap();
    let call = |client| Call::<Json>::new(client, &GET);
    call(&default).send().await.unwrap_err();
    call(&patient).send().await.unwrap_err();
    call(&patient).idle_timeout(seconds(7)).send().await.unwrap_err();
    call(&patient).download().bytes().await.unwrap_err();
    call(&patient).download().idle_timeout(seconds(8)).bytes().await.unwrap_err();
    call(&patient).stream().next().await.unwrap().unwrap_err();
    call(&patient).stream().idle_timeout(seconds(9)).next().await.unwrap().unwrap_err();
    let alarms = transport.alarms.lock().unwrap().iter().map(Duration::as_secs).collect::<Vec<_>>();
    assert_eq!(alarms, [60, 300, 7, 300, 8, 300, 9]);
}

#[tokio::test]
async fn timeout_of_a_list_covers_all_pages() {
    let items = |page: Json| page["items"].as_array().cloned().unwrap_or_default();
    for prefetch in [false, true] {
        let transport = Silent { has_page: true, ..Silent::new(30) };
        let client = transport.builder().timeout(Duration::from_secs(40)).build().unwrap();
        let list = Call::<Json>::new(&client, &GET).timeout(Duration::from_secs(30)).items(PageToken::Query, items);
        let mut list = if prefetch { list.prefetch() } else { list };
        assert_eq!(list.next().await.unwrap().unwrap(), 1);
        let error = list.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("timed out after 30s"), "{error}");
        assert_eq!(transport.requests.load(Ordering::SeqCst), 2);
        assert!(list.next().await.is_none());
    }
}

#[tokio::test]
async fn each_page_has_its_own_timeout() {
    let limits = |alarms: Vec<u64>| alarms.into_iter().filter(|limit| *limit != 60).collect::<Vec<_>>();
    let mut transport = Silent::new(5);
    transport.has_page = true;
    let client = transport.builder().timeout(Duration::from_secs(40)).build().unwrap();
    let call = || Call::<Json>::new(&client, &GET);
    let mut pages =
        call().timeout(Duration::from_secs(30)).pages(PageToken::Query).page_timeout(Duration::from_secs(5));
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "games.rooms.get (www.googleapis.com): timed out after 5s");
    assert_eq!(limits(transport.alarms()), [5, 5], "the caller waits for neither page");

    // The timeout of the client is that of each page.
    let transport = Silent::new(40);
    let client = transport.builder().timeout(Duration::from_secs(40)).build().unwrap();
    let error = Call::<Json>::new(&client, &GET).pages(PageToken::Query).next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "games.rooms.get (www.googleapis.com): timed out after 40s");
}
