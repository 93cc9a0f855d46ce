//! How requests are authorized: tokens, API keys, quota projects and universe domains.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use discovery_runtime::{
    ApiDescriptor, AuthContext, AuthError, Bearer, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder,
    Credentials, Endpoint, ErrorKind, Json, MemoryTransport, MethodDescriptor, NoRetry, Transport, TransportError,
};
use http::header::{HeaderMap, HeaderValue};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/")
    .with_mtls_root_url("https://games.mtls.googleapis.com/")
    .with_endpoints(&[("us", "https://games.us.example")]);
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const LIST: MethodDescriptor = MethodDescriptor::new("games.rooms.list", "GET", "rooms");

fn builder() -> ClientBuilder<Client> {
    ClientBuilder::new(API)
}

#[tokio::test]
async fn api_key_and_token_are_sent_and_not_displayed() {
    let transport = MemoryTransport::new().answer(200, "").answer(200, "");
    let client: Client = builder()
        .api_key("SECRET")
        .credentials(Bearer::new("TOKEN"))
        .transport(transport.clone())
        .build()
        .expect("a client");
    let call = || Call::<()>::new(&client, &GET).path_text("roomId", "a/b");
    let request = call().request().unwrap();
    assert_eq!(request.uri(), "https://games.googleapis.com/games/v1/rooms/a%2Fb?alt=json");
    assert!(!format!("{request:?}").contains("SECRET"));
    call().send().await.unwrap();
    call().param("key", "other").send().await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests[0].headers()["x-goog-api-key"], "SECRET");
    assert_eq!(requests[0].headers()["authorization"], "Bearer TOKEN");
    assert!(!requests[1].headers().contains_key("x-goog-api-key"));
    let debug = format!("{requests:?} {client:?}");
    assert!(!debug.contains("SECRET") && !debug.contains("TOKEN"), "{debug}");
}

/// Credentials that take some time.
#[derive(Debug)]
struct SlowCredentials(Duration);

impl Credentials for SlowCredentials {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(HeaderMap::new())
        })
    }
}

/// A transport that responds immediately, and counts the requests.
#[derive(Clone, Debug, Default)]
struct CountingTransport {
    requests: Arc<AtomicUsize>,
}

impl Transport for CountingTransport {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(http::Response::new("".into()))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn timeout_includes_the_time_for_credentials() {
    let transport = CountingTransport::default();
    let client: Client = builder()
        .credentials(SlowCredentials(Duration::from_millis(500)))
        .transport(transport.clone())
        .retry(NoRetry)
        .build()
        .expect("a client");
    let send = |millis| Call::<()>::new(&client, &LIST).timeout(Duration::from_millis(millis)).send();
    assert!(send(10).await.unwrap_err().is_timeout());
    assert_eq!(transport.requests.load(Ordering::SeqCst), 0);
    send(60_000).await.unwrap();
    assert_eq!(transport.requests.load(Ordering::SeqCst), 1);
}

/// Credentials with a quota project, as Google's have.
#[derive(Debug)]
struct WithQuotaProject;

impl Credentials for WithQuotaProject {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let mut headers = HeaderMap::new();
        headers.insert("x-goog-user-project", HeaderValue::from_static("of-the-credentials"));
        Box::pin(async { Ok(headers) })
    }
}

/// Returns the quota project of a request.
async fn quota_project(
    builder: ClientBuilder<Client>,
    options: impl FnOnce(Call<Json>) -> Call<Json>,
) -> Option<String> {
    let transport = MemoryTransport::new().answer(200, "{}");
    let client = builder.transport(transport.clone()).build().expect("a client");
    options(Call::new(&client, &LIST)).send().await.expect("a response");
    let requests = transport.requests();
    let headers = requests.first().expect("a request").headers();
    let mut projects = headers.get_all("x-goog-user-project").iter();
    let project = projects.next().map(|project| project.to_str().expect("text").to_owned());
    assert!(projects.next().is_none(), "the header is sent once");
    project
}

