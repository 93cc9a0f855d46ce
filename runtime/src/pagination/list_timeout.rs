//! The time limit of a whole list.

use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::transport::Transport;

/// Limits how long the caller of a list waits for its pages, all together. The time in which the
/// caller works on them does not count.
pub(super) struct ListTimeout {
    limit: Option<Duration>,
    /// The time that the caller has waited for earlier pages.
    waited: Duration,
    waiting: Option<(Instant, BoxFuture<'static, ()>)>,
}

impl ListTimeout {
    pub(super) fn new(limit: Option<Duration>) -> Self {
        Self { limit, waited: Duration::ZERO, waiting: None }
    }

    /// Returns how long the caller may still wait.
    pub(super) fn left(&self) -> Option<Duration> {
        Some(self.limit?.saturating_sub(self.waited))
    }

    /// Completes with an error when the caller, who is waiting, has waited too long.
    pub(super) fn poll_expired(
        &mut self,
        transport: &dyn Transport,
        context: &mut Context<'_>,
    ) -> Poll<TransportError> {
        let (Some(limit), Some(left)) = (self.limit, self.left()) else { return Poll::Pending };
        let (_, alarm) = self.waiting.get_or_insert_with(|| (transport.now(), transport.alarm(left)));
        ready!(alarm.as_mut().poll(context));
        self.waiting = None;
        Poll::Ready(TransportError::timed_out(format!("list timed out after {limit:?}")))
    }

    /// Counts the time that the caller has waited for a page, which has arrived.
    pub(super) fn stop(&mut self, now: Instant) {
        if let Some((start, _)) = self.waiting.take() {
            self.waited = self.waited.saturating_add(now.saturating_duration_since(start));
        }
    }
}
