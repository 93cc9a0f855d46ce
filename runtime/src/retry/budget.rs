//! A limit for the retries of all calls of a client.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Limits the retries of all calls of a client together, so that a server that fails under its load
/// does not receive a multiple of it.
///
/// By default at most 10 retries within 10 seconds are allowed, or 20 % of the other requests in
/// that time if those are more. If the budget is exhausted, a call fails with the error of the
/// server, and [`Error::is_retry_budget_exhausted`](crate::Error::is_retry_budget_exhausted)
/// returns `true` for it. First attempts are never delayed or refused, so a client is back at full
/// speed as soon as the server is.
///
/// The budget counts requests of calls, batches, uploads, downloads, lists and operations. Clones
/// of a client share it.
///
/// # Transfers
///
/// A retry repeats work. The request with which an upload or a download continues after a failure
/// does not, if the transfer has made progress: if 64 KiB have been transferred since the last such
/// request. It counts like a first request, so the budget does not end a long transfer whose
/// connections break often. With less progress it is a retry: a server that closes every connection
/// after a few bytes exhausts the budget. In both cases the [`RetryPolicy`](crate::RetryPolicy)
/// decides whether and when it is sent.
///
/// An upload learns from the server how much has been transferred, so the request after a failure of
/// the first chunk is always a retry.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::{ApiDescriptor, BuildError, Client, ClientBuilder, RetryBudget};
///
/// # fn main() -> Result<(), BuildError> {
/// # const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/");
/// let budget = RetryBudget::default().percent(10).minimum(100).window(Duration::from_secs(60));
/// let client: Client = ClientBuilder::new(API).retry_budget(budget).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a retry budget does nothing until a client uses it"]
pub struct RetryBudget {
    percent: u32,
    minimum: u32,
    window: Duration,
    is_unlimited: bool,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self { percent: 20, minimum: 10, window: Duration::from_secs(10), is_unlimited: false }
    }
}

impl RetryBudget {
    /// Creates a budget that is never exhausted: only the [`RetryPolicy`](crate::RetryPolicy)
    /// limits retries.
    pub fn unlimited() -> Self {
        Self { is_unlimited: true, ..Self::default() }
    }

    /// Sets the number of retries that are allowed for 100 other requests. The default is 20.
    pub fn percent(mut self, percent: u32) -> Self {
        self.percent = percent;
        self
    }

    /// Sets the number of retries that are allowed regardless of the other requests. The default is
    /// 10.
    pub fn minimum(mut self, retries: u32) -> Self {
        self.minimum = retries;
        self
    }

    /// Sets the time within which requests and retries are counted. The default is 10 seconds.
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }
}

/// The number of parts of the window. Together with the current one, they cover at least the
/// window and at most a tenth more.
const PARTS: u64 = 10;

/// The state of a budget.
pub(crate) struct BudgetTracker {
    budget: RetryBudget,
    counts: Mutex<Counts>,
}

struct Counts {
    start: Instant,
    /// The number of the current part, counted from the start.
    part: u64,
    parts: [Part; PARTS as usize + 1],
    /// The number of retries that were allowed and whose requests have not been sent yet.
    pending: u64,
}

#[derive(Clone, Copy, Default)]
struct Part {
    first_requests: u64,
    retries: u64,
}

impl BudgetTracker {
    pub(crate) fn new(budget: RetryBudget, start: Instant) -> Self {
        let counts = Counts { start, part: 0, parts: [Part::default(); PARTS as usize + 1], pending: 0 };
        Self { budget, counts: Mutex::new(counts) }
    }

    /// Counts a request, which may be a retry that was allowed before.
    pub(crate) fn count_request(&self, now: Instant) {
        if self.budget.is_unlimited {
            return;
        }
        let mut counts = self.counts(now);
        match counts.pending.checked_sub(1) {
            Some(pending) => counts.pending = pending,
            None => counts.count(|part| part.first_requests += 1),
        }
    }

    /// Counts a retry, if one is allowed.
    pub(crate) fn try_retry(&self, now: Instant) -> bool {
        if self.budget.is_unlimited {
            return true;
        }
        let mut counts = self.counts(now);
        let sum = |count: fn(&Part) -> u64| counts.parts.iter().map(count).fold(0, u64::saturating_add);
        let share = sum(|part| part.first_requests).saturating_mul(self.budget.percent.into()) / 100;
        let is_allowed = sum(|part| part.retries) < share.max(self.budget.minimum.into());
        if is_allowed {
            counts.pending = counts.pending.saturating_add(1);
            counts.count(|part| part.retries += 1);
        }
        is_allowed
    }

