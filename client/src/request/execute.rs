//! Sends requests: credentials, attempts, time limits. Knows nothing of what is in the bodies.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::parts::API_KEY;
use super::{HttpResponse, Method};
use crate::client::Client;
use crate::error::{ApiError, Error, Result};
use crate::retry::{Attempt, RetryPolicy};
use crate::transport::{Body, Transport, TransportError};

/// What a call says about its sending, beside the request.
#[derive(Clone)]
pub(super) struct Sender {
    pub(super) client: Client,
    pub(super) method: &'static Method,
    /// For the call, with all of its attempts.
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<Arc<dyn RetryPolicy>>,
    pub(super) idempotent: bool,
    /// The caller gave an API key as a parameter.
    pub(super) has_key: bool,
}

impl Sender {
    /// Sends a request, if need be more than once, and reads all of the response. What the server does not call a success is an
    /// error.
    pub(super) async fn whole(&self, request: http::Request<Bytes>) -> Result<HttpResponse<Vec<u8>>> {
        self.attempts(|| async { whole(self.once(request.clone().map(Body::from)).await?).await }).await
    }

    /// The same, for a response whose body is read as it comes.
    pub(super) async fn open(&self, request: http::Request<Bytes>) -> Result<HttpResponse<Body>> {
        self.attempts(|| self.once(request.clone().map(Body::from))).await
    }

    /// Sends a request once: its body cannot be sent again.
    pub(super) async fn single(&self, request: http::Request<Body>) -> Result<HttpResponse<Vec<u8>>> {
        let transport = self.transport();
        let limit = self.timeout.or(self.client.settings().timeout);
        within(transport, limit, async { whole(self.once(request).await?).await }).await
    }

    fn transport(&self) -> &dyn Transport {
        &*self.client.settings().transport
    }

    /// Tries until it works, the policy gives up, or the time is up.
    async fn attempts<T, F: Future<Output = Result<T>>>(&self, mut attempt: impl FnMut() -> F) -> Result<T> {
        let settings = self.client.settings();
        let policy = self.retry.as_deref().unwrap_or(&*settings.retry);
        let start = Instant::now();
        let trying = async {
            let mut number = 1;
            loop {
                let error = match within(self.transport(), policy.attempt_timeout(), attempt()).await {
                    Ok(done) => return Ok(done),
                    Err(error) => error,
                };
                let failed = Attempt { number, error: &error, idempotent: self.idempotent, elapsed: start.elapsed() };
                let Some(pause) = policy.wait(&failed) else { return Err(error) };
                self.transport().sleep(pause).await;
                number += 1;
            }
        };
        within(self.transport(), self.timeout.or(settings.timeout), trying).await
    }

    /// One attempt, with credentials that are good now.
    async fn once(&self, mut request: http::Request<Body>) -> Result<HttpResponse<Body>> {
        let settings = self.client.settings();
        let credentials = settings.credentials.headers(self.method).await.map_err(Error::Auth)?;
        if let Some(key) = &settings.api_key
            && !self.has_key
            && !request.headers().contains_key(API_KEY)
        {
            request.headers_mut().insert(API_KEY, key.clone());
        }
        for (name, mut value) in credentials {
            if let Some(name) = name
                && !request.headers().contains_key(&name)
            {
                value.set_sensitive(true);
                request.headers_mut().insert(name, value);
            }
        }
        let response = self.transport().send(request).await.map_err(Error::Transport)?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(Error::Api(Box::new(ApiError::new(whole(response).await?))))
    }
}

async fn whole(response: HttpResponse<Body>) -> Result<HttpResponse<Vec<u8>>> {
    let (parts, body) = response.into_parts();
    Ok(HttpResponse::from_parts(parts, body.collect().await.map_err(Error::Transport)?))
}

/// Drops the work when the time is up.
async fn within<T>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let Some(limit) = limit else { return work.await };
    let mut work = pin!(work);
    let mut alarm = transport.sleep(limit);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(done);
        }
        alarm
            .as_mut()
            .poll(context)
            .map(|()| Err(Error::Transport(TransportError::timed_out(format!("the time was up after {limit:?}")))))
    })
    .await
}
