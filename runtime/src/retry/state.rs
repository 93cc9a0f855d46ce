//! The state of a call between two attempts.

use std::time::{Duration, Instant};

use super::RetryPolicy;
use super::retry_after::retry_after;
use crate::error::Error;

/// The state of a call after a failed attempt, from which a [`RetryPolicy`] decides whether to
/// retry.
///
/// # Examples
///
/// The runtime creates these values; tests of a policy can, too:
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::{Backoff, Error, RetryPolicy, RetryState, TransportError};
///
/// let error = Error::from(TransportError::transient("connection reset"));
/// let state = RetryState::new(&error);
/// assert!(Backoff::default().delay(&state).is_some());
/// assert!(Backoff::default().delay(&state.with_idempotent(false)).is_none());
/// assert!(Backoff::default().delay(&state.with_elapsed(Duration::from_secs(600))).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "the state of a retry does nothing until a policy receives it"]
pub struct RetryState<'a> {
    attempt: u32,
    error: &'a Error,
    idempotent: bool,
    elapsed: Duration,
}

impl<'a> RetryState<'a> {
    /// Creates the state of an idempotent call whose first attempt failed immediately.
    pub const fn new(error: &'a Error) -> Self {
        Self { attempt: 1, error, idempotent: true, elapsed: Duration::ZERO }
    }

    /// Sets the number of the failed attempt, counted from 1.
    pub const fn with_attempt(mut self, attempt: u32) -> Self {
        self.attempt = attempt;
        self
    }

    /// Sets whether the call is idempotent.
    pub const fn with_idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sets the time that the call has taken so far.
    pub const fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Returns the number of the failed attempt, counted from 1.
    ///
    /// A transfer that makes progress between two failures starts again at 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the error of the failed attempt.
    #[must_use]
    pub const fn error(&self) -> &'a Error {
        self.error
    }

    /// Returns `true` if the server may receive the request more than once without harm.
    ///
    /// This follows from the HTTP method (`GET`, `PUT`, `DELETE`), from a `requestId` with which
    /// the server detects duplicates, or from
    /// [`CallOptions::idempotent`](crate::CallOptions::idempotent). A resumable session is always
    /// idempotent. Any request may be sent again if the server has
    /// [not processed](crate::Error::is_unprocessed) it.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent || self.error.is_unprocessed()
    }

    /// Returns the time that the call has taken so far. For a transfer, this is the time since the
    /// first failure after which it has not moved 64 KiB yet.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the delay that the server requests: with the header `Retry-After`, in seconds or as
    /// a date, or with `google.rpc.RetryInfo` in the body of the error. The longer one if there are
    /// both.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let header = self.error.headers().and_then(retry_after);
        header.max(self.error.details().retry_delay())
    }
}

/// The number of bytes that a transfer must have moved to be worth another request. If it were one
/// byte, a client would send requests without a limit to a server that closes every connection after
/// a few bytes.
const WORTH_A_REQUEST: u64 = 64 << 10;

/// Counts the failed attempts of a call or transfer, and keeps its delays within the time limit.
#[derive(Debug, Default)]
pub(crate) struct RetryTracker {
    failed_attempts: u32,
    /// The instant from which elapsed time counts; `None` until the first failure of a transfer.
    start: Option<Instant>,
    time_limit: Option<Duration>,
    /// The number of bytes that a transfer has moved since [`take_progress`](Self::take_progress)
    /// returned `true`.
    progress: u64,
}

impl RetryTracker {
    /// Creates the tracker of a call: time counts from `start`, and no delay may end after the time
    /// limit.
    pub(crate) fn for_call(start: Instant, time_limit: Option<Duration>) -> Self {
        Self { start: Some(start), time_limit, ..Self::default() }
    }

    /// Creates the tracker of a transfer, which resumes where it was interrupted. Time counts from
    /// the first failure: how long the transfer worked before does not matter.
    pub(crate) fn for_transfer() -> Self {
        Self::default()
    }

    /// Records that a transfer moved this many bytes. Attempts count from the last byte, and time
    /// from the first failure after enough bytes for a request.
    pub(crate) fn make_progress(&mut self, bytes: u64) {
        self.failed_attempts = 0;
        self.progress = self.progress.saturating_add(bytes);
        if self.progress >= WORTH_A_REQUEST {
            self.start = None;
        }
    }

    /// Returns `true` if a transfer has moved enough bytes for its next request, which is then not a
    /// retry. Each byte counts once.
    pub(crate) fn take_progress(&mut self) -> bool {
        let is_enough = self.progress >= WORTH_A_REQUEST;
        if is_enough {
            self.progress = 0;
        }
        is_enough
    }

