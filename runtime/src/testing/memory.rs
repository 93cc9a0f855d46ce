//! An in-memory transport for tests.

mod outcome;
mod shared;
mod state;

use std::fmt;
use std::sync::{Arc, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;

use self::shared::Shared;
use self::state::State;
use super::clock::Clock;
use super::expectation::ExpectationError;
use super::next_request_id;
use super::received::Received;
use super::reply::with_status;
use super::rule::Rule;
use super::rules::RuleState;
use crate::body::Body;
use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::method::Method;
use crate::transport::Transport;

/// An in-memory transport for tests, which returns predefined responses and records the requests.
///
/// [`on`](Self::on) adds a rule for the requests of a method, in any order. Responses without a rule
/// are returned in the order in which they were added. Clones share the rules, the responses and
/// the recorded requests.
///
/// Time is virtual: it passes while calls wait, so pauses between attempts end immediately, and a
/// timeout expires as soon as a [slow reply](crate::testing::Reply::after) exceeds it. The same
/// holds for the time within which a call is retried, and for the deadline of an operation. No
/// async runtime is needed. Request ids count from 1 instead of being random.
///
/// # Examples
///
/// Rules answer calls by their method and arguments:
///
/// ```
/// # use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, MethodDescriptor, call};
/// # pub struct Get(Call<Json>);
/// # impl discovery_runtime::Method for Get {
/// #     type Request = ();
/// #     type Response = Json;
/// #     const METHOD: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # }
/// # call! { Get -> Json }
/// # struct Notes(Client);
/// # impl Notes {
/// #     fn get(&self, id: &str) -> Get { Get(Call::of::<Get>(&self.0).path_text("id", id)) }
/// # }
/// # fn client(transport: &MemoryTransport) -> Notes {
/// #     const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
/// #     Notes(ClientBuilder::new(API).transport(transport.clone()).build().unwrap())
/// # }
/// use discovery_runtime::testing::Reply;
/// use discovery_runtime::{Json, MemoryTransport};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // `Get` is a request builder, e.g. `drive_v3::files::Get`.
/// let transport = MemoryTransport::new();
/// transport.on::<Get>().with("id", "7").fail(503).then().respond(&Json::from("milk"));
/// transport.on::<Get>().reply(Reply::api_error(404, "NOT_FOUND", "no such note"));
///
/// let notes = client(&transport);
/// assert!(notes.get("8").send().await.is_err_and(|error| error.is_not_found()));
/// assert_eq!(notes.get("7").send().await?, "milk");
/// assert_eq!(transport.received::<Get>()[0].param("id"), Some("8"));
/// transport.finish()?;
/// # Ok(())
/// # }
/// ```
///
/// Without rules, the order of the requests counts. Pass a client with this transport to the code
/// to test, and keep a clone of the transport:
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
///     .fail_to_send(TransportError::transient("the connection broke"))
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
/// to read the body of a request.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    shared: Shared,
    clock: Clock,
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
        self.respond(with_status(status, Bytes::from(body.into())))
    }

    /// Adds a response, for example with headers.
    #[must_use]
    pub fn respond(self, response: http::Response<Bytes>) -> Self {
        self.state().responses.push_back(Ok(response));
        self
    }

    /// Adds an error that is returned instead of a response.
    #[must_use]
    pub fn fail_to_send(self, error: TransportError) -> Self {
        self.state().responses.push_back(Err(error));
        self
    }

    /// Adds a rule for the requests of the method `M`, a request builder of a generated crate.
    ///
    /// Requests that no rule matches receive the responses of [`answer`](Self::answer),
    /// [`respond`](Self::respond) and [`fail_to_send`](Self::fail_to_send), if there are any left. Otherwise they
    /// fail, with an error that names the nearest rule and what differs.
    pub fn on<M: Method + 'static>(&self) -> Rule<M> {
        Rule::new(self)
    }

    /// Returns the requests of the method `M` that were sent so far, in order: each attempt of a
    /// call, each call of a batch, and each upload.
    #[must_use]
    pub fn received<M: Method>(&self) -> Vec<Received<M>> {
        let state = self.state();
        let calls = state.received.iter().filter(|call| call.method.id() == M::METHOD.id());
        calls.map(|call| Received::new(Arc::clone(call))).collect()
    }

    /// Checks that every rule was used as often as it says, that every added response was
    /// requested, and that every request was answered.
    ///
    /// # Errors
    ///
    /// Returns an error that lists the rules, responses and requests for which this is not so.
    pub fn finish(&self) -> Result<(), ExpectationError> {
        let state = self.state();
        let mut problems: Vec<String> = state.rules.iter().filter_map(RuleState::unused).collect();
        problems.extend(state.unmatched.iter().cloned());
        let left = state.responses.len();
        if left > 0 {
            problems.push(format!("{left} of the added responses were not requested"));
        }
        ExpectationError::from_problems(problems)
    }

    /// Returns the requests that were sent so far, with their complete bodies.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Vec<u8>>> {
        self.state().requests.clone()
    }

    /// Returns the pauses between attempts, in order.
    #[must_use]
    pub fn pauses(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    /// Returns the number of responses that were not requested yet.
    #[must_use]
    pub fn left(&self) -> usize {
        self.state().responses.len()
    }

    pub(super) fn add_rule(&self, rule: RuleState) -> usize {
        let mut state = self.state();
        state.rules.push(rule);
        state.rules.len() - 1
    }

    pub(super) fn edit_rule(&self, index: usize, change: impl FnOnce(&mut RuleState)) {
        if let Some(rule) = self.state().rules.get_mut(index) {
            change(rule);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.lock()
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            let outcome = self.shared.receive(&http::Request::from_parts(parts, body));
            outcome.respond(&self.clock).await
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.state().pauses.push(duration);
        Box::pin(self.clock.pause(duration))
    }

    /// Returns the virtual time.
    fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Counts, starting with `00000000-0000-4000-8000-000000000001`.
    fn request_id(&self) -> Option<String> {
        Some(next_request_id(&mut self.state().request_ids))
    }

    /// Completes when this much virtual time has passed.
    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.clock.alarm(after))
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MemoryTransport")
            .field("requests", &state.requests.len())
            .field("responses_left", &state.responses.len())
            .field("rules", &state.rules.len())
            .finish_non_exhaustive()
    }
}
