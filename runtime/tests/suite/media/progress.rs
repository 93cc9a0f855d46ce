//! The retry budget during transfers: continuing after progress is not a retry.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use discovery_runtime::{Body, BoxFuture, Client, ClientBuilder, Error, RetryBudget, Transport, TransportError};
use http::{Request, Response};
use serde_json::json;

use super::download::GENERATION;
use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::server::{Pieces, requested_range};
use super::{API, UPLOAD, get, insert};

/// The progress after which another request is not a retry.
const PROGRESS: usize = 64 << 10;

/// The size of a chunk of a resumable session.
const CHUNK: usize = 256 << 10;

const NOTE: &str = "; not retried: the retry budget of the client is exhausted";

fn no_retries() -> RetryBudget {
    RetryBudget::default().percent(0).minimum(0)
}

/// Returns the requested bytes of media of this length. Every connection breaks after some of them.
fn serve(length: usize, per_connection: usize, request: &Request<Vec<u8>>) -> ResponseResult {
    let range = requested_range(request, length);
    let missing = range.clone().unwrap_or(0..length).len();
    let sent = missing.min(per_connection);
    let error = (sent < missing).then(|| TransportError::transient("connection reset"));
    let body = Body::stream(Pieces { bytes: vec![7; sent].into(), size: 10_000, error }, Some(missing as u64));
    match range {
        None => response(200, &[GENERATION], body),
        Some(range) => {
            let content_range = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            response(206, &[GENERATION, ("content-range", &content_range)], body)
        }
    }
}

fn broken_downloads(length: usize, per_connection: usize) -> ScriptedTransport {
    ScriptedTransport::new(move |_, request| serve(length, per_connection, request))
}

/// A resumable session that stores some bytes of every chunk and then fails.
fn broken_uploads(per_chunk: usize) -> ScriptedTransport {
    let stored = AtomicUsize::new(0);
    ScriptedTransport::new(move |_, request| {
        let size = request.body().len();
        match request.headers().get("content-range").map(|range| range.to_str().expect("text")) {
            None => response(200, &[("location", "https://storage.example/resume?session=1")], ""),
            Some(range) if range.starts_with("bytes *") => {
                let range = format!("bytes=0-{}", stored.load(Ordering::SeqCst) - 1);
                response(308, &[("range", &range)], "")
            }
            Some(range) if size <= per_chunk => {
                let total = range.rsplit_once('/').expect("a total").1;
                response(200, &[], format!(r#"{{"size":"{total}"}}"#))
            }
            Some(_) => {
                stored.fetch_add(per_chunk, Ordering::SeqCst);
                response(503, &[], "")
            }
        }
    })
}

async fn download(transport: &ScriptedTransport, budget: RetryBudget) -> Result<usize, Error> {
    let client = transport.builder().retry_budget(budget).build().expect("a client");
    get(&client).download().bytes().await.map(|bytes| bytes.len())
}

async fn upload(transport: &ScriptedTransport, size: usize, budget: RetryBudget) -> Result<(), Error> {
    let client = transport.builder().retry_budget(budget).build().expect("a client");
    let upload = insert(&client).upload(UPLOAD, vec![7; size].into()).resumable(true).chunk_size(CHUNK);
    assert_eq!(upload.send().await?, json!({"size": size.to_string()}));
    Ok(())
}

#[tokio::test]
async fn a_download_that_makes_progress_needs_no_budget() {
    let transport = broken_downloads(50 * PROGRESS, PROGRESS);
    assert_eq!(download(&transport, no_retries()).await.unwrap(), 50 * PROGRESS);
    assert_eq!(transport.take_requests().len(), 50);
}

#[tokio::test]
async fn a_download_with_less_progress_uses_the_budget() {
    let transport = broken_downloads(2 * PROGRESS, PROGRESS - 1);
    let error = download(&transport, no_retries()).await.unwrap_err();
    let expected = format!("storage.objects.get (storage.example): connection reset{NOTE}");
    assert_eq!(error.to_string(), expected);
    assert!(error.is_retry_budget_exhausted());
    assert_eq!(transport.take_requests().len(), 1);
}

#[tokio::test]
async fn progress_counts_over_several_connections() {
    // Every other connection completes 64 KiB.
    let transport = broken_downloads(10 * PROGRESS, PROGRESS / 2);
    assert_eq!(download(&transport, no_retries().minimum(10)).await.unwrap(), 10 * PROGRESS);
    assert_eq!(transport.take_requests().len(), 20);
    let error = download(&transport, no_retries().minimum(9)).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted(), "{error}");
}

#[tokio::test]
async fn an_upload_that_makes_progress_needs_no_budget_after_its_first_failure() {
    // Only the server knows how much of the first chunk has arrived.
    let transport = broken_uploads(PROGRESS);
    upload(&transport, 50 * PROGRESS, no_retries().minimum(1)).await.unwrap();
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 1 + 49 * 2 + 1, "the session, 49 failures with queries, and the last chunk");
}

#[tokio::test]
async fn an_upload_with_less_progress_uses_the_budget() {
    let transport = broken_uploads(PROGRESS - 1);
    let error = upload(&transport, 50 * PROGRESS, no_retries().minimum(1)).await.unwrap_err();
    let expected = format!("storage.objects.insert (storage.example): 503: Service Unavailable{NOTE}");
    assert_eq!(error.to_string(), expected);
    assert!(error.is_retry_budget_exhausted());
    assert_eq!(transport.take_requests().len(), 4, "the session, two failures and a query");
}

#[tokio::test]
async fn a_byte_per_connection_exhausts_the_budget() {
    let transport = broken_downloads(PROGRESS, 1);
    let error = download(&transport, RetryBudget::default()).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted(), "{error}");
    assert_eq!(transport.take_requests().len(), 11);

    let transport = broken_uploads(1);
    let error = upload(&transport, PROGRESS, RetryBudget::default()).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted(), "{error}");
    assert_eq!(transport.take_requests().len(), 22, "the session, 11 failures and 10 queries");
}

/// A transport whose pauses end at once, but count.
#[derive(Clone, Debug)]
struct VirtualTime(ScriptedTransport, Arc<Mutex<Instant>>);

impl Transport for VirtualTime {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        *self.1.lock().expect("no poisoned lock") += duration;
        self.0.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.0.alarm(after)
    }

    fn now(&self) -> Instant {
        *self.1.lock().expect("no poisoned lock")
    }
}

#[tokio::test]
async fn a_byte_per_connection_does_not_extend_the_time_for_retries() {
    let (transport, start) = (broken_downloads(PROGRESS, 1), Instant::now());
    let now = Arc::new(Mutex::new(start));
    let builder = ClientBuilder::new(API).transport(VirtualTime(transport.clone(), Arc::clone(&now)));
    let client: Client = builder.retry_budget(RetryBudget::unlimited()).build().unwrap();
    let error = get(&client).download().bytes().await.unwrap_err();
    assert!(!error.is_retry_budget_exhausted(), "{error}");
    // No attempt starts later than two minutes after the first failure, and each of them waits for
    // a quarter to half of a second.
    let elapsed = *now.lock().unwrap() - start;
    assert!((119..=120).contains(&elapsed.as_secs()), "{elapsed:?}");
    assert!((240..=481).contains(&transport.take_requests().len()));
}
