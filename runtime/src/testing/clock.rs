//! Virtual time, which passes only while calls wait.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// The latest time of a clock after its start. It can be represented by an [`Instant`] everywhere.
const MAX_TIME: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// A clock that jumps to the next timer as soon as something waits for it.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    start: Instant,
    timers: Arc<Mutex<Timers>>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { start: Instant::now(), timers: Arc::default() }
    }
}

/// When a timer expires, and a number that distinguishes it from others of the same time.
type Key = (Duration, u64);

#[derive(Debug, Default)]
struct Timers {
    /// The time that has passed.
    now: Duration,
    /// The timers that have not expired, with the tasks that wait for them.
    pending: BTreeMap<Key, Option<Waker>>,
    count: u64,
}

impl Timers {
    fn add(&mut self, after: Duration) -> Key {
        let key = (self.now.saturating_add(after), self.count);
        self.count += 1;
        self.pending.insert(key, None);
        key
    }

    fn has_expired(&self, key: Key) -> bool {
        !self.pending.contains_key(&key)
    }

    /// Advances the time to the next timer, which expires, unless it never does. Returns the task that
    /// waits for it.
    fn advance(&mut self) -> Option<Waker> {
        let next = self.pending.first_entry().filter(|next| next.key().0 < Duration::MAX)?;
        let ((due, _), waker) = next.remove_entry();
        self.now = self.now.max(due);
        waker
    }
}

impl Clock {
    fn timers(&self) -> MutexGuard<'_, Timers> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the current virtual time.
    pub(super) fn now(&self) -> Instant {
        let passed = self.timers().now.min(MAX_TIME);
        self.start.checked_add(passed).unwrap_or(self.start)
    }

    /// Returns a future that completes once other waiting has taken this long.
    pub(super) fn alarm(&self, after: Duration) -> Timer {
        self.timer(after, false)
    }

    /// Returns a future that lets this time pass. Alarms that expire before it complete first. With
    /// [`Duration::MAX`], all alarms complete and the future never does.
    pub(super) fn delay(&self, duration: Duration) -> Timer {
        self.timer(duration, true)
    }

    /// Returns a future like [`delay`](Self::delay) that does not wait for alarms to be set: it
    /// completes at once if no alarm expires before.
    pub(super) fn pause(&self, duration: Duration) -> Timer {
        let mut timer = self.timer(duration, true);
        timer.has_yielded = true;
        timer
    }

    fn timer(&self, after: Duration, drives: bool) -> Timer {
        let key = self.timers().add(after);
        Timer { clock: self.clone(), key, drives, has_yielded: false }
    }
}

/// A future that completes at a point in virtual time.
#[derive(Debug)]
pub(super) struct Timer {
    clock: Clock,
    key: Key,
    /// Whether waiting for this timer makes time pass.
    drives: bool,
    /// Whether other futures of the call have had the opportunity to set their alarms.
    has_yielded: bool,
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (clock, key) = (self.clock.clone(), self.key);
        let mut timers = clock.timers();
        let woken = if self.drives && self.has_yielded && !timers.has_expired(key) { timers.advance() } else { None };
        if timers.has_expired(key) {
            drop(timers);
            if let Some(waker) = woken {
                waker.wake();
            }
            return Poll::Ready(());
        }
        let earlier = timers.pending.insert(key, Some(context.waker().clone()));
        let may_expire = timers.pending.keys().next().is_some_and(|next| next.0 < Duration::MAX);
        // Wakers run code of the executor, which must not happen under the lock.
        drop(timers);
        drop(earlier);
        if let Some(waker) = woken {
            waker.wake();
        }
        if self.drives && may_expire {
            context.waker().wake_by_ref();
        }
        self.has_yielded = true;
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let waker = self.clock.timers().pending.remove(&self.key);
        // The lock is released before the waker is dropped.
        drop(waker);
    }
}
