//! A transport without a network, for tests.

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

/// Plays the answers that it was given, in their order, and remembers the requests. Clones share both. Pauses are over at once, and
/// time limits never are. It needs no runtime.
///
/// To test code of your own, have it take its client as an argument, and keep a clone of the transport:
///
/// ```
/// use discovery_runtime::{ApiDescriptor, BuildError, Call, Client, ClientBuilder, Error, Json, MemoryTransport, MethodDescriptor, TransportError};
/// # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # const PUT: MethodDescriptor = MethodDescriptor::new("notes.update", "PUT", "notes/{id}");
/// # fn get(notes: &Client, id: &str) -> Call<Json> { Call::new(notes, &GET).path_text("id", id) }
/// # fn update(notes: &Client, id: &str, note: &Json) -> Call<Json> {
/// #     Call::new(notes, &PUT).path_text("id", id).body(note)
/// # }
///
/// /// The code to test: says whether there is such a note. `get` and `update` stand for methods of a generated crate.
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
/// fn client(world: &MemoryTransport) -> Result<Client, BuildError> {
///     # const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
///     ClientBuilder::new(API).transport(world.clone()).build() // `Notes::builder()` of a generated crate.
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // A note that is there. The client tries again what fails for a while, as it does elsewhere, and nobody waits for it.
/// let world = MemoryTransport::new()
///     .answer(503, "")
///     .answer(200, r#"{"text": "milk"}"#)
///     .fail(TransportError::transient("the connection broke"))
///     .answer(200, "{}");
/// assert!(mark_done(&client(&world)?, "7").await?);
/// assert_eq!((world.left(), world.pauses().len()), (0, 2));
/// let [_, asked, _, sent] = &world.requests()[..] else { panic!("{world:?}") };
/// assert_eq!((asked.method().as_str(), asked.uri().path()), ("GET", "/v1/notes/7"));
/// let sent: Json = serde_json::from_slice(sent.body())?;
/// assert_eq!(sent, serde_json::json!({"text": "milk", "done": true}));
///
/// // One that is not.
/// let world = MemoryTransport::new().answer(404, "");
/// assert!(!mark_done(&client(&world)?, "8").await?);
/// # Ok(())
/// # }
/// ```
///
/// [`encode(&note)`](crate::encode) makes an answer of a generated message, and [`decode`](crate::decode) reads a body.
/// Where calls come in no certain order, or answers depend on them, write a [`Transport`]; with the feature `tower`, a router is one.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    shared: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    answers: VecDeque<Result<http::Response<Bytes>, TransportError>>,
    requests: Vec<http::Request<Vec<u8>>>,
    pauses: Vec<Duration>,
}

impl MemoryTransport {
    /// One without answers: whatever is sent fails, and the error says what it was.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer with this status and body. A status that HTTP does not know is one of 500.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let mut response = http::Response::new(Bytes::from(body.into()));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        self.respond(response)
    }

    /// Adds an answer with headers.
    #[must_use]
    pub fn respond(self, response: http::Response<Bytes>) -> Self {
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
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            // Without the query, which may hold a key.
            let asked = format!("{} {}", parts.method, parts.uri.path());
            let nothing = || {
                let message = format!("the transport in memory has no answer left for {asked}");
                Err(TransportError::new(format!("{message}; help: give it one more by `answer`")))
            };
            let mut memory = self.memory();
            memory.requests.push(http::Request::from_parts(parts, body));
            memory.answers.pop_front().unwrap_or_else(nothing).map(|response| response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.memory().pauses.push(duration);
        Box::pin(ready(()))
    }

    /// Never: no time passes here.
    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
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
