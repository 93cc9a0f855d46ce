//! How often operations are polled, and for how long.

use std::time::Duration;

/// How often an operation is polled, and for how long.
///
/// By default, the delay before the first poll is 1 s. Each further delay is half as long again, up
/// to 60 s. An operation that is not done after 24 hours is an error; it continues on the server.
///
/// Failed requests are a separate matter: the retry policy of the client decides about them.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::operation::PollPolicy;
///
/// let hasty = PollPolicy::default()
///     .initial_delay(Duration::from_millis(200))
///     .max_delay(Duration::from_secs(5))
///     .deadline(Duration::from_secs(600));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a poll policy does nothing until an operation uses it"]
pub struct PollPolicy {
    initial_delay: Duration,
    max_delay: Duration,
    deadline: Option<Duration>,
}

impl Default for PollPolicy {
    fn default() -> Self {
        Self {
            initial_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(60),
            deadline: Some(Duration::from_secs(24 * 60 * 60)),
        }
    }
}

impl PollPolicy {
    /// Sets the delay before the first poll; each further delay is half as long again. Servers that
    /// wait until the operation is done are polled without delay, unless they respond earlier.
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the longest delay between two polls.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the time after which polling ends with an error, counted from the start of the
    /// operation, or from the creation of the handle of a resumed operation.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Polls until the operation is done, however long that takes.
    pub fn without_deadline(mut self) -> Self {
        self.deadline = None;
        self
    }

    /// Returns the deadline if a delay of this length, after this time, would exceed it.
    pub(super) fn exceeded_deadline(&self, elapsed: Duration, delay: Duration) -> Option<Duration> {
        self.deadline.filter(|deadline| elapsed.saturating_add(delay) > *deadline)
    }

    /// Returns the delay before the next poll, after this number of polls.
    pub(super) fn delay(&self, polls: u32) -> Duration {
        let mut delay = self.initial_delay.min(self.max_delay);
        for _ in 0..polls {
            if delay >= self.max_delay || delay.is_zero() {
                break;
            }
            delay = delay.saturating_add(delay / 2).min(self.max_delay);
        }
        delay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_the_maximum() {
        let policy = PollPolicy::default();
        let delays: Vec<u128> = (0..4).map(|polls| policy.delay(polls).as_millis()).collect();
        assert_eq!(delays, [1000, 1500, 2250, 3375]);
        assert_eq!(policy.delay(u32::MAX), Duration::from_secs(60));
    }

    #[test]
    fn accepts_extreme_delays() {
        for delay in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
            let policy = PollPolicy::default().initial_delay(delay).max_delay(delay);
            assert_eq!(policy.delay(u32::MAX), delay);
        }
    }

    #[test]
    fn deadline_includes_the_next_delay() {
        let policy = PollPolicy::default().deadline(Duration::from_secs(10));
        let second = Duration::from_secs(1);
        assert_eq!(policy.exceeded_deadline(9 * second, second), None);
        assert_eq!(policy.exceeded_deadline(9 * second, 2 * second), Some(10 * second));
        assert_eq!(policy.without_deadline().exceeded_deadline(Duration::MAX, second), None);
    }
}
