//! Rules: which requests are answered, and how.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::memory::MemoryTransport;
use super::received::{Received, ReceivedCall};
use super::reply::Reply;
use super::rules::{Condition, RuleState, Source};
use crate::error::TransportError;
use crate::method::Method;
use crate::wire::{decode, encode};

/// A rule of a [`MemoryTransport`]: which requests of the method `M` it answers, and with which
/// replies.
///
/// [`MemoryTransport::on`] adds a rule, and each function changes it. The first rule that matches a
/// request and has a reply left answers it. The last reply is used for any number of requests,
/// unless [`times`](Self::times) limits it; the others are used once.
pub struct Rule<M> {
    transport: MemoryTransport,
    index: usize,
    method: PhantomData<fn() -> M>,
}

impl<M: Method + 'static> Rule<M> {
    pub(super) fn new(transport: &MemoryTransport) -> Self {
        let index = transport.add_rule(RuleState::new(const { &M::METHOD }));
        Self { transport: transport.clone(), index, method: PhantomData }
    }

    fn edit(self, change: impl FnOnce(&mut RuleState)) -> Self {
        self.transport.edit_rule(self.index, change);
        self
    }

    /// Matches only requests with this value of a path variable or query parameter, by its wire
    /// name. Of a repeated parameter, one value must be equal.
    pub fn with(self, name: &str, value: &str) -> Self {
        self.edit(|rule| rule.require(Condition::Value(name.to_owned(), value.to_owned())))
    }

    /// Matches only requests without this query parameter, e.g. without `pageToken`.
    pub fn without(self, name: &str) -> Self {
        self.edit(|rule| rule.require(Condition::NoValue(name.to_owned())))
    }

    /// Matches only requests with this message. A generated `requestId` is ignored.
    pub fn with_message(self, message: &M::Request) -> Self {
        // The JSON text of a value can always be read.
        let message = decode(&encode(message)).unwrap_or_default();
        self.edit(|rule| rule.require(Condition::Message(message)))
    }

    /// Matches only requests that fulfill a condition, which may use the transport.
    pub fn when(self, condition: impl Fn(&Received<M>) -> bool + Send + Sync + 'static) -> Self {
        let condition = move |call: &Arc<ReceivedCall>| condition(&Received::new(Arc::clone(call)));
        self.edit(|rule| rule.require(Condition::Custom(Arc::new(condition))))
    }

    /// Replies with a message.
    pub fn respond(self, message: &M::Response) -> Self {
        self.reply(Reply::message(message))
    }

    /// Replies with the message that a function computes from the request.
    pub fn respond_with(self, message: impl Fn(&Received<M>) -> M::Response + Send + Sync + 'static) -> Self {
        self.reply_with(move |request| Reply::message(&message(request)))
    }

    /// Replies with this status and an empty body.
    pub fn fail(self, status: u16) -> Self {
        self.reply(Reply::status(status))
    }

    /// Replies with an error instead of a response.
    pub fn fail_to_send(self, error: TransportError) -> Self {
        self.reply(Reply::error(error))
    }

    /// Sets the reply.
    pub fn reply(self, reply: Reply) -> Self {
        self.edit(|rule| rule.last_step().source = Some(Source::Fixed(Arc::new(reply))))
    }

    /// Sets a function that computes the reply from the request. Of a resumable upload, it receives
    /// the complete one.
    pub fn reply_with(self, reply: impl Fn(&Received<M>) -> Reply + Send + Sync + 'static) -> Self {
        let reply = move |call: &Arc<ReceivedCall>| reply(&Received::new(Arc::clone(call)));
        self.edit(|rule| rule.last_step().source = Some(Source::Computed(Arc::new(reply))))
    }

    /// Lets this much virtual time pass before the current reply: see [`Reply::after`].
    pub fn after(self, delay: Duration) -> Self {
        self.edit(|rule| rule.last_step().delay = Some(delay))
    }

    /// Sets the number of requests for which the current reply is used.
    /// [`MemoryTransport::finish`] reports if there were fewer.
    pub fn times(self, count: usize) -> Self {
        self.edit(|rule| rule.last_step().limit = Some(count))
    }

    /// Begins another reply, which follows the current one.
    pub fn then(self) -> Self {
        self.edit(RuleState::add_step)
    }
}

impl<M> fmt::Debug for Rule<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.transport.edit_rule(self.index, |rule| text = rule.description());
        f.debug_tuple("Rule").field(&text).finish()
    }
}
