//! How often the operations of emulators are polled.

use std::time::Duration;

use compute_v1::runtime::operation::PollPolicy;

/// Returns a policy for operations that are done after a few polls.
pub(crate) fn quickly() -> PollPolicy {
    let delay = Duration::from_millis(10);
    PollPolicy::default().initial_delay(delay).max_delay(delay).deadline(Duration::from_secs(30))
}
