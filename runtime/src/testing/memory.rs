//! An in-memory transport for tests.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Uri;
use http::header::CONTENT_RANGE;

use super::batch::{self, Part};
use super::clock::Clock;
use super::expectation::ExpectationError;
use super::received::{Received, ReceivedCall};
use super::reply::Reply;
use super::rule::Rule;
use super::rules::{self, RuleState, Selected};
use super::session::{self, Session};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::method::Method;
use crate::request::BatchedCalls;
use crate::transport::Transport;

/// An in-memory transport for tests, which returns predefined responses and records the requests.
///
/// [`on`](Self::on) adds a rule for the requests of a method, in any order. Responses without a rule
/// are returned in the order in which they were added. Clones share the rules, the responses and
/// the recorded requests.
///
/// Time is virtual: it passes while calls wait, so pauses between attempts end immediately, and a
/// timeout expires as soon as a [slow reply](crate::testing::Reply::after) exceeds it. No async
/// runtime is needed. Request ids count from 1 instead of being random.
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
/// # impl Get {
/// #     const METHOD: MethodDescriptor = <Get as discovery_runtime::Method>::METHOD;
/// # }
/// # struct Notes(Client);
/// # impl Notes {
/// #     fn get(&self, id: &str) -> Get { Get(Call::new(&self.0, &Get::METHOD).path_text("id", id)) }
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
/// Without rules, the order of the requests counts. Pass a client with this transport to the code to
/// test, and keep a clone of the transport:
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
/// to read the body of a request.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    shared: Arc<Mutex<Memory>>,
    clock: Clock,
}

#[derive(Default)]
struct Memory {
    responses: VecDeque<Result<http::Response<Bytes>, TransportError>>,
    requests: Vec<http::Request<Vec<u8>>>,
    /// The requests by method.
    received: Vec<Arc<ReceivedCall>>,
    rules: Vec<RuleState>,
    /// The resumable sessions that are not complete, by URL.
    sessions: HashMap<String, Session>,
    /// The number of sessions that were created.
    session_count: usize,
    /// The errors of requests that no rule matched.
    unmatched: Vec<String>,
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

