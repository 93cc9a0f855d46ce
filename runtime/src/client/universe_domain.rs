//! Credentials of one universe are not for the servers of another.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::auth::Credentials;
use crate::error::{AuthError, Error, Result};

/// A universe that credentials must be of.
pub(crate) struct Universe {
    domain: Option<String>,
    holds: AtomicBool,
}

impl Universe {
    /// `None`: any will do.
    pub(crate) fn new(domain: Option<String>) -> Self {
        Self { domain, holds: AtomicBool::new(false) }
    }

    /// Asks once: what credentials are of does not change, and some ask a server for it.
    pub(crate) async fn check(&self, credentials: &dyn Credentials) -> Result<()> {
        let Some(domain) = self.domain.as_ref().filter(|_| !self.holds.load(Ordering::Relaxed)) else { return Ok(()) };
        if let Some(theirs) = credentials.universe_domain().await.filter(|theirs| theirs != domain) {
            let message = format!("the credentials are of the universe `{theirs}`, and the client is of `{domain}`");
            return Err(Error::Auth(AuthError::new(format!("{message}; help: `ClientBuilder::universe_domain`"))));
        }
        self.holds.store(true, Ordering::Relaxed);
        Ok(())
    }
}
