//! Keeps credentials within their universe domain.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::auth::Credentials;
use crate::error::AuthError;

/// The universe domain that credentials must belong to.
pub(crate) struct UniverseDomain {
    /// `None` if any is accepted.
    expected: Option<String>,
    is_verified: AtomicBool,
}

impl UniverseDomain {
    pub(super) fn new(expected: Option<String>) -> Self {
        Self { expected, is_verified: AtomicBool::new(false) }
    }

    /// Returns an error if the credentials belong to another universe domain. A successful check is
    /// not repeated: the universe domain of credentials does not change, and looking it up may
    /// require a request.
    pub(crate) async fn check(&self, credentials: &dyn Credentials) -> Result<(), AuthError> {
        let Some(expected) = &self.expected else { return Ok(()) };
        if self.is_verified.load(Ordering::Relaxed) {
            return Ok(());
        }
        if let Some(actual) = credentials.universe_domain().await.filter(|actual| actual != expected) {
            return Err(AuthError::new(format!(
                "credentials belong to the universe domain `{actual}`, but requests are sent to `{expected}`"
            )));
        }
        self.is_verified.store(true, Ordering::Relaxed);
        Ok(())
    }
}
