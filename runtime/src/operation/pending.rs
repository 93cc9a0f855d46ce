//! Operations that have not been started.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::handle::OperationHandle;
use super::policy::PollPolicy;
use super::poller::{self, Poller, ResultKind};
use crate::descriptor::{OperationMessage, ResultDescriptor};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::request::UntypedCall;
use crate::wire::Wire;

/// A call that starts a long-running operation. Nothing is sent until it is awaited or
/// [started](Self::start).
///
/// Awaiting it sends the request, polls until the operation is done, and returns its result: the
/// resource that was created or changed, `()` for a deletion, or what the response contains.
/// `O` is the message of the operation, `R` the type of the result.
///
/// # Errors
///
/// Awaiting it returns an error if a request fails, or an
/// [`OperationError`](crate::OperationError) if the operation fails or is not done in time.
#[must_use = "operations do nothing until awaited or started"]
pub struct Operation<O, R> {
    call: Box<UntypedCall>,
    policy: PollPolicy,
    descriptor: ResultDescriptor,
    kind: ResultKind,
    types: PhantomData<fn() -> (O, R)>,
}

impl<O: OperationMessage, R: Wire + Send + 'static> Operation<O, R> {
    pub(crate) fn new(mut call: Box<UntypedCall>, descriptor: ResultDescriptor) -> Self {
        // Without its name and state, an operation cannot be polled.
        call.append_to_query("fields", "*");
        let kind = if descriptor.target.is_some() { ResultKind::Target } else { ResultKind::of_types::<O, R>() };
        Self { call, policy: PollPolicy::default(), descriptor, kind, types: PhantomData }
    }

    /// Sets how often the operation is polled, and for how long.
    pub fn poll_policy(mut self, policy: PollPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the time after which polling ends with an error.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy = self.policy.deadline(deadline);
        self
    }

    /// Sets another type for the result.
    pub fn result_as<T: Wire + Send + 'static>(self) -> Operation<O, T> {
        let Self { call, policy, descriptor, kind, .. } = self;
        let (descriptor, kind) = match kind {
            ResultKind::Target => (descriptor, kind),
            _ => (
                ResultDescriptor::ANY,
                if O::OPERATION.has_response { ResultKind::Response } else { ResultKind::Message },
            ),
        };
        let kind = if T::ignores_input() { ResultKind::Ignored } else { kind };
        Operation { call, policy, descriptor, kind, types: PhantomData }
    }

    /// Sends the request that starts the operation, and returns a handle as soon as the server has
    /// accepted it.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails, or if the response is not an operation.
    pub async fn start(self) -> Result<OperationHandle<O, R>> {
        let snapshot = poller::request(self.call.clone()).await?;
        let poller = Poller::started(self.call, O::OPERATION, self.policy, snapshot);
        Ok(OperationHandle::new(poller, self.descriptor, self.kind))
    }
}

impl<O: OperationMessage, R: Wire + Send + 'static> IntoFuture for Operation<O, R> {
    type Output = Result<R>;
    type IntoFuture = BoxFuture<'static, Result<R>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.start().await?.wait().await })
    }
}

impl<O, R> fmt::Debug for Operation<O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("call", &self.call).field("policy", &self.policy).finish_non_exhaustive()
    }
}
