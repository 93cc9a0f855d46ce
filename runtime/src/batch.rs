//! Many calls in one request.

mod read;
mod results;
mod rounds;
mod write;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};

pub use self::results::{BatchKey, BatchResults};
use self::write::Inner;
use crate::call::Call;
use crate::error::{BuildError, Error, ErrorKind, Result};
use crate::execute::{Executor, Trace};
use crate::future::BoxFuture;
use crate::headers::{API_CLIENT, API_KEY};
use crate::request::UntypedCall;
use crate::response::ResponseDecoder;
use crate::retry::RetryPolicy;

type Built<T> = std::result::Result<T, BuildError>;

/// As many calls as Google's servers take at once. Some APIs take fewer, and refuse what is more.
const MOST: usize = 1000;

/// Calls of one client that travel together, as the API's `batchPath` takes them. Each has a result of its own.
///
/// ```
/// # use discovery_runtime::{ApiDescriptor, Batch, Call, Client, ClientBuilder, Error, Json, MethodDescriptor};
/// # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # async fn example(client: Client) -> Result<(), Error> {
/// # let note = |id: &str| Call::<Json>::new(&client, &GET).path_text("id", id);
/// let mut batch = Batch::new();
/// let milk = batch.add(note("7")); // With a generated crate: `client.notes().get("7").call()`.
/// let eggs = batch.add(note("8"));
///
/// let mut results = batch.send().await?;
/// let milk = results.take(milk)?;
/// match results.take(eggs) {
///     Err(error) if error.is_not_found() => println!("{} alone", milk["text"]),
///     other => println!("{} and {}", milk["text"], other?["text"]),
/// }
/// # Ok(())
/// # }
/// ```
///
/// The server may handle the calls in any order, and some may fail while others do not. Those that the retry policy would try again
/// if they were alone go into a second request, and so on; a request that fails as a whole is tried again if all of its calls may
/// arrive twice. Media cannot go along.
///
/// Credentials are those for the method of the first call, and count for all; a call may have an `Authorization` header of its
/// own. Time limits and retry policies are the batch's.
#[derive(Default)]
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch {
    /// Tells its keys from those of other batches.
    id: Arc<()>,
    calls: Vec<UntypedCall>,
    timeout: Option<Duration>,
    retry: Option<Arc<dyn RetryPolicy>>,
}

impl Batch {
    /// A batch without calls. The first call says which client sends it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a call. The key is the way to its result.
    pub fn add<R>(&mut self, call: Call<R>) -> BatchKey<R> {
        self.calls.push(call.into_untyped());
        BatchKey { batch: self.id.clone(), index: self.calls.len() - 1, response: PhantomData }
    }

    /// How many calls there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// How long the whole batch may take, with all of its attempts, in place of the client's own limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// When to try again, in place of the client's own policy.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Arc::new(policy));
        self
    }

    /// Sends all calls. Without any, nothing is sent.
    ///
    /// # Errors
    ///
    /// If the batch as a whole fails. [`ErrorKind::Build`] if one of the calls cannot be made or cannot be here: it has another client,
    /// or a time limit or a retry policy of its own; if there are more than 1000; or if the API takes no batches.
    pub fn send(self) -> BoxFuture<'static, Result<BatchResults>> {
        Box::pin(self.run())
    }

    async fn run(self) -> Result<BatchResults> {
        let Some(first) = self.calls.first() else {
            return Ok(BatchResults { batch: self.id, responses: Vec::new() });
        };
        let trace = Trace::batch(first.client.api().batch_path().unwrap_or_default());
        let (timeout, retry) = (self.timeout, self.retry.clone());
        let sender =
            Executor { method_id: None, timeout, retry, idempotent: false, has_key: false, trace, ..first.executor() };
        let request = |calls: &[&UntypedCall]| request(first, calls).map_err(Error::from);
        let outcomes = sender.trace.call(rounds::outcomes(&sender, &self.calls, request)).await?;
        let decoders: Vec<_> = self.calls.iter().map(ResponseDecoder::new).collect();
        Ok(BatchResults { batch: self.id, responses: decoders.into_iter().zip(outcomes).collect() })
    }
}

fn request(first: &UntypedCall, calls: &[&UntypedCall]) -> Built<http::Request<Bytes>> {
    let (api, settings) = (first.client.api(), first.client.settings());
    let Some(batch_path) = api.batch_path() else {
        let message = format!("{} takes no batches: its Discovery document has no `batchPath`", api.id());
        return Err(BuildError::new(message));
    };
    if calls.len() > MOST {
        let message = format!("{} calls are too many for a batch: send at most {MOST} at once", calls.len());
        return Err(BuildError::new(message));
    }
    let mut requests = Vec::with_capacity(calls.len());
    for (index, call) in calls.iter().enumerate() {
        requests.push(inner(call, first).map_err(|error| {
            BuildError::new(format!("call {} of the batch, {}: {error}", index + 1, call.method.id()))
        })?);
    }
    let (content_type, body) = write::mixed(&requests);
    let made = http::Request::post(format!("{}{}", settings.root_url, batch_path.trim_start_matches('/')))
        .header(ACCEPT, HeaderValue::from_static("*/*"))
        .header(USER_AGENT, settings.user_agent.clone())
        .header(API_CLIENT, settings.api_client.clone())
        .header(CONTENT_TYPE, content_type)
        .body(body.into());
    made.map_err(|error| BuildError::new(format!("no request can be made of this batch: {error}")))
}

/// The call's own request, if it can be one of this batch.
fn inner(call: &UntypedCall, first: &UntypedCall) -> Built<Inner> {
    if !call.client.ptr_eq(&first.client) {
        return Err(BuildError::new("it has another client than the first one; a batch is one client's"));
    }
    let sender = call.executor();
    if sender.timeout.is_some() || sender.retry.is_some() {
        return Err(BuildError::new("it has a time limit or a retry policy of its own; give it to the batch"));
    }
    if sender.has_key && first.client.settings().api_key.is_some() {
        let message =
            format!("it has the parameter `key`, and the client an API key; give the call's as header `{API_KEY}`");
        return Err(BuildError::new(message));
    }
    let request = call.request().map_err(|error| match error.into_kind() {
        ErrorKind::Build(error) => error,
        kind => BuildError::new(kind.to_string()),
    })?;
    // Whatever stands between here and the API, in the batch it is the API's own path.
    let target = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let below = target.strip_prefix(&path_of(&first.client.settings().root_url)).unwrap_or_default();
    let target = format!("{}{below}", path_of(first.client.api().root_url()));
    Ok(Inner { target, request })
}

fn path_of(url: &str) -> String {
    url.parse().map_or_else(|_| "/".to_owned(), |url: Uri| url.path().to_owned())
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("calls", &self.calls).finish_non_exhaustive()
    }
}
