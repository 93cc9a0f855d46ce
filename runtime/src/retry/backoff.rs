//! The default policy: exponential backoff with jitter.

use std::time::Duration;

use super::{RetryPolicy, RetryState};
use crate::random::random_u64;

/// Exponential backoff with jitter.
///
/// Retries a call if the error [may be temporary](crate::Error::is_retryable) and the call is
/// [idempotent](RetryState::is_idempotent), or has not been
/// [processed](crate::Error::is_unprocessed) by the server. The upper bound of the delay doubles
/// after every attempt; the delay is chosen at random between half of the bound and the bound, so
/// that many clients do not return at the same time. A longer delay that the server
/// [requests](RetryState::retry_after) takes precedence.
///
/// By default there are at most 4 attempts, with delays of up to 0.5 s, 1 s and 2 s. No delay is
/// longer than 30 s unless the server requests it, no attempt starts later than 2 minutes after the
/// first one, and no attempt takes longer than 10 minutes.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::Backoff;
///
/// let patient = Backoff::default().max_attempts(10).max_elapsed(Duration::from_secs(600));
/// ```
///
/// A policy that retries other errors uses [`delay_within_limits`](Self::delay_within_limits).
#[derive(Clone, Debug)]
#[must_use = "a retry policy does nothing until a client or a call uses it"]
pub struct Backoff {
    max_attempts: u32,
    initial_delay: Duration,
    max_delay: Duration,
    max_elapsed: Duration,
    attempt_timeout: Option<Duration>,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(30),
            max_elapsed: Duration::from_secs(120),
            attempt_timeout: Some(Duration::from_secs(600)),
        }
    }
}

impl Backoff {
    /// Sets the maximum number of attempts, including the first one.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the upper bound of the first delay; it doubles after every attempt.
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the longest delay, unless the server requests a longer one.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the time after which no new attempt starts, counted from the start of the call.
    pub fn max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// Sets the timeout of a single attempt.
    ///
    /// The function of the trait has the same name. A policy that contains a `Backoff` calls it as
    /// [`RetryPolicy::attempt_timeout(&self.0)`](RetryPolicy::attempt_timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Removes the timeout of a single attempt, so that only the timeout of the call limits it. The
    /// [first byte timeout](crate::CallOptions::first_byte_timeout) and the
    /// [idle timeout](crate::CallOptions::idle_timeout) still apply.
    pub fn without_attempt_timeout(mut self) -> Self {
        self.attempt_timeout = None;
        self
    }

    /// Returns the delay before the next attempt, whatever the error is and whether or not the call
    /// is idempotent, or `None` if there have been too many attempts, or if the delay would exceed
    /// the [time](Self::max_elapsed). For policies that decide by themselves which errors to retry.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use discovery_runtime::http::StatusCode;
    /// use discovery_runtime::{ApiError, Backoff, Error, RetryPolicy, RetryState};
    ///
    /// /// Retries conflicts as well.
    /// #[derive(Debug)]
    /// struct RetryConflicts(Backoff);
    ///
    /// impl RetryPolicy for RetryConflicts {
    ///     fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
    ///         if state.error().is_conflict() { self.0.delay_within_limits(state) } else { self.0.delay(state) }
    ///     }
    ///
    ///     fn attempt_timeout(&self) -> Option<Duration> {
    ///         RetryPolicy::attempt_timeout(&self.0)
    ///     }
    /// }
    ///
    /// let policy = RetryConflicts(Backoff::default());
    /// let error = Error::from(ApiError::new(StatusCode::CONFLICT, ""));
    /// let state = RetryState::new(&error);
    /// assert!(policy.delay(&state).is_some());
    /// assert!(policy.delay(&state.with_attempt(4)).is_none());
    /// ```
    #[must_use]
    pub fn delay_within_limits(&self, state: &RetryState<'_>) -> Option<Duration> {
        if state.attempt() >= self.max_attempts {
            return None;
        }
        let delay = self.jittered_delay(state.attempt()).max(state.retry_after().unwrap_or_default());
        (state.elapsed().checked_add(delay)? <= self.max_elapsed).then_some(delay)
    }

