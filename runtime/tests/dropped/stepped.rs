//! A transport that returns `Pending` between any two steps, and counts what is open.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use discovery_runtime::{Body, BoxFuture, Transport, TransportError};
use futures_core::Stream;
use http::{Request, Response};

use crate::server;

/// A transport to a server whose behavior depends on the number of earlier requests only.
#[derive(Clone, Debug)]
pub(crate) struct SteppedTransport {
    /// The requests since they were last taken.
    requests: Arc<Mutex<Vec<String>>>,
    /// The number of exchanges and bodies that are not finished or dropped.
    open: Arc<AtomicUsize>,
    now: Arc<Mutex<Instant>>,
}

impl Default for SteppedTransport {
    fn default() -> Self {
        Self { requests: Arc::default(), open: Arc::default(), now: Arc::new(Mutex::new(Instant::now())) }
    }
}

impl SteppedTransport {
    /// Takes the requests that were sent so far. The server starts again, a minute later, so that
    /// the retries of each operation are within the retry budget of the client.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) += Duration::from_secs(60);
        std::mem::take(&mut self.requests())
    }

    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    fn requests(&self) -> MutexGuard<'_, Vec<String>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for SteppedTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let open = Open::new(&self.open);
        Box::pin(async move {
            step().await;
            let (head, mut body) = request.into_parts();
            let mut bytes = Vec::new();
            while let Some(chunk) = body.chunk().await {
                bytes.extend_from_slice(&chunk?);
                step().await;
            }
            let range = head.headers.get("content-range").and_then(|range| range.to_str().ok()).unwrap_or_default();
            let range = head.headers.get("range").and_then(|range| range.to_str().ok()).unwrap_or(range);
            let request = format!("{} {} {range} {}", head.method, head.uri, bytes.len());
            let (response, pieces, error) = {
                let mut requests = self.requests();
                requests.push(request);
                server::respond(requests.len(), &head, &bytes)
            };
            step().await;
            let length = pieces.iter().map(|piece| piece.len() as u64).sum();
            let length = if error { None } else { Some(length) };
            let body = Pieces { pieces: pieces.into_iter(), error, is_ready: false, _open: open };
            Ok(response.map(|()| Body::stream(body, length)))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        let open = Open::new(&self.open);
        Box::pin(async move {
            step().await;
            drop(open);
        })
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        let open = Open::new(&self.open);
        Box::pin(async move {
            std::future::pending::<()>().await;
            drop(open);
        })
    }

    fn now(&self) -> Instant {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts as open until it is dropped.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Returns `Pending` once.
pub(crate) async fn step() {
    let mut is_ready = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_ready, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A body that returns `Pending` before each piece.
struct Pieces {
    pieces: std::vec::IntoIter<Bytes>,
    /// Whether the connection breaks after the last piece.
    error: bool,
    is_ready: bool,
    _open: Open,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let broken = || TransportError::transient("connection reset");
        let end = if self.pieces.len() == 0 && std::mem::take(&mut self.error) { Some(Err(broken())) } else { None };
        Poll::Ready(end.or_else(|| self.pieces.next().map(Ok)))
    }
}
