//! When to try again.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use backon::{BackoffBuilder, ExponentialBuilder};
use chrono::{DateTime, NaiveDateTime};
use http::header::RETRY_AFTER;

use crate::error::Error;

/// Decides whether a call that failed is tried again.
pub trait RetryPolicy: Send + Sync {
    /// How long to wait before the next attempt; `None` gives up.
    fn wait(&self, failed: &Attempt<'_>) -> Option<Duration>;

    /// How long one attempt may take; `None` if only the call's own limit counts. A response on which nothing comes for a minute
    /// is given up before that.
    fn attempt_timeout(&self) -> Option<Duration> {
        None
    }
}

impl<P: RetryPolicy + ?Sized> RetryPolicy for std::sync::Arc<P> {
    fn wait(&self, failed: &Attempt<'_>) -> Option<Duration> {
        (**self).wait(failed)
    }

    fn attempt_timeout(&self) -> Option<Duration> {
        (**self).attempt_timeout()
    }
}

/// An attempt that failed.
#[derive(Debug)]
pub struct Attempt<'a> {
    pub(crate) number: u32,
    pub(crate) error: &'a Error,
    pub(crate) idempotent: bool,
    pub(crate) elapsed: Duration,
}

impl Attempt<'_> {
    /// Which attempt it was, counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What went wrong.
    #[must_use]
    pub fn error(&self) -> &Error {
        self.error
    }

    /// Whether the call may arrive twice without harm: its HTTP method says so (`GET`, `PUT`, `DELETE`), it has a `requestId`
    /// by which the server says that it knows it again, or the caller said so with [`Call::idempotent`](crate::Call::idempotent).
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// How long the call has taken so far.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How long the server asks to wait, by `Retry-After` in seconds or as a date.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.error.headers()?.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Some(Duration::from_secs(u64::try_from(date(text)?).ok()?).saturating_sub(now))
    }
}

/// A date of HTTP's, in any of the three forms that there have been, as a Unix time.
fn date(text: &str) -> Option<i64> {
    if let Ok(date) = DateTime::parse_from_rfc2822(text) {
        return Some(date.timestamp());
    }
    let older = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let mut dates = older.iter().filter_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    Some(dates.next()?.and_utc().timestamp())
}

/// Failures in a row, of something that goes on from where it broke. Its time counts from the first of them: how long all went well
/// says nothing.
#[derive(Default)]
pub(crate) struct Row {
    number: u32,
    since: Option<Instant>,
}

impl Row {
    /// One more; how long to wait, or `None` to give up.
    pub(crate) fn failed(&mut self, error: &Error, idempotent: bool, policy: &dyn RetryPolicy) -> Option<Duration> {
        self.number = self.number.saturating_add(1);
        let elapsed = self.since.get_or_insert_with(Instant::now).elapsed();
        policy.wait(&Attempt { number: self.number, error, idempotent, elapsed })
    }
}

/// Tries again what may succeed later and may arrive twice, after pauses that double, each shortened by chance so that many
/// clients do not come back at once.
///
/// The default: 4 attempts, pauses up to 0.5 s, 1 s, 2 s, …, at most 30 s; `Retry-After` is obeyed; no new attempt later than
/// 2 minutes after the first, and none takes longer than 10 minutes, so that no call waits for ever.
#[derive(Clone, Debug)]
pub struct Backoff {
    attempts: u32,
    first: Duration,
    longest: Duration,
    total: Duration,
    attempt_timeout: Option<Duration>,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            total: Duration::from_secs(120),
            attempt_timeout: Some(Duration::from_secs(600)),
        }
    }
}

impl Backoff {
    /// How many attempts there are at most, with the first.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The first pause at its longest; the ones behind it double up to `longest`.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// After how long, from the start of the call, no attempt begins.
    #[must_use]
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// How long one attempt may take.
    #[must_use]
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }
}

impl RetryPolicy for Backoff {
    fn wait(&self, failed: &Attempt<'_>) -> Option<Duration> {
        if failed.number >= self.attempts || !failed.idempotent || !failed.error.is_retryable() {
            return None;
        }
        let asked = failed.retry_after().unwrap_or_default();
        // backon adds chance on top: from half of the pause to all of it.
        let pauses = ExponentialBuilder::new()
            .with_min_delay(self.first / 2)
            .with_max_delay(self.longest / 2)
            .without_max_times()
            .with_jitter();
        let index = usize::try_from(failed.number.saturating_sub(1)).unwrap_or(usize::MAX);
        let pause = pauses.build().nth(index).unwrap_or(self.longest).min(self.longest);
        let wait = pause.max(asked);
        (failed.elapsed.checked_add(wait)? <= self.total).then_some(wait)
    }

    fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }
}

/// One attempt.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl RetryPolicy for NoRetry {
    fn wait(&self, _: &Attempt<'_>) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ApiError;

    fn error(status: u16, retry_after: Option<&str>) -> Error {
        let mut response = http::Response::builder().status(status);
        if let Some(text) = retry_after {
            response = response.header("retry-after", text);
        }
        ApiError::from_response(response.body(Vec::new()).expect("a response")).into()
    }

    fn wait(policy: &Backoff, number: u32, error: &Error, idempotent: bool) -> Option<Duration> {
        policy.wait(&Attempt { number, error, idempotent, elapsed: Duration::from_secs(1) })
    }

    #[test]
    fn pauses_grow_within_their_bounds() {
        let policy = Backoff::default().attempts(20).total(Duration::MAX);
        let broken = error(503, None);
        for (number, least, most) in
            [(1, 250, 500), (2, 500, 1000), (3, 1000, 2000), (9, 15_000, 30_000), (19, 15_000, 30_000)]
        {
            for _ in 0..50 {
                let pause = wait(&policy, number, &broken, true).expect("a pause").as_millis();
                assert!((least..=most).contains(&pause), "{number}: {pause} ms");
            }
        }
        assert_eq!(wait(&policy, 20, &broken, true), None);
    }

    #[test]
    fn only_what_may_help_and_does_no_harm() {
        let policy = Backoff::default();
        for (status, again) in
            [(408, true), (429, true), (500, true), (503, true), (400, false), (403, false), (404, false), (501, false)]
        {
            assert_eq!(wait(&policy, 1, &error(status, None), true).is_some(), again, "{status}");
            assert_eq!(wait(&policy, 1, &error(status, None), false), None, "{status}");
        }
    }

    #[test]
    fn the_server_may_ask_for_more_time() {
        let policy = Backoff::default();
        assert_eq!(wait(&policy, 1, &error(429, Some("7")), true), Some(Duration::from_secs(7)));
        assert_eq!(wait(&policy, 1, &error(429, Some("3600")), true), None);
        // A date that has passed asks for nothing.
        let past = wait(&policy, 1, &error(503, Some("Sun, 06 Nov 1994 08:49:37 GMT")), true);
        assert!(past.is_some_and(|pause| pause <= Duration::from_millis(500)), "{past:?}");
        let far = error(503, Some("Fri, 06 Nov 2893 08:49:37 GMT"));
        assert_eq!(wait(&policy, 1, &far, true), None);
        assert!(wait(&policy, 1, &error(503, Some("soon")), true).is_some());
        for long in ["Wednesday, 06-Nov-41 08:49:37 GMT", "Wed Nov  6 08:49:37 2041", "99999999999999999999"] {
            assert_eq!(wait(&policy, 1, &error(503, Some(long)), true), None, "{long}");
        }
    }
}
