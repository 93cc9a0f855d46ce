//! The stream of messages in a response.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::elements::Elements;
use super::error_element::error_of;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::execute::{Executor, FirstByte};
use crate::future::BoxFuture;
use crate::request::UntypedCall;
use crate::response::ResponseDecoder;
use crate::retry::RetryTracker;
use crate::wire::Wire;

/// A [`Stream`] of the messages in a response, each of which is returned as soon as it is complete.
/// [`next`](Self::next) does the same without a trait.
///
/// The request is sent when the stream is polled for the first time. A failed request is retried as
/// the policy of the call says until the first message has been returned, and not later: the
/// caller would receive messages twice. The stream ends after the last message, or after the first
/// error, which may also take the place of a message in the response.
///
/// The timeout of the call applies until the response begins. A stream fails if no byte arrives for
/// a minute, unless the method waits for something to happen; see
/// [`idle_timeout`](Self::idle_timeout). Each message may be as large as
/// [`max_response_size`](crate::ClientBuilder::max_response_size), and only one is in memory.
#[must_use = "streams do nothing unless polled"]
pub struct ResponseStream<R> {
    call: Box<UntypedCall>,
    waits: bool,
    /// Set when the first request is sent.
    executor: Option<Executor>,
    state: State,
    retries: RetryTracker,
    has_returned: bool,
    response: PhantomData<fn() -> R>,
}

type Opening = BoxFuture<'static, (Result<http::Response<Body>>, RetryTracker)>;

enum State {
    New,
    Opening(Opening),
    Open(Body, Elements),
    Done,
}

impl<R: Wire + Send + 'static> ResponseStream<R> {
    pub(crate) fn new(call: Box<UntypedCall>) -> Self {
        Self {
            call,
            waits: false,
            executor: None,
            state: State::New,
            retries: RetryTracker::for_transfer(),
            has_returned: false,
            response: PhantomData,
        }
    }

    /// Sets the longest time without a byte, after which the stream fails.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.waits = false;
        self.call.idle_timeout(timeout);
        self
    }

    /// Lets the stream wait for its next byte without a limit, and for its first one as long as an
    /// [attempt](crate::RetryPolicy::attempt_timeout) may take.
    pub fn without_idle_timeout(mut self) -> Self {
        self.waits = true;
        self
    }

    /// Returns the next message, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns all remaining messages.
    ///
    /// # Errors
    ///
    /// Returns the first error of the stream.
    pub async fn collect(mut self) -> Result<Vec<R>> {
        let mut messages = Vec::new();
        while let Some(message) = self.next().await {
            messages.push(message?);
        }
        Ok(messages)
    }
}

impl<R> ResponseStream<R> {
    fn executor(&mut self) -> &Executor {
        self.executor.get_or_insert_with(|| {
            let executor = self.call.executor();
            if self.waits { executor.with_first_byte(FirstByte::Unlimited).without_idle_timeout() } else { executor }
        })
    }

    /// Sends the request, after a delay if an earlier one failed.
    fn open(&mut self, error: Option<Error>) -> State {
        let (executor, request) = (self.executor().clone(), self.call.request());
        let mut retries = std::mem::take(&mut self.retries);
        State::Opening(Box::pin(async move {
            let response = async {
                let request = request?;
                if let Some(error) = error {
                    executor.wait_after(error, &mut retries).await?;
                }
                executor.open(request).await
            };
            (response.await, retries)
        }))
    }

    /// Completes with the next element, or with `None` at the end.
    fn poll_element(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        loop {
            let error = match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::New => {
                    self.state = self.open(None);
                    continue;
                }
                State::Opening(opening) => {
                    let (response, retries) = ready!(opening.as_mut().poll(context));
                    self.retries = retries;
                    match response {
                        Ok(response) => self.receive(response),
                        Err(error) => return Poll::Ready(self.fail(error)),
                    }
                    continue;
                }
                State::Open(body, elements) => match ready!(poll_element(body, elements, context)) {
                    Ok(Some(element)) => match error_of(&element) {
                        Some(error) => error.with_accepted_scopes(self.call.method.scopes()).into(),
                        None => return Poll::Ready(Some(Ok(element))),
                    },
                    Ok(None) => {
                        self.state = State::Done;
                        return Poll::Ready(None);
                    }
                    Err(error) => error,
                },
            };
            if self.has_returned {
                return Poll::Ready(self.fail(error));
            }
            self.state = self.open(Some(error));
        }
    }

    fn receive(&mut self, response: http::Response<Body>) {
        let limit = self.call.client.settings().max_response_size;
        let (head, body) = response.into_parts();
        self.state = State::Open(body, Elements::of_response(&head.headers, limit));
    }

    fn fail<T>(&mut self, error: Error) -> Option<Result<T>> {
        self.state = State::Done;
        Some(Err(self.executor().with_context(error)))
    }
}

/// Completes with the next element of a body, or with `None` at the end.
fn poll_element(body: &mut Body, elements: &mut Elements, context: &mut Context<'_>) -> Poll<Result<Option<Vec<u8>>>> {
    loop {
        if let Some(element) = elements.next()? {
            return Poll::Ready(Ok(Some(element)));
        }
        match ready!(Pin::new(&mut *body).poll_next(context)) {
            Some(bytes) => elements.receive(bytes?),
            None => return Poll::Ready(elements.finish()),
        }
    }
}

impl<R: Wire + Send + 'static> Stream for ResponseStream<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let element = match ready!(this.poll_element(context)) {
            Some(Ok(element)) => element,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        this.has_returned = true;
        let message = ResponseDecoder::new(&this.call).decode(http::Response::new(element));
        Poll::Ready(match message {
            Ok(message) => Some(Ok(message.into_body())),
            Err(error) => this.fail(error),
        })
    }
}

impl<R> fmt::Debug for ResponseStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseStream").field("call", &self.call).finish_non_exhaustive()
    }
}