#[tokio::test]
async fn quota_project_of_the_call_overrides_client_and_credentials() {
    assert_eq!(quota_project(builder(), |call| call).await, None);
    let project = quota_project(builder().credentials(WithQuotaProject), |call| call).await;
    assert_eq!(project.as_deref(), Some("of-the-credentials"));
    let builder = || builder().credentials(WithQuotaProject).quota_project("of-the-client");
    assert_eq!(quota_project(builder(), |call| call).await.as_deref(), Some("of-the-client"));
    let project = quota_project(builder(), |call| call.quota_project("of-the-call")).await;
    assert_eq!(project.as_deref(), Some("of-the-call"));
    let project = quota_project(builder(), |call| call.header("X-Goog-User-Project", "of-the-header")).await;
    assert_eq!(project.as_deref(), Some("of-the-header"));
}

#[test]
fn rejects_header_values_with_line_breaks() {
    for (builder, name) in [
        (builder().quota_project("a\nb"), "quota project"),
        (builder().api_key("a\nb"), "API key"),
        (builder().user_agent("a\nb"), "user agent"),
    ] {
        let error = builder.build().expect_err("an invalid header value").to_string();
        assert_eq!(error, format!("{name} contains characters that are not allowed in a header value"));
    }
}

/// Credentials of the universe domain `cloud.example`.
#[derive(Clone, Debug, Default)]
struct OtherUniverse {
    lookups: Arc<AtomicUsize>,
}

impl Credentials for OtherUniverse {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let bearer = Bearer::new("TOKEN");
        Box::pin(async move { bearer.headers(context).await })
    }

    fn universe_domain<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        self.lookups.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Some("cloud.example".to_owned()) })
    }
}

/// Sends two calls with these credentials, and returns the number of requests that were sent.
async fn send_twice(builder: ClientBuilder<Client>, credentials: OtherUniverse) -> discovery_runtime::Result<usize> {
    let transport = MemoryTransport::new().answer(200, "{}").answer(200, "{}");
    let client = builder.credentials(credentials).transport(transport.clone()).build().expect("a client");
    Call::<Json>::new(&client, &LIST).send().await?;
    Call::<Json>::new(&client, &LIST).send().await?;
    Ok(transport.requests().len())
}

#[tokio::test]
async fn token_is_not_sent_to_another_universe_domain() {
    for (builder, domain) in [
        (builder(), "googleapis.com"),
        (builder().endpoint(Endpoint::mtls()), "googleapis.com"),
        (builder().endpoint(Endpoint::region("us")), "googleapis.com"),
        (builder().endpoint(Endpoint::universe_domain("other.example")), "other.example"),
    ] {
        let error = send_twice(builder, OtherUniverse::default()).await.expect_err("another universe domain");
        assert!(matches!(error.kind(), ErrorKind::Auth(_)) && !error.is_retryable(), "{error:?}");
        assert_eq!(
            error.kind().to_string(),
            format!("credentials belong to the universe domain `cloud.example`, but requests are sent to `{domain}`")
        );
    }
}

#[tokio::test]
async fn universe_domain_of_credentials_is_looked_up_once() {
    let credentials = OtherUniverse::default();
    let builder = builder().endpoint(Endpoint::universe_domain("cloud.example"));
    assert_eq!(send_twice(builder, credentials.clone()).await.expect("a response"), 2);
    assert_eq!(credentials.lookups.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn accepts_credentials_of_any_universe_domain_for_custom_root_url() {
    let builder = builder().endpoint("https://games.cloud.example/");
    assert_eq!(send_twice(builder, OtherUniverse::default()).await.expect("a response"), 2);
}

/// Credentials that fail at first.
#[derive(Debug)]
struct FailingOnce {
    error: fn() -> AuthError,
    calls: AtomicUsize,
}

impl Credentials for FailingOnce {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let is_first = self.calls.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(std::future::ready(if is_first { Err((self.error)()) } else { Ok(HeaderMap::new()) }))
    }
}

#[tokio::test]
async fn temporary_error_of_credentials_is_retried_even_if_the_call_is_not_idempotent() {
    const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.insert", "POST", "rooms");
    let errors: [(fn() -> AuthError, bool); 2] =
        [(|| AuthError::transient("token endpoint is unavailable"), true), (|| AuthError::new("no user"), false)];
    for (error, is_retried) in errors {
        let transport = MemoryTransport::new().answer(200, "");
        let credentials = FailingOnce { error, calls: AtomicUsize::new(0) };
        let client = builder().transport(transport.clone()).credentials(credentials).build().unwrap();
        let result = Call::<()>::new(&client, &POST).send().await;
        assert_eq!((result.is_ok(), transport.requests().len()), (is_retried, usize::from(is_retried)));
    }
}
