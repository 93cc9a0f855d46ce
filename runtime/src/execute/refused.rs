//! Requests whose credentials the server refuses with the status 401.
//!
//! The server has done nothing then, so the request is sent once more if other credentials are
//! available, whatever its method and the retry policy are.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::Executor;
use crate::error::{Error, Result};
use crate::transport::with_timeout;

/// The headers from the credentials of a call. Clones belong to the same call.
#[derive(Clone, Default)]
pub(super) struct CredentialHeaders(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The headers of the last request; empty if the caller set the token.
    sent: HeaderMap,
    /// The headers of the next request, if they are available already.
    next: Option<HeaderMap>,
    /// Whether other headers were sent after a refusal. A server that refuses these as well has
    /// another reason than an old token.
    is_renewed: bool,
}

impl CredentialHeaders {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the headers for the next request, if they are available already.
    pub(super) fn take_next(&self) -> Option<HeaderMap> {
        self.state().next.take()
    }

    /// Records the headers of a request that is about to be sent.
    pub(super) fn record_sent(&self, headers: HeaderMap) {
        self.state().sent = headers;
    }

    /// Records that the server accepted the headers. A transfer with many requests may last longer
    /// than several tokens.
    fn record_accepted(&self) {
        self.state().is_renewed = false;
    }
}

impl Executor {
    /// Does an attempt, and repeats it if the server refuses its credentials and others are
    /// available.
    pub(super) async fn attempt_with_credentials<T, F: Future<Output = Result<http::Response<T>>>>(
        &self,
        exchange: impl Fn() -> F,
    ) -> Result<http::Response<T>> {
        loop {
            // The attempt and its result end before the credentials are renewed, so that the future
            // does not contain both.
            #[expect(clippy::blocks_in_conditions, reason = "the block ends the attempt")]
            let error = match { self.attempt(pin!(exchange())).await } {
                Ok(response) => {
                    self.credential_headers.record_accepted();
                    return Ok(response);
                }
                Err(error) => error,
            };
            if !self.renews_credentials_after(&error).await? {
                return Err(error);
            }
            self.report_retry(&error, Duration::ZERO);
        }
    }

    /// Returns `true` if the server refused the credentials of the last request and others are
    /// available, which the next request then uses.
    pub(crate) async fn renews_credentials_after(&self, error: &Error) -> Result<bool> {
        let Some(sent) = self.report_refusal(error) else { return Ok(false) };
        if std::mem::replace(&mut self.credential_headers.state().is_renewed, true) {
            return Ok(false);
        }
        let limit = self.retry_policy().attempt_timeout();
        let fresh = pin!(async { Ok::<_, Error>(self.credentials().await?) });
        let fresh = with_timeout(self.transport(), limit, fresh).await.map_err(|error| self.with_context(error))?;
        let is_other = fresh != sent;
        if is_other {
            self.credential_headers.state().next = Some(fresh);
        }
        Ok(is_other)
    }

    /// Reports to the credentials that the server refused them, for the next call. Returns the
    /// refused headers, or `None` if the error is another one.
    pub(super) fn report_refusal(&self, error: &Error) -> Option<HeaderMap> {
        if error.status() != Some(StatusCode::UNAUTHORIZED) {
            return None;
        }
        let sent = self.credential_headers.state().sent.clone();
        if sent.is_empty() {
            return None;
        }
        self.client.authorizer().credentials().refused(&sent, self.auth_context());
        Some(sent)
    }
}

impl fmt::Debug for CredentialHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialHeaders(…)")
    }
}
