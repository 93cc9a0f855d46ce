//! Limits of time and of retries.

use std::time::Duration;

use super::ClientBuilder;
use crate::client::Client;
use crate::retry::RetryBudget;

impl<C: From<Client>> ClientBuilder<C> {
    /// Sets the limit for the retries of all calls of the client. [`RetryBudget::unlimited`]
    /// removes it.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Sets the longest time to establish a connection, including proxies and TLS, for the default
    /// transport. The default is 40 seconds. A [custom transport](Self::transport) has its own
    /// limit, e.g. `HyperTransport::connect_timeout`; with one, building the client fails.
    ///
    /// The [time until the response begins](Self::first_byte_timeout) includes it.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets the longest time from the start of an attempt until the response begins. The default is
    /// a minute for calls, and no limit for downloads and batches, which then have that of an
    /// [attempt](crate::RetryPolicy::attempt_timeout): 10 minutes by default. An attempt as a whole
    /// is limited as well, so raise its timeout for a longer time.
    ///
    /// Requests with media, which may take any time to send, are limited by
    /// [`Upload::first_byte_timeout`](crate::media::Upload::first_byte_timeout) only. Methods that
    /// wait for an operation have another two minutes, for which the server may hold the request.
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.first_byte_timeout = Some(timeout);
        self
    }

    /// Sets the longest time without a byte of a response body. The default is a minute, or the
    /// [timeout of an attempt](crate::RetryPolicy::attempt_timeout) if that is shorter.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }
}
