//! Attempts and pages against a transport in memory.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::pagination::{Items, PageToken};
use discovery_runtime::{
    ApiDescriptor, Attempt, Backoff, Bearer, Body, BoxFuture, Call, Client, ClientBuilder, Credentials, Error, Json,
    MemoryTransport, MethodDescriptor, NoCredentials, NoRetry, RetryPolicy, Transport, TransportError,
};
use futures_core::Stream;
use http::Response;
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.search", "POST", "rooms:search");

fn client(world: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(world.clone()).build().expect("a client")
}

#[tokio::test]
async fn what_fails_for_a_while_is_tried_again() {
    let world = MemoryTransport::new()
        .answer(503, "<html>")
        .fail(TransportError::transient("the connection broke"))
        .answer(403, r#"{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}"#)
        .answer(200, r#"{"a":1}"#);
    assert_eq!(Call::<Json>::new(&client(&world), &GET).send().await.unwrap(), json!({"a": 1}));
    assert_eq!((world.requests().len(), world.left()), (4, 0));
    let pauses = world.pauses();
    assert!(pauses.len() == 3 && pauses.is_sorted(), "{pauses:?}");
}

#[tokio::test]
async fn the_last_error_is_the_callers() {
    let world = (1..=9).fold(MemoryTransport::new(), |world, _| world.answer(503, ""));
    let error = Call::<Json>::new(&client(&world), &GET).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(world.requests().len(), 4);
    let world = MemoryTransport::new().answer(404, "").answer(200, "{}");
    assert!(Call::<Json>::new(&client(&world), &GET).send().await.unwrap_err().is_not_found());
    assert_eq!(world.left(), 1);
}

#[tokio::test]
async fn a_post_is_sent_once_unless_somebody_says_that_it_may_be_sent_twice() {
    let world = || MemoryTransport::new().answer(503, "").answer(200, "{}");
    const KNOWN: MethodDescriptor =
        MethodDescriptor::new("games.rooms.search", "POST", "rooms:search").with_request_id();
    let call = |world: &MemoryTransport| Call::<Json>::new(&client(world), &KNOWN).body(&json!({}));
    let (once, said, parameter, member) = (world(), world(), world(), world());
    call(&once).send().await.unwrap_err();
    call(&said).idempotent(true).send().await.unwrap();
    call(&parameter).query_text("requestId", "7").send().await.unwrap();
    let body = discovery_runtime::Map::from([("requestId".to_owned(), "7".to_owned())]);
    call(&member).body(&body).send().await.unwrap();
    assert_eq!((once.left(), said.left(), parameter.left(), member.left()), (1, 0, 0, 0));
    let logged = world();
    Call::<Json>::new(&client(&logged), &POST).query_text("requestId", "7").send().await.unwrap_err();
    assert_eq!(logged.left(), 1, "a name is no promise");
    let (empty, no_member) = (world(), world());
    call(&empty).query_text("requestId", "").send().await.unwrap_err();
    let body = discovery_runtime::Map::from([("requestId".to_owned(), String::new())]);
    call(&no_member).body(&body).send().await.unwrap_err();
    assert_eq!((empty.left(), no_member.left()), (1, 1), "an empty id is none");
    // The same bytes, both times.
    assert_eq!(member.requests()[0].body(), br#"{"requestId":"7"}"#);
    assert_eq!(member.requests()[1].body(), br#"{"requestId":"7"}"#);
}

#[tokio::test]
async fn a_call_may_have_a_policy_of_its_own() {
    struct Once;
    impl RetryPolicy for Once {
        fn wait(&self, failed: &Attempt<'_>) -> Option<Duration> {
            (failed.number() == 1 && failed.error().is_not_found()).then_some(Duration::from_secs(9))
        }
    }
    let world = MemoryTransport::new().answer(404, "").answer(404, "").answer(200, "{}");
    Call::<Json>::new(&client(&world), &POST).retry(Once).send().await.unwrap_err();
    assert_eq!((world.pauses(), world.left()), (vec![Duration::from_secs(9)], 1));
    Call::<Json>::new(&client(&world), &GET).retry(NoRetry).send().await.unwrap();
}

#[tokio::test]
async fn the_server_says_when_to_come_back() {
    let busy = Response::builder().status(429).header("retry-after", "17").body(Bytes::new()).unwrap();
    let world = MemoryTransport::new().respond(busy).answer(200, "{}");
    Call::<Json>::new(&client(&world), &GET).send().await.unwrap();
    assert_eq!(world.pauses(), [Duration::from_secs(17)]);
}

#[tokio::test]
async fn a_test_is_told_which_answer_it_lacks() {
    let world = MemoryTransport::new();
    let call = Call::<Json>::new(&client(&world), &POST).param("key", "SECRET");
    let says = "in-memory transport has no response left for POST /games/v1/rooms:search";
    assert_eq!(call.send().await.unwrap_err().to_string(), says);
    assert_eq!(world.requests().len(), 1);
}

/// Answers never the first time, and the second time at once.
#[derive(Clone, Debug, Default)]
struct Stuck(Arc<AtomicUsize>);

impl Transport for Stuck {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if self.0.fetch_add(1, Ordering::SeqCst) == 0 {
            return Box::pin(std::future::pending());
        }
        Box::pin(std::future::ready(Ok(Response::new(Body::from("{}")))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn a_limit_holds_for_attempts_and_for_calls() {
    let quick = Backoff::default().pauses(Duration::from_millis(2), Duration::from_millis(2));
    let call = |stuck: &Stuck| {
        let client: Client = ClientBuilder::new(API).transport(stuck.clone()).retry(quick.clone()).build().unwrap();
        Call::<Json>::new(&client, &GET)
    };
    let (once, twice) = (Stuck::default(), Stuck::default());
    let error = call(&once).timeout(Duration::from_millis(20)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    call(&twice).retry(quick.clone().attempt_timeout(Duration::from_millis(20))).send().await.unwrap();
    assert_eq!((once.0.load(Ordering::SeqCst), twice.0.load(Ordering::SeqCst)), (1, 2));
}

/// A body that gives a space after each pause, so many in all, and then stands still or ends.
struct Dripping {
    left: usize,
    ends: bool,
    pause: BoxFuture<'static, ()>,
}

const PAUSE: Duration = Duration::from_millis(15);

impl Stream for Dripping {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return if self.ends { Poll::Ready(None) } else { Poll::Pending };
        }
        ready!(self.pause.as_mut().poll(context));
        self.left -= 1;
        self.pause = Box::pin(tokio::time::sleep(PAUSE));
        Poll::Ready(Some(Ok(Bytes::from_static(b" "))))
    }
}

/// Answers with a body that stands still, then with a slow one. A minute is half a second here, and more is for ever.
#[derive(Clone, Debug, Default)]
struct Slow(Arc<AtomicUsize>);

impl Transport for Slow {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let (left, ends) = if self.0.fetch_add(1, Ordering::SeqCst) == 0 { (2, false) } else { (40, true) };
        let body = Dripping { left, ends, pause: Box::pin(tokio::time::sleep(PAUSE)) };
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
async fn a_response_that_stands_still_is_given_up_and_a_slow_one_is_not() {
    let (again, once) = (Slow::default(), Slow::default());
    let client = |slow: &Slow| -> Client { ClientBuilder::new(API).transport(slow.clone()).build().unwrap() };
    Call::<()>::new(&client(&again), &GET).send().await.unwrap();
    let error = Call::<()>::new(&client(&once), &POST).send().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string() == "no byte came for 60s", "{error:?}");
    assert_eq!((again.0.load(Ordering::SeqCst), once.0.load(Ordering::SeqCst)), (2, 1));
}

fn items(call: Call<Json>, token: PageToken) -> Items<Json, Json> {
    call.items(token, |page| page.get("items").and_then(Json::as_array).cloned().unwrap_or_default())
}

#[tokio::test]
async fn items_go_over_all_pages() {
    let world = MemoryTransport::new()
        .answer(200, r#"{"items":[1,2],"nextPageToken":"a b"}"#)
        .answer(200, r#"{"nextPageToken":"c"}"#)
        .answer(200, r#"{"items":[3],"nextPageToken":""}"#);
    let call = Call::<Json>::new(&client(&world), &GET).query("maxResults", 2_i32);
    assert_eq!(items(call, PageToken::Query).collect().await.unwrap(), [json!(1), json!(2), json!(3)]);
    let queries: Vec<_> = world.requests().iter().map(|request| request.uri().query().unwrap().to_owned()).collect();
    assert_eq!(
        queries,
        ["maxResults=2&alt=json", "maxResults=2&pageToken=a%20b&alt=json", "maxResults=2&pageToken=c&alt=json"]
    );
}

#[tokio::test]
async fn the_token_goes_into_the_message() {
    let world =
        MemoryTransport::new().answer(200, r#"{"items":[1],"nextPageToken":"t"}"#).answer(200, r#"{"items":[2]}"#);
    let call = Call::<Json>::new(&client(&world), &POST).body(&json!({"query": "x", "pageToken": "start"}));
    assert_eq!(items(call, PageToken::Body).collect().await.unwrap().len(), 2);
    assert_eq!(world.requests()[0].body(), br#"{"pageToken":"start","query":"x"}"#);
    assert_eq!(world.requests()[1].body(), br#"{"pageToken":"t","query":"x"}"#);
}

#[tokio::test]
async fn a_server_that_turns_in_circles_is_left() {
    let world = ["a", "b", "a", "b"].iter().fold(MemoryTransport::new(), |world, token| {
        world.answer(200, format!(r#"{{"items":["{token}"],"nextPageToken":"{token}"}}"#))
    });
    let mut items = items(Call::new(&client(&world), &GET), PageToken::Query);
    for item in ["a", "b", "a"] {
        assert_eq!(items.next().await.unwrap().unwrap(), item);
    }
    assert!(matches!(items.next().await, Some(Err(Error::RepeatedPage(token))) if token == "a"));
    assert!(items.next().await.is_none());
    assert_eq!(world.left(), 1);
}

#[tokio::test]
async fn pages_end_at_an_error() {
    let world = MemoryTransport::new().answer(200, r#"{"nextPageToken":"a"}"#).answer(403, "").answer(200, "{}");
    let mut pages = Call::<Json>::new(&client(&world), &GET).pages(PageToken::Query);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().unwrap_err().is_permission_denied());
    assert!(pages.next().await.is_none());
    assert_eq!(world.left(), 1);
}

#[tokio::test]
async fn an_error_that_breaks_off_is_that_error() {
    #[derive(Debug)]
    struct Breaking;
    impl Transport for Breaking {
        fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            struct Broken(Option<Bytes>);
            impl Stream for Broken {
                type Item = Result<Bytes, TransportError>;
                fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                    Poll::Ready(Some(self.0.take().ok_or_else(|| TransportError::transient("reset"))))
                }
            }
            let body = Body::stream(Broken(Some(Bytes::from_static(b"{\"error\":"))), None);
            Box::pin(std::future::ready(Ok(Response::builder().status(404).body(body).expect("a response"))))
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            unreachable!("it is not tried again")
        }

        fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }
    let client: Client = ClientBuilder::new(API).transport(Breaking).build().unwrap();
    let error = Call::<Json>::new(&client, &GET).send().await.unwrap_err();
    let Error::Api(error) = error else { unreachable!("{error:?}") };
    assert_eq!((error.status().as_u16(), error.body()), (404, &b"{\"error\":"[..]));
}

#[tokio::test]
async fn no_answer_may_be_null() {
    for body in ["", " ", "null", " null\n"] {
        let world = MemoryTransport::new().answer(200, body);
        let answer = Call::<discovery_runtime::Map<String>>::new(&client(&world), &GET).send().await.unwrap();
        assert!(answer.is_empty(), "{body:?}");
        let world = MemoryTransport::new().answer(200, body);
        assert_eq!(Call::<i32>::new(&client(&world), &GET).send().await.unwrap(), 0, "{body:?}");
    }
}

#[tokio::test]
async fn the_token_of_the_next_page_is_among_the_fields() {
    let page = |token: &str| format!(r#"{{"items":["x"]{token}}}"#);
    for (fields, asked) in [("items", "items%2CnextPageToken"), ("nextPageToken,items", "nextPageToken%2Citems")] {
        let world = MemoryTransport::new().answer(200, page(r#","nextPageToken":"2""#)).answer(200, page(""));
        let call = Call::<Json>::new(&client(&world), &GET).query_text("fields", fields);
        let items = call.items(PageToken::Query, |page| page["items"].as_array().cloned().unwrap_or_default());
        assert_eq!(items.collect().await.unwrap().len(), 2);
        for request in world.requests() {
            assert!(request.uri().query().unwrap().contains(&format!("fields={asked}&")), "{}", request.uri());
        }
    }
    let world = MemoryTransport::new().answer(200, page(""));
    Call::<Json>::new(&client(&world), &GET).pages(PageToken::Query).next().await.unwrap().unwrap();
    assert_eq!(world.requests()[0].uri().query(), Some("alt=json"));
}

#[tokio::test]
async fn a_pause_that_is_too_long_leaves_the_error_as_it_is() {
    let busy = Response::builder().status(429).header("retry-after", "60").body(Bytes::new()).unwrap();
    let world = MemoryTransport::new().respond(busy).answer(200, "{}");
    let call = Call::<Json>::new(&client(&world), &GET).timeout(Duration::from_secs(3));
    assert_eq!(call.send().await.unwrap_err().status().unwrap(), 429);
    assert_eq!((world.left(), world.pauses().len()), (1, 0));
}

#[tokio::test]
async fn clients_share_what_they_are_given() {
    let world: Arc<dyn Transport> = Arc::new(MemoryTransport::new().answer(200, "{}").answer(200, "{}"));
    let credentials: Arc<dyn Credentials> = Arc::new(Bearer::new("T"));
    for chosen in [true, false] {
        let either: Box<dyn Credentials> = if chosen { Box::new(credentials.clone()) } else { Box::new(NoCredentials) };
        let client: Client =
            ClientBuilder::new(API).transport(world.clone()).credentials(either).build().expect("a client");
        Call::<Json>::new(&client, &GET).send().await.unwrap();
    }
}
