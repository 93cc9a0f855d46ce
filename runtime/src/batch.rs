//! Many calls in one request.

mod decode;
mod encode;
mod limit;
mod request;
mod results;
mod retry;

use std::fmt;
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use self::decode::{MAX_HEADERS, header_map};
use self::request::BatchRequest;
pub use self::results::{BatchKey, BatchResults};
use self::retry::Outcome;
use crate::call::Call;
use crate::error::{BatchError, Error, Result};
use crate::execute::{CallLimits, Executor, FirstByte};
use crate::future::BoxFuture;
use crate::request::UntypedCall;
use crate::retry::RetryPolicy;

/// A request builder for many calls of one client, which are sent in one request, or in as few as
/// the API allows. Each call has its own result.
///
/// The server may process the calls in any order, and some may fail while others succeed. Calls
/// that fail are sent again in another request, if the retry policy would retry them individually;
/// a request that fails as a whole is retried if all of its calls are idempotent. A batch cannot
/// contain uploads and downloads.
///
/// A response is assigned to its call by the `Content-ID` of its part, which repeats that of the
/// request. If no part has one, as may be convenient in tests, parts are in the order of the calls.
///
/// The credentials are those for the method of the first call, unless a call has its own
/// `Authorization` header. The timeout and the retry policy are those of the batch.
///
/// # Examples
///
/// ```
/// # use discovery_runtime::{Batch, Call, Client, Error, Json, MethodDescriptor};
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
///     Err(error) if error.is_not_found() => println!("only {}", milk["text"]),
///     other => println!("{} and {}", milk["text"], other?["text"]),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
#[must_use = "batches do nothing until sent"]
pub struct Batch {
    /// Distinguishes the keys of this batch from those of other batches.
    id: Arc<()>,
    calls: Vec<UntypedCall>,
    timeout: Option<Duration>,
    retry: Option<Arc<dyn RetryPolicy>>,
    max_calls: Option<usize>,
}

impl Batch {
    /// Creates a batch without calls. The client of the first call sends it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a call and returns the key of its result.
    pub fn add<R>(&mut self, call: Call<R>) -> BatchKey<R> {
        self.calls.push(call.into_untyped());
        BatchKey { batch: self.id.clone(), index: self.calls.len() - 1, response: PhantomData }
    }

    /// Returns the number of calls.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Returns `true` if the batch contains no calls.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Sets the timeout of the whole batch, including retries. It overrides the timeout of the
    /// client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the retry policy of the batch. It overrides the retry policy of the client.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Arc::new(policy));
        self
    }

    /// Sets the most calls of one request; a larger batch is sent in several. The default is the
    /// limit of the API: 50 for Calendar, 100 for Gmail, and 1000 for all others. 0 counts as 1.
    pub fn max_calls_per_request(mut self, calls: usize) -> Self {
        self.max_calls = Some(calls);
        self
    }

    /// Sends all calls and returns their results. An empty batch sends nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails as a whole; if it is not the first one, its calls fail
    /// instead, and the results of the earlier requests are kept. Nothing is sent if a call cannot
    /// be built, if it has another client, other credentials, or its own time limits or retry
    /// policy, or if the API does not support batches.
    pub fn send(self) -> BoxFuture<'static, Result<BatchResults>> {
        Box::pin(self.run())
    }

    async fn run(self) -> Result<BatchResults> {
        let Some(first) = self.calls.first() else {
            return Ok(BatchResults::empty(self.id));
        };
        let executor = first
            .executor()
            .with_limits(CallLimits { timeout: self.timeout, retry: self.retry, ..CallLimits::default() })
            .with_key_parameter(false)
            .with_first_byte(FirstByte::AsClient)
            .for_batch(first.client.api().batch_path().unwrap_or_default());
        let request = |calls: &[&UntypedCall]| request::build(first, calls);
        let max_calls = self.max_calls.unwrap_or_else(|| limit::of_api(first.client.api())).max(1);
        let outcomes = executor.in_call(pin!(send_in_parts(&executor, &self.calls, max_calls, request))).await?;
        Ok(BatchResults::new(self.id, &self.calls, outcomes))
    }
}

/// Sends the calls in requests of at most `max_calls`, one after the other.
async fn send_in_parts(
    executor: &Executor,
    calls: &[UntypedCall],
    max_calls: usize,
    request: impl Fn(&[&UntypedCall]) -> Result<BatchRequest>,
) -> Result<Vec<Outcome>> {
    // A call that cannot be built is found before anything is sent.
    for part in calls.chunks(max_calls).skip(1) {
        request(&part.iter().collect::<Vec<_>>())?;
    }
    let start = executor.now();
    let mut outcomes = Vec::with_capacity(calls.len());
    for part in calls.chunks(max_calls) {
        let time_left =
            executor.timeout().map(|timeout| timeout.saturating_sub(executor.now().saturating_duration_since(start)));
        let executor = executor.clone().with_timeout(time_left);
        match retry::send_with_retries(&executor, part, &request).await {
            Ok(part) => outcomes.extend(part),
            Err(error) if outcomes.is_empty() => return Err(error),
            Err(error) => outcomes.extend(part.iter().map(|call| {
                let message = format!("the request with this call failed: {}", error.kind());
                let failed = Error::from(BatchError::new(message)).with_attempts(error.attempts());
                Err(executor.with_context(failed.with_method_id(call.method.id())))
            })),
        }
    }
    Ok(outcomes)
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("calls", &self.calls).finish_non_exhaustive()
    }
}
