//! An in-memory transport for tests.

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::Transport;
use crate::body::Body;
use crate::error::TransportError;
use crate::future::BoxFuture;

/// An in-memory transport for tests, which returns predefined responses and records the requests.
///
/// Responses are returned in the order in which they were added. Clones share the responses and the
/// recorded requests. Pauses between attempts end immediately and timeouts never expire, so no
/// async runtime is needed. Request ids count from 1 instead of being random.
///
/// # Examples
///
/// Pass a client with this transport to the code to test, and keep a clone of the transport:
///
/// ```
/// use discovery_runtime::{
///     Client, ClientBuilder, Error, Json, MemoryTransport, TransportError,
/// };
/// # use discovery_runtime::{ApiDescriptor, BuildError, Call, MethodDescriptor};
/// # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # const PUT: MethodDescriptor = MethodDescriptor::new("notes.update", "PUT", "notes/{id}");
/// # fn get(notes: &Client, id: &str) -> Call<Json> { Call::new(notes, &GET).path_text("id", id) }
/// # fn update(notes: &Client, id: &str, note: &Json) -> Call<Json> {
/// #     Call::new(notes, &PUT).path_text("id", id).body(note)
/// # }
///
/// /// The code to test. Returns whether the note exists. `get` and `update` represent methods of a
/// /// generated crate.
/// async fn mark_done(notes: &Client, id: &str) -> Result<bool, Error> {
///     let mut note = match get(notes, id).send().await {
///         Err(error) if error.is_not_found() => return Ok(false),
///         other => other?,
///     };
///     note["done"] = true.into();
///     update(notes, id, &note).send().await?;
///     Ok(true)
/// }
///
/// fn client(transport: &MemoryTransport) -> Result<Client, BuildError> {
///     # const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
///     // `Client::builder()` in a generated crate.
///     Ok(ClientBuilder::new(API).transport(transport.clone()).build()?)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // The note exists. The client retries transient errors as usual, but without pauses.
/// let transport = MemoryTransport::new()
///     .answer(503, "")
///     .answer(200, r#"{"text": "milk"}"#)
///     .fail(TransportError::transient("the connection broke"))
///     .answer(200, "{}");
/// assert!(mark_done(&client(&transport)?, "7").await?);
/// assert_eq!((transport.left(), transport.pauses().len()), (0, 2));
/// let [_, get, _, update] = &transport.requests()[..] else { panic!("{transport:?}") };
/// assert_eq!((get.method().as_str(), get.uri().path()), ("GET", "/v1/notes/7"));
/// let note: Json = serde_json::from_slice(update.body())?;
/// assert_eq!(note, serde_json::json!({"text": "milk", "done": true}));
///
/// // The note does not exist.
/// let transport = MemoryTransport::new().answer(404, "");
/// assert!(!mark_done(&client(&transport)?, "8").await?);
/// # Ok(())
/// # }
/// ```
///
/// Use [`encode`](crate::encode) to create a response from a message, and [`decode`](crate::decode)
/// to read the body of a request. If the order of the calls is not fixed, or responses depend on
/// requests, implement [`Transport`] instead, or use a router with the feature `tower`.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    shared: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    responses: VecDeque<Result<http::Response<Bytes>, TransportError>>,
    requests: Vec<http::Request<Vec<u8>>>,
    pauses: Vec<Duration>,
    /// The number of request ids that calls have received.
    request_ids: u64,
}

impl MemoryTransport {
    /// Creates a transport without responses. Sending fails until one is added.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a response with this status and body. An invalid status is replaced with 500.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let mut response = http::Response::new(Bytes::from(body.into()));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        self.respond(response)
    }

    /// Adds a response, for example with headers.
    #[must_use]
    pub fn respond(self, response: http::Response<Bytes>) -> Self {
        self.memory().responses.push_back(Ok(response));
        self
    }

    /// Adds an error that is returned instead of a response.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.memory().responses.push_back(Err(error));
        self
    }

    /// Returns the requests that were sent so far, with their complete bodies.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Vec<u8>>> {
        self.memory().requests.clone()
    }

    /// Returns the pauses between attempts, in order.
    #[must_use]
    pub fn pauses(&self) -> Vec<Duration> {
        self.memory().pauses.clone()
    }

    /// Returns the number of responses that were not requested yet.
    #[must_use]
    pub fn left(&self) -> usize {
        self.memory().responses.len()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            // The query may contain a key, so the error does not quote it.
            let message = format!("in-memory transport has no response left for {} {}", parts.method, parts.uri.path());
            let mut memory = self.memory();
            memory.requests.push(http::Request::from_parts(parts, body));
            let response = memory.responses.pop_front().unwrap_or_else(|| Err(TransportError::new(message)));
            response.map(|response| response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.memory().pauses.push(duration);
        Box::pin(ready(()))
    }

    /// Counts, starting with `00000000-0000-4000-8000-000000000001`.
    fn request_id(&self) -> Option<String> {
        let mut memory = self.memory();
        memory.request_ids += 1;
        Some(format!("00000000-0000-4000-8000-{:012x}", memory.request_ids))
    }

    /// Never completes, because no time passes in this transport.
    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory();
        f.debug_struct("MemoryTransport")
            .field("requests", &memory.requests.len())
            .field("responses_left", &memory.responses.len())
            .finish_non_exhaustive()
    }
}