    /// Returns the counts of the window that ends now.
    fn counts(&self, now: Instant) -> MutexGuard<'_, Counts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let length = (self.budget.window.as_nanos() / u128::from(PARTS)).max(1);
        let part = now.saturating_duration_since(counts.start).as_nanos() / length;
        counts.advance_to(u64::try_from(part).unwrap_or(u64::MAX));
        counts
    }
}

impl Counts {
    /// Clears the parts between the current one and this one, which becomes the current one.
    fn advance_to(&mut self, part: u64) {
        for _ in 0..part.saturating_sub(self.part).min(PARTS + 1) {
            self.parts.rotate_right(1);
            self.count(|current| *current = Part::default());
        }
        self.part = self.part.max(part);
    }

    /// Changes the current part, which is the first one.
    fn count(&mut self, change: fn(&mut Part)) {
        if let Some(current) = self.parts.first_mut() {
            change(current);
        }
    }
}

impl fmt::Debug for BudgetTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.budget, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client under virtual time, whose server fails as long as `is_down` says.
    struct Simulation {
        budget: BudgetTracker,
        start: Instant,
        now: Duration,
        requests: u64,
    }

    impl Simulation {
        fn new(budget: RetryBudget) -> Self {
            let start = Instant::now();
            Self { budget: BudgetTracker::new(budget, start), start, now: Duration::ZERO, requests: 0 }
        }

        /// Sends a call with up to 4 attempts, and returns the number of its requests.
        fn call(&mut self, is_down: bool) -> u64 {
            let before = self.requests;
            for attempt in 1..=4 {
                self.budget.count_request(self.start + self.now);
                self.requests += 1;
                if !is_down || attempt == 4 || !self.budget.try_retry(self.start + self.now) {
                    break;
                }
            }
            self.requests - before
        }
    }

    #[test]
    fn a_server_that_is_down_receives_a_fifth_more_requests() {
        let mut simulation = Simulation::new(RetryBudget::default());
        for _ in 0..1000 {
            simulation.call(true);
        }
        assert!((1190..=1200).contains(&simulation.requests), "{}", simulation.requests);
    }

    #[test]
    fn the_share_also_holds_over_many_windows() {
        let mut simulation = Simulation::new(RetryBudget::default());
        for _ in 0..60_000 {
            simulation.now += Duration::from_millis(5);
            simulation.call(true);
        }
        // Calls within a part of a window may be counted with the retries of the part before.
        assert!(simulation.requests <= 72_500, "{}", simulation.requests);
    }

    #[test]
    fn few_calls_are_retried_as_often_as_the_policy_says() {
        let mut simulation = Simulation::new(RetryBudget::default());
        for _ in 0..100 {
            assert_eq!(simulation.call(true), 4);
            simulation.now += Duration::from_secs(5);
        }
    }

    #[test]
    fn recovers_with_the_server() {
        let mut simulation = Simulation::new(RetryBudget::default());
        for _ in 0..1000 {
            simulation.call(true);
        }
        assert_eq!(simulation.call(true), 1, "the budget is exhausted");
        for _ in 0..1000 {
            assert_eq!(simulation.call(false), 1);
        }
        simulation.now += Duration::from_secs(11);
        assert_eq!(simulation.call(true), 4);
    }

    #[test]
    fn a_retry_that_was_never_sent_is_counted_once() {
        let now = Instant::now();
        let budget = BudgetTracker::new(RetryBudget::default().minimum(2), now);
        assert_eq!([(); 3].map(|()| budget.try_retry(now)), [true, true, false]);
        for _ in 0..16 {
            budget.count_request(now);
        }
        assert!(!budget.try_retry(now), "14 of the requests were not retries, and allow 2");
        budget.count_request(now);
        assert!(budget.try_retry(now), "15 allow 3");
    }

    #[test]
    fn limits_can_be_changed_or_removed() {
        let now = Instant::now();
        let unlimited = BudgetTracker::new(RetryBudget::unlimited(), now);
        assert!((0..1000).all(|_| unlimited.try_retry(now)));
        let none = BudgetTracker::new(RetryBudget::default().percent(0).minimum(0), now);
        assert!(!none.try_retry(now));
        for window in [Duration::ZERO, Duration::MAX] {
            let budget = BudgetTracker::new(RetryBudget::default().window(window).percent(u32::MAX), now);
            budget.count_request(now);
            assert!(budget.try_retry(now), "{window:?}");
        }
    }
}
