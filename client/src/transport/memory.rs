//! A transport without a network, for tests.

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::{Body, Carrying, Sleeping, Transport, TransportError};
use crate::request::HttpResponse;

/// Plays the answers that it was given, in their order, and remembers the requests. Clones share both. Pauses are over at once, and time limits never are.
///
/// ```
/// use discovery_client::{Call, Client, ClientBuilder, MemoryTransport, Api, Json, Method};
///
/// const GET: Method = Method::new("notes.get", "GET", "notes/{id}");
/// # let api = Api::new("notes:v1", "https://notes.example/", "v1/");
/// let world = MemoryTransport::new().answer(200, r#"{"text": "milk"}"#);
/// let client: Client = ClientBuilder::new(api).transport(world.clone()).build()?;
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let note = Call::<Json>::new(&client, &GET).path_text("id", "7").send().await?;
/// assert_eq!(note["text"], "milk");
/// assert_eq!(world.requests()[0].uri().path(), "/v1/notes/7");
/// # Ok::<(), discovery_client::Error>(())
/// # })?;
/// # Ok::<(), discovery_client::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct MemoryTransport {
    shared: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    answers: VecDeque<Result<HttpResponse<Bytes>, TransportError>>,
    requests: Vec<http::Request<Vec<u8>>>,
    pauses: Vec<Duration>,
}

impl MemoryTransport {
    /// One without answers: whatever is sent fails.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer with this status and body. A status that HTTP does not know is one of 500.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let mut response = HttpResponse::new(Bytes::from(body.into()));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        self.respond(response)
    }

    /// Adds an answer with headers.
    #[must_use]
    pub fn respond(self, response: HttpResponse<Bytes>) -> Self {
        self.memory().answers.push_back(Ok(response));
        self
    }

    /// Adds a failure in place of an answer.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.memory().answers.push_back(Err(error));
        self
    }

    /// The requests so far, with their bodies in full.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Vec<u8>>> {
        self.memory().requests.clone()
    }

    /// How long a real transport would have waited between attempts.
    #[must_use]
    pub fn pauses(&self) -> Vec<Duration> {
        self.memory().pauses.clone()
    }

    /// How many answers nobody has asked for yet.
    #[must_use]
    pub fn left(&self) -> usize {
        self.memory().answers.len()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: http::Request<Body>) -> Carrying<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            let mut memory = self.memory();
            memory.requests.push(http::Request::from_parts(parts, body));
            let nothing = || Err(TransportError::new("the transport in memory has no answer left"));
            memory.answers.pop_front().unwrap_or_else(nothing).map(|response| response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> Sleeping {
        self.memory().pauses.push(duration);
        Box::pin(ready(()))
    }

    /// Never: no time passes here.
    fn alarm(&self, _: Duration) -> Sleeping {
        Box::pin(pending())
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory();
        f.debug_struct("MemoryTransport")
            .field("requests", &memory.requests.len())
            .field("left", &memory.answers.len())
            .finish_non_exhaustive()
    }
}
