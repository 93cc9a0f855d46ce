//! Sends requests: credentials, attempts, time limits. Knows nothing of what is in the bodies.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Uri;

use super::idle_timeout::watched;
use super::trace::Trace;
use crate::body::Body;
use crate::client::Client;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::error::{ApiError, Error, Result};
use crate::headers::{API_KEY, QUOTA_PROJECT};
use crate::retry::{Attempt, RetryPolicy};
use crate::transport::Transport;

/// What a call says about its sending, beside the request.
#[derive(Clone)]
pub(crate) struct Executor {
    pub(crate) client: Client,
    pub(crate) method: &'static MethodDescriptor,
    /// The id of the method in errors; `None` if the request carries the calls of several methods.
    pub(crate) method_id: Option<&'static str>,
    /// For the call, with all of its attempts.
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Arc<dyn RetryPolicy>>,
    pub(crate) idempotent: bool,
    /// The caller gave an API key as a parameter.
    pub(crate) has_key: bool,
    /// Without credentials.
    pub(crate) anonymous: bool,
    pub(crate) trace: Trace,
}

impl Executor {
    /// Sends a request, if need be more than once, and reads all of the response. What the server does not call a success is an
    /// error.
    pub(crate) async fn whole(&self, request: http::Request<Bytes>) -> Result<http::Response<Vec<u8>>> {
        self.attempts(|| async { whole(self.once(request.clone().map(Body::from)).await?).await }).await
    }

    /// The same, for a response whose body is read as it comes.
    pub(crate) async fn open(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>> {
        self.attempts(|| self.once(request.clone().map(Body::from))).await
    }

    /// Sends a request once: its body cannot be sent again, or what became of it must be known first.
    pub(crate) async fn single(&self, request: http::Request<Body>) -> Result<http::Response<Vec<u8>>> {
        let sending = pin!(async { whole(self.once(request).await?).await });
        self.attempt(sending).await
    }

    /// Does all the work of a call, or gives up when its time is over.
    pub(crate) async fn in_time<T>(&self, work: Pin<&mut impl Future<Output = Result<T>>>) -> Result<T> {
        let result = self.trace.call(within(self.transport(), self.limit(), work)).await;
        result.map_err(|error| self.with_context(error))
    }

    /// Adds what the caller needs to know about the call to an error.
    pub(crate) fn with_context(&self, error: Error) -> Error {
        match self.method_id {
            Some(id) => error.with_method_id(id),
            None => error,
        }
    }

    /// The same, for requests that may arrive twice.
    pub(crate) fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The same, for a place that must see no token and no key.
    pub(crate) fn without_credentials(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Whether what is sent may arrive twice.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether the URL is one of where the API is.
    pub(crate) fn is_at_home(&self, url: &Uri) -> bool {
        let home: Option<Uri> = self.client.settings().root_url.parse().ok();
        home.is_some_and(|home| home.scheme() == url.scheme() && home.authority() == url.authority())
    }

    pub(crate) fn policy(&self) -> &dyn RetryPolicy {
        self.retry.as_deref().unwrap_or(&*self.client.settings().retry)
    }

    pub(crate) async fn sleep(&self, pause: Duration) {
        self.transport().sleep(pause).await;
    }

    /// Of time, for the call.
    fn limit(&self) -> Option<Duration> {
        self.timeout.or(self.client.settings().timeout)
    }

    fn transport(&self) -> &dyn Transport {
        &*self.client.settings().transport
    }

    /// Tries until it works, the policy gives up, or the time is up.
    async fn attempts<T, F: Future<Output = Result<http::Response<T>>>>(
        &self,
        mut attempt: impl FnMut() -> F,
    ) -> Result<http::Response<T>> {
        let policy = self.policy();
        let start = Instant::now();
        let trying = pin!(async {
            let mut number = 1;
            loop {
                let attempt = pin!(attempt());
                let error = match self.attempt(attempt).await {
                    Ok(done) => return Ok(done),
                    Err(error) => error,
                };
                let failed = Attempt { number, error: &error, idempotent: self.idempotent, elapsed: start.elapsed() };
                let Some(pause) = policy.wait(&failed) else { return Err(error) };
                // What went wrong says more than that there was no time to wait for better.
                if self.limit().is_some_and(|limit| start.elapsed().saturating_add(pause) >= limit) {
                    return Err(error);
                }
                self.transport().sleep(pause).await;
                number += 1;
            }
        });
        self.in_time(trying).await
    }

    async fn attempt<T>(
        &self,
        work: Pin<&mut impl Future<Output = Result<http::Response<T>>>>,
    ) -> Result<http::Response<T>> {
        let result = self.trace.attempt(within(self.transport(), self.policy().attempt_timeout(), work)).await;
        result.map_err(|error| self.with_context(error))
    }

    /// One attempt, with credentials that are good now.
    async fn once(&self, mut request: http::Request<Body>) -> Result<http::Response<Body>> {
        if !self.anonymous {
            self.authorize(&mut request).await?;
        }
        let response = self.transport().send(request).await?;
        let response = response.map(|body| watched(body, &self.client, self.policy().attempt_timeout()));
        if response.status().is_success() {
            return Ok(response);
        }
        let response = as_far_as_it_came(response).await;
        Err(ApiError::from_response(response).with_accepted_scopes(self.method.scopes()).into())
    }

    async fn authorize(&self, request: &mut http::Request<Body>) -> Result<()> {
        let settings = self.client.settings();
        settings.universe.check(&*settings.credentials).await?;
        let credentials = settings.credentials.headers(self.method).await?;
        if let Some(key) = &settings.api_key
            && !self.has_key
            && !request.headers().contains_key(API_KEY)
        {
            request.headers_mut().insert(API_KEY, key.clone());
        }
        if let Some(project) = &settings.quota_project
            && !request.headers().contains_key(QUOTA_PROJECT)
        {
            request.headers_mut().insert(QUOTA_PROJECT, project.clone());
        }
        for (name, mut value) in credentials {
            if let Some(name) = name
                && !request.headers().contains_key(&name)
            {
                value.set_sensitive(true);
                request.headers_mut().insert(name, value);
            }
        }
        Ok(())
    }
}

/// What a server says of an error is worth this much memory, in bytes.
const ENOUGH: usize = 1 << 20;

/// An error is one, even if not all is heard of it.
async fn as_far_as_it_came(response: http::Response<Body>) -> http::Response<Vec<u8>> {
    let (parts, mut body) = response.into_parts();
    let mut said = Vec::new();
    while let Some(Ok(bytes)) = body.chunk().await {
        said.extend_from_slice(&bytes);
        if said.len() > ENOUGH {
            break;
        }
    }
    http::Response::from_parts(parts, said)
}

async fn whole(response: http::Response<Body>) -> Result<http::Response<Vec<u8>>> {
    let (parts, body) = response.into_parts();
    Ok(http::Response::from_parts(parts, body.collect().await?))
}

/// Gives the work up when the time is. It is lent and not given: an async function keeps an argument twice, and these are large.
async fn within<T>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    mut work: Pin<&mut impl Future<Output = Result<T>>>,
) -> Result<T> {
    let Some(limit) = limit else { return work.await };
    let mut alarm = transport.alarm(limit);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(done);
        }
        alarm
            .as_mut()
            .poll(context)
            .map(|()| Err(TransportError::timed_out(format!("the time was up after {limit:?}")).into()))
    })
    .await
}