    /// Returns a random delay between half of the bound for this attempt and the bound.
    fn jittered_delay(&self, attempt: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let bound = self.initial_delay.saturating_mul(factor).min(self.max_delay);
        let half = bound / 2;
        let nanos = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX);
        half + Duration::from_nanos(random_u64() % nanos.saturating_add(1))
    }
}

impl RetryPolicy for Backoff {
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
        let is_harmless = state.is_idempotent() && state.error().is_retryable();
        if is_harmless { self.delay_within_limits(state) } else { None }
    }

    fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ApiError, Error};

    fn error(status: u16, retry_after: Option<&str>) -> Error {
        let mut response = http::Response::builder().status(status);
        if let Some(text) = retry_after {
            response = response.header("retry-after", text);
        }
        ApiError::from_response(response.body(Vec::new()).expect("a valid response")).into()
    }

    fn delay(policy: &Backoff, attempt: u32, error: &Error) -> Option<Duration> {
        policy.delay(&RetryState::new(error).with_attempt(attempt).with_elapsed(Duration::from_secs(1)))
    }

    #[test]
    fn delays_grow_within_their_bounds() {
        let policy = Backoff::default().max_attempts(50).max_elapsed(Duration::MAX);
        let unavailable = error(503, None);
        for (attempt, least, most) in [
            (1, 250, 500),
            (2, 500, 1000),
            (3, 1000, 2000),
            (9, 15_000, 30_000),
            (19, 15_000, 30_000),
            (49, 15_000, 30_000),
        ] {
            for _ in 0..50 {
                let delay = delay(&policy, attempt, &unavailable).expect("a delay").as_millis();
                assert!((least..=most).contains(&delay), "attempt {attempt}: {delay} ms");
            }
        }
        assert_eq!(delay(&policy, 50, &unavailable), None);
    }

    #[test]
    fn delays_differ() {
        let policy = Backoff::default();
        let delays: std::collections::BTreeSet<_> = (0..50).map(|_| policy.jittered_delay(1)).collect();
        assert!(delays.len() > 10, "{delays:?}");
    }

    #[test]
    fn accepts_extreme_bounds() {
        for bound in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
            let policy = Backoff::default().initial_delay(bound).max_delay(bound);
            for attempt in [1, 2, 33, u32::MAX] {
                let delay = policy.jittered_delay(attempt);
                assert!(delay <= bound && delay >= bound / 2, "{bound:?}: {delay:?}");
            }
        }
    }

    #[test]
    fn retries_temporary_errors_of_idempotent_calls() {
        let policy = Backoff::default();
        for (status, retried) in
            [(408, true), (429, true), (500, true), (503, true), (400, false), (403, false), (404, false), (501, false)]
        {
            let error = error(status, None);
            let state = RetryState::new(&error);
            assert_eq!(policy.delay(&state).is_some(), retried, "{status}");
            let is_retried_always = policy.delay(&state.with_idempotent(false)).is_some();
            assert_eq!(is_retried_always, status == 429, "{status}");
        }
    }

    #[test]
    fn obeys_retry_after() {
        let policy = Backoff::default();
        assert_eq!(delay(&policy, 1, &error(429, Some("7"))), Some(Duration::from_secs(7)));
        assert_eq!(delay(&policy, 1, &error(429, Some("3600"))), None, "beyond `max_elapsed`");
        let past = delay(&policy, 1, &error(503, Some("Sun, 06 Nov 1994 08:49:37 GMT")));
        assert!(past.is_some_and(|delay| delay <= Duration::from_millis(500)), "{past:?}");
        assert!(delay(&policy, 1, &error(503, Some("soon"))).is_some());
        for distant in [
            "Fri, 06 Nov 2893 08:49:37 GMT",
            "Wednesday, 06-Nov-41 08:49:37 GMT",
            "Wed Nov  6 08:49:37 2041",
            "99999999999999999999",
        ] {
            assert_eq!(delay(&policy, 1, &error(503, Some(distant))), None, "{distant}");
        }
    }
}
