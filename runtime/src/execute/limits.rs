//! Time limits and the retry policy of a call.

use std::sync::Arc;
use std::time::Duration;

use crate::retry::RetryPolicy;

/// The time limits and the retry policy of a call. Those that are not set are the client's.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallLimits {
    /// The timeout of the whole call, including retries.
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Arc<dyn RetryPolicy>>,
    /// The longest time until a response begins.
    pub(crate) first_byte_timeout: Option<Duration>,
    /// The longest time without a byte of a response body.
    pub(crate) idle_timeout: Option<Duration>,
}

impl CallLimits {
    /// Returns `true` if nothing is set.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { timeout, retry, first_byte_timeout, idle_timeout } = self;
        timeout.is_none() && retry.is_none() && first_byte_timeout.is_none() && idle_timeout.is_none()
    }
}