    /// Adds a rule for the requests of the method `M`, a request builder of a generated crate.
    ///
    /// Requests that no rule matches receive the responses of [`answer`](Self::answer),
    /// [`respond`](Self::respond) and [`fail`](Self::fail), if there are any left. Otherwise they
    /// fail, with an error that names the nearest rule and what differs.
    pub fn on<M: Method + 'static>(&self) -> Rule<M> {
        Rule::new(self)
    }

    /// Returns the requests of the method `M` that were sent so far, in order: each attempt of a
    /// call, each call of a batch, and each upload.
    #[must_use]
    pub fn received<M: Method>(&self) -> Vec<Received<M>> {
        let memory = self.memory();
        let calls = memory.received.iter().filter(|call| call.method.id() == M::METHOD.id());
        calls.map(|call| Received::new(Arc::clone(call))).collect()
    }

    /// Checks that every rule was used as often as it says, that every added response was
    /// requested, and that every request was answered.
    ///
    /// # Errors
    ///
    /// Returns an error that lists what was not.
    pub fn finish(&self) -> Result<(), ExpectationError> {
        let memory = self.memory();
        let mut problems: Vec<String> = memory.rules.iter().filter_map(RuleState::unused).collect();
        problems.extend(memory.unmatched.iter().cloned());
        let left = memory.responses.len();
        if left > 0 {
            problems.push(format!("{left} of the added responses were not requested"));
        }
        ExpectationError::from_problems(problems)
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

    pub(super) fn add_rule(&self, rule: RuleState) -> usize {
        let mut memory = self.memory();
        memory.rules.push(rule);
        memory.rules.len() - 1
    }

    pub(super) fn edit_rule(&self, index: usize, change: impl FnOnce(&mut RuleState)) {
        if let Some(rule) = self.memory().rules.get_mut(index) {
            change(rule);
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the response to a request, after its delay.
    async fn respond_to(&self, outcome: Outcome) -> Result<http::Response<Body>, TransportError> {
        match outcome {
            Outcome::Immediate(result) => result.map(|response| response.map(Body::from)),
            Outcome::Reply(selected) => {
                let reply = selected.reply();
                self.wait(reply.delay()).await;
                let break_after = reply.breaks_after();
                let response = reply.into_response(&selected.call)?;
                Ok(response.map(|body| match break_after {
                    Some(bytes) => broken_after(&body, bytes, Some(body.len() as u64)),
                    None => Body::from(body),
                }))
            }
            Outcome::Batch(parts) => {
                let replies: Vec<_> = parts.iter().map(|part| part.content.reply()).collect();
                self.wait(replies.iter().map(Reply::delay).max().unwrap_or_default()).await;
                let responses = parts
                    .into_iter()
                    .zip(replies)
                    .map(|(Part { id, content }, reply)| Ok(Part { id, content: reply.into_response(&content.call)? }));
                let responses = responses.collect::<Result<Vec<_>, TransportError>>()?;
                Ok(batch::response(&responses).map(Body::from))
            }
        }
    }

    async fn wait(&self, delay: Duration) {
        if !delay.is_zero() {
            self.clock.delay(delay).await;
        }
    }
}

/// How a request is answered.
enum Outcome {
    Immediate(Result<http::Response<Bytes>, TransportError>),
    Reply(Selected),
    Batch(Vec<Part<Selected>>),
}

impl Memory {
    /// Records a request and chooses how it is answered.
    fn receive(&mut self, request: &http::Request<Vec<u8>>) -> Outcome {
        self.requests.push(request.clone());
        let url = request.uri().to_string();
        let method = request.extensions().get::<&'static MethodDescriptor>().copied();
        let outcome = match method {
            _ if self.sessions.contains_key(&url) => self.continue_session(&url, request),
            Some(method) => self.receive_call(method, request.clone()),
            None => match request.extensions().get().cloned() {
                Some(batched) => self.receive_batch(&batched, request),
                None => Err("no rule, because the request has no method".to_owned()),
            },
        };
        outcome.unwrap_or_else(|error| Outcome::Immediate(self.next_response(request, &error)))
    }

    /// Returns the next response that does not depend on the request.
    fn next_response(
        &mut self,
        request: &http::Request<Vec<u8>>,
        error: &str,
    ) -> Result<http::Response<Bytes>, TransportError> {
        if let Some(response) = self.responses.pop_front() {
            return response;
        }
        // The query may contain a key, so the error does not quote it.
        let request = format!("{} {}", request.method(), request.uri().path());
        let message = if self.rules.is_empty() {
            format!("in-memory transport has no response left for {request}")
        } else {
            format!("in-memory transport cannot answer {request}: {error}")
        };
        self.unmatched.push(message.clone());
        Err(TransportError::new(message))
    }

    fn record(&mut self, call: ReceivedCall) -> Arc<ReceivedCall> {
        let call = Arc::new(call);
        self.received.push(Arc::clone(&call));
        call
    }

    fn select(&mut self, rule: usize, call: Arc<ReceivedCall>) -> Result<Selected, String> {
        self.rules.get_mut(rule).ok_or_else(|| "the rule does not exist".to_owned())?.select(call)
    }

    fn receive_call(
        &mut self,
        method: &'static MethodDescriptor,
        request: http::Request<Vec<u8>>,
    ) -> Result<Outcome, String> {
        let shape = request.extensions().get().copied().unwrap_or_default();
        let is_chunk = request.headers().contains_key(CONTENT_RANGE);
        let url = request.uri().clone();
        let call = ReceivedCall::new(method, request, shape);
        if is_chunk {
            // The session was created elsewhere.
            let call = Arc::new(call.without_content());
            let rule = rules::find(&mut self.rules, &call)?;
            let request = call.http.clone();
            self.received.push(call);
            self.sessions.insert(url.to_string(), Session::new(rule, self.received.len() - 1));
            return self.continue_session(&url.to_string(), &request);
        }
        let creates_session = call.upload_type() == Some("resumable");
        let call = self.record(call);
        let rule = rules::find(&mut self.rules, &call)?;
        if creates_session {
            self.create_session(rule, &call, &url)
        } else {
            self.select(rule, call).map(Outcome::Reply)
        }
    }

    fn create_session(&mut self, rule: usize, call: &Arc<ReceivedCall>, url: &Uri) -> Result<Outcome, String> {
        if let Some(reply) = self.own_reply(rule, call)? {
            return Ok(reply);
        }
        self.session_count += 1;
        let url = session::session_url(url, self.session_count);
        self.sessions.insert(url.clone(), Session::new(rule, self.received.len() - 1));
        Ok(Outcome::Immediate(Ok(session::created(&url))))
    }

    /// Returns the reply to a request of a resumable upload if it is not the one of the whole upload.
    /// Uses up a reply that lets the upload proceed.
    fn own_reply(&mut self, rule: usize, call: &Arc<ReceivedCall>) -> Result<Option<Outcome>, String> {
        let reply = self.rules.get_mut(rule).and_then(RuleState::fixed_reply);
        let Some((is_final, is_proceed)) = reply.map(|reply| (reply.is_for_any_request(), reply.is_proceed())) else {
            return Ok(None);
        };
        if !is_final && !is_proceed {
            return Ok(None);
        }
        let selected = self.select(rule, Arc::clone(call))?;
        Ok(is_final.then_some(Outcome::Reply(selected)))
    }

    fn continue_session(&mut self, url: &str, request: &http::Request<Vec<u8>>) -> Result<Outcome, String> {
        let gone = || "the resumable session does not exist".to_owned();
        let (rule, index) = self.sessions.get(url).map(|session| (session.rule, session.call)).ok_or_else(gone)?;
        let call = self.received.get(index).cloned().ok_or_else(gone)?;
        if let Some(reply) = self.own_reply(rule, &call)? {
            return Ok(reply);
        }
        let session = self.sessions.get_mut(url).ok_or_else(gone)?;
        let Some(media) = session.receive(request.headers(), request.body()) else {
            return Ok(Outcome::Immediate(Ok(session.progress())));
        };
        self.sessions.remove(url);
        let call = Arc::new(call.with_media(media));
        if let Some(recorded) = self.received.get_mut(index) {
            *recorded = Arc::clone(&call);
        }
        self.select(rule, call).map(Outcome::Reply)
    }

    fn receive_batch(&mut self, batched: &BatchedCalls, request: &http::Request<Vec<u8>>) -> Result<Outcome, String> {
        let parts = batch::requests(request.uri(), request.headers(), request.body());
        let parts = parts.filter(|parts| parts.len() == batched.0.len()).ok_or("the batch cannot be read")?;
        let calls: Vec<_> = parts
            .into_iter()
            .zip(&batched.0)
            .map(|(part, (method, shape))| {
                let call = ReceivedCall::new(method, part.content, shape.unwrap_or_default());
                Part { id: part.id, content: self.record(call) }
            })
            .collect();
        let select = |Part { id, content }| {
            let rule = rules::find(&mut self.rules, &content)?;
            Ok(Part { id, content: self.select(rule, content)? })
        };
        calls.into_iter().map(select).collect::<Result<_, _>>().map(Outcome::Batch)
    }
}

/// Returns a body of this declared length that ends with an error after some bytes.
pub(super) fn broken_after(body: &Bytes, bytes: usize, length: Option<u64>) -> Body {
    let broken = TransportError::transient("the connection broke during the response");
    let chunk = body.slice(..bytes.min(body.len()));
    let chunk = if chunk.is_empty() { None } else { Some(Ok(chunk)) };
    Body::stream(Chunks(chunk.into_iter().chain([Err(broken)]).collect()), length)
}

/// The chunks of a body.
struct Chunks(VecDeque<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            let outcome = self.memory().receive(&http::Request::from_parts(parts, body));
            self.respond_to(outcome).await
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.memory().pauses.push(duration);
        Box::pin(self.clock.pause(duration))
    }

    /// Counts, starting with `00000000-0000-4000-8000-000000000001`.
    fn request_id(&self) -> Option<String> {
        let mut memory = self.memory();
        memory.request_ids += 1;
        Some(format!("00000000-0000-4000-8000-{:012x}", memory.request_ids))
    }

    /// Completes when this much virtual time has passed.
    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.clock.alarm(after))
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory();
        f.debug_struct("MemoryTransport")
            .field("requests", &memory.requests.len())
            .field("responses_left", &memory.responses.len())
            .field("rules", &memory.rules.len())
            .finish_non_exhaustive()
    }
}
