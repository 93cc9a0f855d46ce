//! Redirects within the origin of a request.

use bytes::Bytes;

use super::{Executor, Requests};
use crate::body::Body;
use crate::error::Result;
use crate::transport::follow_redirects;

impl Executor {
    /// Treats redirects within an origin like others, because the caller follows all of them.
    pub(crate) fn without_redirects(mut self) -> Self {
        self.follows_redirects = false;
        self
    }

    /// Follows redirects, beginning with the response to a request that can be copied.
    pub(super) async fn follow(
        &self,
        copies: &dyn Requests,
        response: http::Response<Body>,
    ) -> Result<http::Response<Body>> {
        if !self.follows_redirects {
            return Ok(response);
        }
        follow_redirects(copies.next()?, response, |request| self.send_redirected(request)).await
    }

    /// Sends a request with current credentials, and waits until the response begins.
    async fn send_redirected(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>> {
        let credentials = self.next_credentials().await?;
        let sending = self.transport().send(self.authorized(request.map(Body::from), credentials));
        Ok(self.first_byte(self.retry_policy().attempt_timeout(), sending).await?)
    }
}
