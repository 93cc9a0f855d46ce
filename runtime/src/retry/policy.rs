//! The trait of retry policies.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use super::RetryState;

/// Decides whether, and after which delay, a failed call is attempted again.
///
/// A client has a policy, [`Backoff`](crate::Backoff) by default; a call or a batch can have
/// another one. The same policy serves calls, batches, uploads and downloads.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::{RetryPolicy, RetryState};
///
/// /// Retries a call every second for a minute, if repeating it is harmless.
/// #[derive(Debug)]
/// struct EverySecond;
///
/// impl RetryPolicy for EverySecond {
///     fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
///         let retry = state.is_idempotent()
///             && state.error().is_retryable()
///             && state.elapsed() < Duration::from_secs(60);
///         retry.then_some(Duration::from_secs(1))
///     }
/// }
/// ```
pub trait RetryPolicy: Debug + Send + Sync {
    /// Returns the delay before the next attempt, or `None` to give up and return the error.
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration>;

    /// Returns the timeout of a single attempt, or `None` if only the timeout of the call applies.
    ///
    /// A response whose body makes no progress for a minute is abandoned even without a timeout.
    fn attempt_timeout(&self) -> Option<Duration> {
        None
    }
}

macro_rules! impl_for_pointer {
    ($($pointer:ident),+) => {$(
        impl<P: RetryPolicy + ?Sized> RetryPolicy for $pointer<P> {
            fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
                (**self).delay(state)
            }

            fn attempt_timeout(&self) -> Option<Duration> {
                (**self).attempt_timeout()
            }
        }
    )+};
}

impl_for_pointer!(Arc, Box);

/// A policy that never retries.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a retry policy does nothing until a client or a call uses it"]
pub struct NoRetry;

impl RetryPolicy for NoRetry {
    fn delay(&self, _: &RetryState<'_>) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, TransportError};

    #[derive(Debug)]
    struct Fixed;

    impl RetryPolicy for Fixed {
        fn delay(&self, _: &RetryState<'_>) -> Option<Duration> {
            Some(Duration::from_secs(1))
        }

        fn attempt_timeout(&self) -> Option<Duration> {
            Some(Duration::from_secs(2))
        }
    }

    #[test]
    fn pointers_delegate_to_the_policy() {
        let error = Error::from(TransportError::new("broken"));
        let pointers: [Box<dyn RetryPolicy>; 2] = [Box::new(Arc::new(Fixed)), Box::new(Box::new(Fixed))];
        for policy in pointers {
            assert_eq!(policy.delay(&RetryState::new(&error)), Some(Duration::from_secs(1)));
            assert_eq!(policy.attempt_timeout(), Some(Duration::from_secs(2)));
        }
    }
}
