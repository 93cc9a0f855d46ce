//! Handles of started operations.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::policy::PollPolicy;
use super::poller::{Poller, ResultKind};
use super::snapshot::Snapshot;
use crate::client::Client;
use crate::descriptor::{OperationMessage, ResultDescriptor};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::printable::Printable;
use crate::wire::Wire;

/// A long-running operation that has been started.
///
/// [`wait`](Self::wait) returns its result. As a [`Stream`], or with [`next`](Self::next), it
/// returns each state on the way there. To continue in another process, store its
/// [`name`](Self::name) and [`resume`](Self::resume) it.
///
/// Dropping the handle does not affect the operation.
pub struct OperationHandle<O, R> {
    poller: Poller,
    descriptor: ResultDescriptor,
    kind: ResultKind,
    /// The request of the next state.
    request: Option<BoxFuture<'static, Result<Snapshot>>>,
    /// Whether the stream has returned the first and the last state.
    is_streaming: bool,
    is_finished: bool,
    types: PhantomData<fn() -> (O, R)>,
}

/// The state of an operation, as returned by the stream of an [`OperationHandle`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<M> {
    /// The metadata, if the server sent any.
    pub metadata: Option<M>,
    /// Whether the operation is done.
    pub done: bool,
}

impl<O: OperationMessage, R: Wire + Send + 'static> OperationHandle<O, R> {
    pub(super) fn new(poller: Poller, descriptor: ResultDescriptor, kind: ResultKind) -> Self {
        Self { poller, descriptor, kind, request: None, is_streaming: false, is_finished: false, types: PhantomData }
    }

    /// Returns the handle of an operation that was started elsewhere, by its
    /// [`name`](Self::name). Nothing is sent until it is polled.
    ///
    /// Only a result that is part of the operation's message can be of any type. The resource that
    /// an operation without response has created or changed is requested by its link.
    pub fn resume(client: &Client, name: &str) -> Self {
        Self::new(Poller::resumed(client, O::OPERATION, name), ResultDescriptor::ANY, ResultKind::of_types::<O, R>())
    }

    /// Sets how often the operation is polled, and for how long.
    #[must_use]
    pub fn poll_policy(mut self, policy: PollPolicy) -> Self {
        self.poller.policy = policy;
        self
    }

    /// Returns the name of the operation, with which it can be resumed.
    ///
    /// This is the name of a resource, such as `projects/p/zones/z/operations/o`, even if the API
    /// itself uses shorter names. It is empty if an operation that is done has no name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.poller.name()
    }

    /// Returns `true` if the operation was done, successfully or not, when it was last polled.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.poller.is_done()
    }

    /// Requests the state of the operation once, unless it is done. Returns whether it is done.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails. The error of a failed operation is returned by
    /// [`wait`](Self::wait).
    pub async fn poll(&mut self) -> Result<bool> {
        if !self.is_done() {
            // The response to an earlier request would be older.
            self.request = None;
            let response = self.poller.next_now().await;
            self.poller.accept(response)?;
        }
        Ok(self.is_done())
    }

    /// Polls until the operation is done, and returns its result.
    ///
    /// # Errors
    ///
    /// Returns an error if a request fails, or an [`OperationError`](crate::OperationError) if the
    /// operation fails or is not done in time.
    pub async fn wait(mut self) -> Result<R> {
        while !self.is_done() {
            poll_fn(|context| self.poll_state(context)).await?;
        }
        self.poller.result(self.descriptor, self.kind).await
    }

    /// Asks the server to cancel the operation. Whether and when it does so is its decision: an
    /// operation that was canceled ends with an error, which [`wait`](Self::wait) returns.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails, or if the API cannot cancel operations.
    pub async fn cancel(&self) -> Result<()> {
        self.poller.cancel().await
    }

    /// Completes when the server has described the next state.
    fn poll_state(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        loop {
            let request = self.request.get_or_insert_with(|| self.poller.next());
            let response = ready!(request.as_mut().poll(context));
            self.request = None;
            if self.poller.accept(response)? {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<O: OperationMessage<Metadata: Wire>, R: Wire + Send + 'static> OperationHandle<O, R> {
    /// Returns the metadata of the operation when it was last polled, if there is any.
    ///
    /// # Errors
    ///
    /// Returns an error if the metadata is of another type; see
    /// [`metadata_as`](Self::metadata_as).
    pub fn metadata(&self) -> Result<Option<O::Metadata>> {
        self.poller.metadata()
    }

    /// Returns the metadata of the operation as a value of another type.
    ///
    /// # Errors
    ///
    /// Returns an error if the metadata is of another type.
    pub fn metadata_as<T: Wire>(&self) -> Result<Option<T>> {
        self.poller.metadata()
    }

    /// Returns the next state of the operation: first the one that is known, then one for each
    /// poll. `None` after the state in which it is done, or after an error.
    pub async fn next(&mut self) -> Option<Result<Progress<O::Metadata>>> {
        poll_fn(|context| self.poll_progress(context)).await
    }

    fn poll_progress(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Progress<O::Metadata>>>> {
        if self.is_finished {
            return Poll::Ready(None);
        }
        let is_new = self.poller.is_known() && !self.is_streaming;
        if !is_new
            && !self.is_done()
            && let Err(error) = ready!(self.poll_state(context))
        {
            self.is_finished = true;
            return Poll::Ready(Some(Err(error)));
        }
        self.is_streaming = true;
        self.is_finished = self.is_done();
        Poll::Ready(Some(match self.poller.failure() {
            Some(error) => Err(error),
            None => self.metadata().map(|metadata| Progress { metadata, done: self.is_done() }),
        }))
    }
}

// No field is structurally pinned.
impl<O, R> Unpin for OperationHandle<O, R> {}

impl<O: OperationMessage<Metadata: Wire>, R: Wire + Send + 'static> Stream for OperationHandle<O, R> {
    type Item = Result<Progress<O::Metadata>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_progress(context)
    }
}

impl<O, R> fmt::Debug for OperationHandle<O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationHandle")
            .field("name", &Printable(self.poller.name()))
            .field("done", &self.poller.is_done())
            .finish_non_exhaustive()
    }
}