    /// Records an attempt that has just failed. Returns the delay before the next attempt, or
    /// `None` to give up.
    pub(crate) fn next_delay(
        &mut self,
        now: Instant,
        policy: &dyn RetryPolicy,
        error: &Error,
        idempotent: bool,
    ) -> Option<Duration> {
        let (_, delay) = self.next_delay_of_any(now, policy, [((), error, idempotent)])?;
        Some(delay)
    }

    /// Records a failed attempt of several calls at once. Returns the keys of those to retry and
    /// the longest of their delays, or `None` to give up.
    pub(crate) fn next_delay_of_any<'e, K>(
        &mut self,
        now: Instant,
        policy: &dyn RetryPolicy,
        failures: impl IntoIterator<Item = (K, &'e Error, bool)>,
    ) -> Option<(Vec<K>, Duration)> {
        self.failed_attempts = self.failed_attempts.saturating_add(1);
        let elapsed = now.saturating_duration_since(*self.start.get_or_insert(now));
        let delays = failures.into_iter().filter_map(|(key, error, idempotent)| {
            let state = RetryState { attempt: self.failed_attempts, error, idempotent, elapsed };
            Some((key, policy.delay(&state)?))
        });
        let (keys, delays): (Vec<K>, Vec<Duration>) = delays.unzip();
        let delay = delays.into_iter().max()?;
        // The error of the attempt is more useful to the caller than a timeout during the delay.
        let in_time = self.time_limit.is_none_or(|limit| elapsed.saturating_add(delay) < limit);
        in_time.then_some((keys, delay))
    }

    /// Returns how much of the time limit is left.
    pub(crate) fn time_left(&self, now: Instant) -> Option<Duration> {
        let elapsed = self.start.map_or(Duration::ZERO, |start| now.saturating_duration_since(start));
        self.time_limit.map(|limit| limit.saturating_sub(elapsed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TransportError;
    use crate::retry::{Backoff, NoRetry};

    fn broken() -> Error {
        TransportError::transient("connection reset").into()
    }

    #[test]
    fn counts_attempts_until_progress() {
        let (policy, now) = (Backoff::default().max_attempts(3), Instant::now());
        let mut retries = RetryTracker::for_transfer();
        for _ in 0..2 {
            let mut delay = || retries.next_delay(now, &policy, &broken(), true).is_some();
            assert_eq!([delay(), delay(), delay()], [true, true, false]);
            retries.make_progress(1);
        }
    }

    #[test]
    fn time_counts_until_64_kib_of_progress() {
        let (policy, start) = (Backoff::default().max_elapsed(Duration::from_secs(100)), Instant::now());
        let mut retries = RetryTracker::for_transfer();
        let mut delay = |seconds, bytes| {
            retries.make_progress(bytes);
            retries.next_delay(start + Duration::from_secs(seconds), &policy, &broken(), true).is_some()
        };
        assert!(delay(0, 0));
        assert!(delay(99, 1));
        assert!(!delay(100, (64 << 10) - 2), "a byte is missing");
        assert!(delay(101, 1));
        assert!(delay(200, 0), "time counts from the failure after the progress");
    }

    #[test]
    fn progress_of_64_kib_is_worth_one_request() {
        let mut retries = RetryTracker::for_transfer();
        let mut is_worth = |bytes| {
            retries.make_progress(bytes);
            retries.take_progress()
        };
        assert_eq!([is_worth(0), is_worth((64 << 10) - 1), is_worth(1), is_worth(0)], [false, false, true, false]);
        assert_eq!([is_worth(1 << 40), is_worth(0), is_worth(u64::MAX), is_worth(0)], [true, false, true, false]);
    }

    #[test]
    fn refuses_delay_beyond_time_limit() {
        let (start, limit) = (Instant::now(), Duration::from_secs(100));
        let mut retries = RetryTracker::for_call(start, Some(limit));
        let delay = |retries: &mut RetryTracker, now| retries.next_delay(now, &Backoff::default(), &broken(), true);
        assert!(delay(&mut retries, start).is_some());
        assert_eq!(retries.time_left(start + limit / 4), Some(limit * 3 / 4));
        assert_eq!(delay(&mut retries, start + limit), None);
        assert_eq!(retries.time_left(start + limit * 2), Some(Duration::ZERO));
    }

    #[test]
    fn retries_only_calls_that_the_policy_retries() {
        let error = broken();
        let failures = [("a", &error, true), ("b", &error, false), ("c", &error, true)];
        let now = Instant::now();
        let retry = RetryTracker::for_transfer().next_delay_of_any(now, &Backoff::default(), failures);
        assert_eq!(retry.map(|(keys, _)| keys), Some(vec!["a", "c"]));
        assert_eq!(RetryTracker::for_transfer().next_delay_of_any(now, &NoRetry, failures), None);
    }
}
