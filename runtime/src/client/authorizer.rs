//! The credentials of a client, which are kept within their universe domain.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderMap;

use crate::auth::{AuthContext, Credentials};
use crate::error::AuthError;

/// The credentials of a client and of its clones.
pub(crate) struct Authorizer {
    credentials: Arc<dyn Credentials>,
    /// Whether the credentials are known to belong to the universe domain of the client.
    is_verified: AtomicBool,
}

impl Authorizer {
    pub(super) fn new(credentials: Arc<dyn Credentials>) -> Self {
        Self { credentials, is_verified: AtomicBool::new(false) }
    }

    pub(crate) fn credentials(&self) -> &dyn Credentials {
        &*self.credentials
    }

    /// Returns `true` if both have the same credentials.
    pub(super) fn has_credentials_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.credentials, &other.credentials)
    }

    /// Returns the headers that authorize a call. Fails if the credentials belong to another
    /// universe domain than `expected`, where `None` accepts any.
    pub(crate) async fn headers(
        &self,
        context: AuthContext<'_>,
        expected: Option<&str>,
    ) -> Result<HeaderMap, AuthError> {
        if let Some(expected) = expected {
            self.verify(context, expected).await?;
        }
        self.credentials.headers(context).await
    }

    /// Returns an error if the credentials belong to another universe domain. A successful check is
    /// not repeated: the universe domain of credentials does not change, and looking it up may
    /// require a request.
    async fn verify(&self, context: AuthContext<'_>, expected: &str) -> Result<(), AuthError> {
        if self.is_verified.load(Ordering::Relaxed) {
            return Ok(());
        }
        match self.credentials.universe_domain(context).await {
            None => {}
            Some(actual) if actual == expected => self.is_verified.store(true, Ordering::Relaxed),
            Some(actual) => {
                return Err(AuthError::new(format!(
                    "credentials belong to the universe domain `{actual}`, but requests are sent to `{expected}`"
                )));
            }
        }
        Ok(())
    }
}
