//! The budget for the retries of all calls of a client.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Batch, Body, BoxFuture, Call, Client, ClientBuilder, Error, Json, MethodDescriptor, RetryBudget,
    Transport, TransportError,
};
use http::{Request, Response};

use crate::printing::Print;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

/// A server that fails with 503 while it is down. Pauses end at once.
#[derive(Clone, Default)]
struct Server {
    requests: Arc<AtomicUsize>,
    is_up: Arc<AtomicBool>,
}

impl Server {
    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    fn client(&self, budget: RetryBudget) -> Client {
        ClientBuilder::new(API).transport(self.clone()).retry_budget(budget).build().expect("a client")
    }

    fn default_client(&self) -> Client {
        ClientBuilder::new(API).transport(self.clone()).build().expect("a client")
    }
}

impl Transport for Server {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let path = request.uri().path().to_owned();
            self.requests.fetch_add(1, Ordering::Relaxed);
            let status = if self.is_up.load(Ordering::Relaxed) { 200 } else { 503 };
            let response = match path.as_str() {
                // Starts, and then fails.
                "/v1/notes:print" => Response::new(Body::from(r#"{"name":"operations/1"}"#)),
                "/v1/notes/broken" => {
                    let broken = Body::stream(too_short(), Some(99));
                    Response::builder().header("x-goog-generation", "1").body(broken).expect("a response")
                }
                _ => Response::builder().status(status).body(Body::from("{}")).expect("a response"),
            };
            Ok(response)
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

/// Returns a body that ends too early.
fn too_short() -> Body {
    Body::from("abc")
}

fn get(client: &Client, id: &str) -> Call<Json> {
    Call::new(client, &GET).path_text("id", id)
}

#[tokio::test]
async fn thousand_calls_of_a_server_that_is_down_are_at_most_1200_requests() {
    let server = Server::default();
    let client = server.default_client();
    let mut refused = 0;
    for _ in 0..1000 {
        let error = get(&client, "7").send().await.expect_err("the server is down");
        assert_eq!(error.status(), Some(http::StatusCode::SERVICE_UNAVAILABLE));
        refused += usize::from(error.is_retry_budget_exhausted());
    }
    assert!((1100..=1200).contains(&server.requests()), "{}", server.requests());
    assert!(refused > 700, "{refused}");

    // As soon as the server is back, so is the client.
    server.is_up.store(true, Ordering::Relaxed);
    let before = server.requests();
    for _ in 0..1000 {
        get(&client, "7").send().await.expect("a response");
    }
    assert_eq!(server.requests() - before, 1000);
}

#[tokio::test]
async fn concurrent_calls_share_the_budget() {
    let server = Server::default();
    let client = server.default_client();
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(get(&client.clone(), "7").send())).collect();
    for call in calls {
        call.await.expect("no panic").expect_err("the server is down");
    }
    assert!((1100..=1200).contains(&server.requests()), "{}", server.requests());
}

#[tokio::test]
async fn error_says_why_there_was_no_retry() {
    let server = Server::default();
    let client = server.client(RetryBudget::default().percent(0).minimum(1));
    let first = get(&client, "7").send().await.expect_err("the server is down");
    assert_eq!(server.requests(), 2);
    let text =
        "notes.get (notes.example, 2 attempts): 503: {}; not retried: the retry budget of the client is exhausted";
    assert_eq!(first.to_string(), text);
    let last_attempt = get(&server.client(RetryBudget::unlimited()), "7").send().await.expect_err("the server is down");
    assert!(!last_attempt.is_retry_budget_exhausted(), "the policy gave up: {last_attempt}");
}

#[tokio::test]
async fn budget_can_be_switched_off() {
    let server = Server::default();
    let client = server.client(RetryBudget::unlimited());
    for _ in 0..100 {
        get(&client, "7").send().await.expect_err("the server is down");
    }
    assert_eq!(server.requests(), 400);
}

type Use = fn(Client) -> BoxFuture<'static, Result<(), Error>>;

const USES: [(&str, usize, Use); 9] = [
    ("call", 1, |client| Box::pin(async move { get(&client, "7").send().await.map(|_| ()) })),
    ("list", 1, |client| {
        let pages = get(&client, "7").pages(discovery_runtime::pagination::PageToken::Query);
        Box::pin(async move { { pages }.next().await.expect("a page").map(|_| ()) })
    }),
    ("stream", 1, |client| Box::pin(async move { get(&client, "7").stream().collect().await.map(|_| ()) })),
    ("download", 1, |client| Box::pin(async move { get(&client, "7").download().bytes().await.map(|_| ()) })),
    ("download that breaks", 1, |client| {
        Box::pin(async move { get(&client, "broken").download().bytes().await.map(|_| ()) })
    }),
    ("upload", 1, |client| {
        let upload = get(&client, "7").upload(UPLOAD, "abc".into()).idempotent(true);
        Box::pin(async move { upload.send().await.map(|_| ()) })
    }),
    ("resumable upload", 1, |client| {
        let upload = get(&client, "7").upload(UPLOAD, "abc".into()).resumable(true);
        Box::pin(async move { upload.resume("https://notes.example/session").send().await.map(|_| ()) })
    }),
    ("operation", 2, |client| {
        const PRINT: MethodDescriptor = MethodDescriptor::new("notes.print", "POST", "notes:print");
        Box::pin(async move { Print(Call::new(&client, &PRINT)).operation().await.map(|_| ()) })
    }),
    ("batch", 1, |client| {
        Box::pin(async move {
            let mut batch = Batch::new();
            let key = batch.add(get(&client, "7"));
            batch.send().await?.take(key).map(|_| ())
        })
    }),
];

#[tokio::test]
async fn everything_uses_the_budget() {
    for (name, requests, run) in USES {
        let server = Server::default();
        let client = server.client(RetryBudget::default().percent(0).minimum(0));
        let error = run(client).await.expect_err(name);
        assert!(error.is_retry_budget_exhausted(), "{name}: {error}");
        assert_eq!(server.requests(), requests, "{name}");
    }
}

/// Responds to a batch with one part, whose status is 503.
#[derive(Debug, Default)]
struct FailingPart(AtomicUsize);

impl Transport for FailingPart {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let body = "--b\r\n\r\nHTTP/1.1 503 X\r\n\r\n\r\n--b--";
        let response = Response::builder().header("content-type", "multipart/mixed; boundary=b").body(body.into());
        Box::pin(std::future::ready(Ok(response.expect("a response"))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn calls_within_a_batch_use_the_budget() {
    let transport = Arc::new(FailingPart::default());
    let builder = ClientBuilder::<Client>::new(API).transport(Arc::clone(&transport));
    let client = builder.retry_budget(RetryBudget::default().percent(0).minimum(1)).build().expect("a client");
    let mut batch = Batch::new();
    let key = batch.add(get(&client, "7"));
    let error = batch.send().await.expect("a response").take(key).expect_err("503");
    assert!(error.is_retry_budget_exhausted() && error.status().is_some(), "{error}");
    assert_eq!(transport.0.load(Ordering::Relaxed), 2);
}
