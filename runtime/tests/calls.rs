//! Calls against a transport that answers at once and remembers what it was asked.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use discovery_runtime::{
    ApiDescriptor, AuthError, Bearer, Body, BoxFuture, Call, Client, ClientBuilder, Credentials, Error, Json,
    MethodDescriptor, NoRetry, Transport, TransportError,
};
use http::Response as HttpResponse;
use http::StatusCode;

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_user_agent("games-v1/0.1.0");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.decline", "POST", "rooms/decline");

type Seen = Vec<http::Request<Body>>;

#[derive(Clone, Debug)]
struct Fake {
    seen: Arc<Mutex<Seen>>,
    status: StatusCode,
    body: &'static str,
}

impl Fake {
    fn new(status: u16, body: &'static str) -> Self {
        Self { seen: Arc::default(), status: StatusCode::from_u16(status).expect("a status"), body }
    }

    fn client(&self) -> ClientBuilder<Client> {
        ClientBuilder::new(API).transport(self.clone()).retry(NoRetry)
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.seen.lock().expect("nobody panics").push(request);
        let mut response = HttpResponse::new(self.body.into());
        *response.status_mut() = self.status;
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[derive(Debug)]
struct Slow(Duration);

impl Credentials for Slow {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(http::HeaderMap::new())
        })
    }
}

#[tokio::test]
async fn the_api_key_goes_with_what_is_sent_and_nowhere_else() {
    let fake = Fake::new(200, "");
    let client = fake.client().api_key("SECRET").credentials(Bearer::new("TOKEN")).build().unwrap();
    let call = || Call::<()>::new(&client, &GET).path_text("roomId", "a/b");
    let request = call().request().unwrap();
    assert_eq!(request.uri(), "https://www.googleapis.com/games/v1/rooms/a%2Fb?alt=json");
    assert!(!format!("{request:?}").contains("SECRET"));
    call().send().await.unwrap();
    call().param("key", "other").send().await.unwrap();
    let seen = fake.seen.lock().unwrap();
    assert_eq!(seen[0].headers()["x-goog-api-key"], "SECRET");
    assert_eq!(seen[0].headers()["authorization"], "Bearer TOKEN");
    assert!(!seen[1].headers().contains_key("x-goog-api-key"));
    let shown = format!("{seen:?} {client:?}");
    assert!(!shown.contains("SECRET") && !shown.contains("TOKEN"), "{shown}");
}

#[test]
fn debug_hides_what_is_secret() {
    let client = Fake::new(200, "").client().build().unwrap();
    for header in ["Authorization", "Proxy-Authorization", "X-Goog-ApiDescriptor-Key", "Cookie"] {
        let call = Call::<()>::new(&client, &POST).header(header, "SECRET").param("access_token", "SECRET");
        assert!(!format!("{call:?}").contains("SECRET"), "{header}");
    }
    let builder = ClientBuilder::<Client>::new(API).endpoint("https://user:SECRET@a.example/").api_key("SECRET");
    assert!(!format!("{builder:?}").contains("SECRET"));
    let error = builder.build().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("SECRET"));
}

#[test]
fn only_what_could_have_a_body_says_that_it_has_none() {
    let client = Fake::new(200, "").client().build().unwrap();
    let length = |call: Call<()>| call.request().unwrap().headers().get("content-length").cloned();
    assert_eq!(length(Call::new(&client, &POST)).unwrap(), "0");
    assert_eq!(length(Call::new(&client, &POST).body(&Json::Null)), None);
    assert_eq!(length(Call::new(&client, &GET).path_text("roomId", "a")), None);
}

#[tokio::test]
async fn the_time_that_credentials_take_counts() {
    let fake = Fake::new(200, "");
    let client = fake.client().credentials(Slow(Duration::from_millis(30))).build().unwrap();
    let call = |limit| Call::<()>::new(&client, &POST).timeout(Duration::from_millis(limit)).send();
    assert!(call(10).await.unwrap_err().is_timeout());
    assert!(fake.seen.lock().unwrap().is_empty());
    call(60_000).await.unwrap();
    assert_eq!(fake.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_call_is_told_when_it_is_sent() {
    let fake = Fake::new(200, "");
    let client = fake.client().build().unwrap();
    for call in [
        Call::<()>::new(&client, &POST).header("x-a", "b\nc"),
        Call::new(&client, &POST).header("x a", "b"),
        Call::new(&client, &GET),
        Call::new(&client, &GET).path_text("roomId", ".."),
        Call::new(&client, &POST).param("x", &"y".repeat(70_000)),
    ] {
        assert!(matches!(call.send().await, Err(Error::Build(_))));
    }
    assert!(fake.seen.lock().unwrap().is_empty());
}

#[test]
fn the_query_stands_in_the_order_of_setting() {
    let client = Fake::new(200, "").client().build().unwrap();
    let call = Call::<()>::new(&client, &POST)
        .query("a", 1_i64)
        .query_all("ids", [3_i32, 4])
        .query("endDate.day", true)
        .query("none", None::<bool>)
        .query("x", f64::INFINITY)
        .param("$.xgafv", "a b&c=é+")
        .query("a", 2_u64);
    assert_eq!(
        call.request().unwrap().uri().query(),
        Some("ids=3&ids=4&endDate.day=true&x=Infinity&%24.xgafv=a%20b%26c%3D%C3%A9%2B&a=2&alt=json")
    );
}

#[tokio::test]
async fn a_response_that_nobody_reads_may_be_anything() {
    let client = Fake::new(200, "<html>").client().build().unwrap();
    Call::<()>::new(&client, &POST).send().await.unwrap();
    let error = Call::<Json>::new(&client, &POST).send().await.unwrap_err();
    let Error::Decode(unreadable) = &error else { panic!("{error:?}") };
    assert_eq!((unreadable.decode_error().line(), unreadable.body()), (1, &b"<html>"[..]));
    assert!(std::error::Error::source(&error).is_some());
    let client = Fake::new(204, "").client().build().unwrap();
    assert_eq!(Call::<Json>::new(&client, &POST).send_with_response().await.unwrap().status(), 204);
}

#[tokio::test]
async fn errors_answer_questions() {
    for (status, body, not_found, denied, limited, again) in [
        (404, "", true, false, false, false),
        (403, "", false, true, false, false),
        (403, r#"{"error":{"errors":[{"reason":"userRateLimitExceeded"}]}}"#, false, false, true, true),
        (429, "", false, false, true, true),
        (503, "", false, false, false, true),
        (501, "", false, false, false, false),
        (304, "", false, false, false, false),
    ] {
        let client = Fake::new(status, body).client().build().unwrap();
        let error = Call::<Json>::new(&client, &POST).send().await.unwrap_err();
        assert_eq!(
            (error.is_not_found(), error.is_permission_denied(), error.is_rate_limited(), error.is_retryable()),
            (not_found, denied, limited, again),
            "{status} {body}"
        );
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

#[test]
fn futures_and_errors_cross_threads() {
    fn crosses<T: Send>(_: T) {}
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<Error>();
    let client = Fake::new(200, "").client().build().unwrap();
    crosses(Call::<Json>::new(&client, &POST).send());
    assert!(size_of::<Error>() <= 64, "{}", size_of::<Error>());
}
