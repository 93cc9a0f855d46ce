//! Sends the requests of a call. What the bodies contain does not matter here.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;

use super::first_byte::FirstByte;
use super::idle_timeout::{IDLE_TIMEOUT, with_idle_timeout};
use super::limits::CallLimits;
use super::record::CallRecord;
use super::refused::CredentialHeaders;
use super::requests::Requests;
use super::success::SuccessStatus;
use super::target::Target;
use crate::body::Body;
use crate::client::Client;
use crate::descriptor::MethodDescriptor;
use crate::error::{ApiError, Error, Result, TransportError};
use crate::future::BoxFuture;
use crate::retry::{RetryPolicy, RetryTracker};
use crate::transport::{Transport, with_described_timeout, with_timeout};

/// Sends the requests of one call, with its options.
#[derive(Clone, Debug)]
pub(crate) struct Executor {
    pub(super) client: Client,
    pub(super) method: &'static MethodDescriptor,
    pub(super) target: Target,
    pub(super) has_key_parameter: bool,
    pub(super) credential_headers: CredentialHeaders,
    limits: CallLimits,
    idempotent: bool,
    first_byte: FirstByte,
    may_be_idle: bool,
    pub(super) follows_redirects: bool,
    pub(super) anonymous: bool,
    success: SuccessStatus,
    pub(super) record: CallRecord,
}

impl Executor {
    /// Creates an executor with the client's limits and retry policy. Its requests are not
    /// idempotent.
    pub(crate) fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self {
            client: client.clone(),
            method,
            target: Target::default(),
            has_key_parameter: false,
            credential_headers: CredentialHeaders::default(),
            limits: CallLimits::default(),
            idempotent: false,
            first_byte: FirstByte::default(),
            may_be_idle: false,
            follows_redirects: true,
            anonymous: false,
            success: SuccessStatus::default(),
            record: CallRecord::new(),
        }
    }

    /// Sets the limits and the retry policy of the call.
    pub(crate) fn with_limits(mut self, limits: CallLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the timeout of the whole call; `None` is the client's.
    pub(crate) fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets whether the server may receive a request more than once.
    pub(crate) fn with_idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sets what limits the time until a response begins.
    pub(crate) fn with_first_byte(mut self, first_byte: FirstByte) -> Self {
        self.first_byte = first_byte;
        self
    }

    /// Lets response bodies wait for their next byte without a limit.
    pub(crate) fn without_idle_timeout(mut self) -> Self {
        self.may_be_idle = true;
        self
    }

    /// Sets whether the query contains an API key, in which case the client's key is not sent.
    pub(crate) fn with_key_parameter(mut self, present: bool) -> Self {
        self.has_key_parameter = present;
        self
    }

    /// Sets the statuses with which an attempt succeeds.
    pub(crate) fn with_success(mut self, success: SuccessStatus) -> Self {
        self.success = success;
        self
    }

    /// Returns the executor of requests that are sent at the same time as others of the call. They
    /// count their attempts and renew their credentials independently.
    pub(crate) fn concurrent(&self) -> Self {
        let (credential_headers, record) = (CredentialHeaders::default(), self.record.concurrent());
        Self { credential_headers, record, ..self.clone() }
    }

    /// Returns the timeout of the whole call.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.limits.timeout.or(self.client.settings().timeout)
    }

    /// Returns the retry policy of the call.
    pub(crate) fn retry_policy(&self) -> &dyn RetryPolicy {
        self.limits.retry.as_deref().unwrap_or(&*self.client.settings().retry)
    }

    /// Returns the largest body that may be read into memory, in bytes.
    pub(crate) fn max_response_size(&self) -> u64 {
        self.client.settings().max_response_size
    }

    /// Returns the current time of the transport.
    pub(crate) fn now(&self) -> Instant {
        self.client.now()
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.client.settings().transport
    }

    /// Sends a request, with retries, reads the whole response, and reports the call.
    pub(crate) async fn send(&self, requests: &dyn Requests) -> Result<http::Response<Vec<u8>>> {
        self.in_call(pin!(self.send_in_call(requests))).await
    }

    /// Sends a request like [`send`](Self::send), as the part of a call that its caller reports.
    pub(crate) fn send_in_call(
        &self,
        requests: &dyn Requests,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>>> {
        self.call(|| self.read_exchange(requests))
    }

    /// Sends a request once, and reads the whole response.
    async fn read_exchange(&self, requests: &dyn Requests) -> Result<http::Response<Vec<u8>>> {
        let response = self.exchange_copy(requests).await?;
        self.read(response).await
    }

    /// Sends a request, with retries, and returns the response before its body is read.
    pub(crate) async fn open(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>> {
        self.in_call(pin!(self.call(|| self.exchange_copy(&request)))).await
    }

    /// Sends a request without retries and reads the whole response: the body cannot be sent again,
    /// or the caller must find out first what the server received.
    pub(crate) async fn send_once(&self, request: http::Request<Body>) -> Result<http::Response<Vec<u8>>> {
        if let Some(bytes) = request.body().as_bytes().cloned() {
            let request = request.map(|_| bytes);
            return self.attempt_with_credentials(|| self.read_exchange(&request)).await;
        }
        let sending = pin!(async { self.read(self.exchange(|| Ok(request), None).await?).await });
        self.attempt(sending).await.inspect_err(|error| {
            self.report_refusal(error);
        })
    }

    /// Does all work of a call within its timeout, and reports the call.
    pub(crate) async fn run<T>(&self, work: Pin<&mut impl Future<Output = Result<T>>>) -> Result<T> {
        self.in_call(pin!(with_timeout(self.transport(), self.timeout(), work))).await
    }

    /// Repeats an attempt until it succeeds, the policy gives up, or the next delay would exceed
    /// the timeout.
    pub(crate) async fn retry<T, F: Future<Output = Result<T>>>(
        &self,
        retries: &mut RetryTracker,
        mut attempt: impl FnMut() -> F,
    ) -> Result<T> {
        loop {
            // The attempt and its result end before the wait, so that the future does not contain both.
            #[expect(clippy::blocks_in_conditions, reason = "the block ends the attempt")]
            let error = match { pin!(attempt()).await } {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            self.wait_after(error, retries).await?;
        }
    }

    /// Waits until the next attempt may start, or returns the error of the failed one.
    pub(crate) async fn wait_after(&self, error: Error, retries: &mut RetryTracker) -> Result<()> {
        let Some(delay) = retries.next_delay(self.now(), self.retry_policy(), &error, self.idempotent) else {
            return Err(error);
        };
        // A transfer that made progress continues with work that has not been done before.
        if !retries.take_progress() && !self.try_retry() {
            return Err(error.with_refused_retry());
        }
        self.report_retry(&error, delay);
        self.sleep(delay).await;
        Ok(())
    }

    /// Takes one retry from the budget of the client. Returns `false` if it is exhausted.
    pub(crate) fn try_retry(&self) -> bool {
        self.client.settings().budget.try_retry(self.now())
    }

    /// Waits between two attempts.
    pub(crate) async fn sleep(&self, delay: Duration) {
        self.transport().sleep(delay).await;
    }

    /// Sends a request with retries, within the timeout of the call.
    #[expect(clippy::manual_async_fn, reason = "an async function would store its argument twice")]
    fn call<T, F: Future<Output = Result<http::Response<T>>>>(
        &self,
        exchange: impl Fn() -> F,
    ) -> impl Future<Output = Result<http::Response<T>>> {
        async move {
            let mut retries = RetryTracker::for_call(self.now(), self.timeout());
            let work = pin!(self.retry(&mut retries, || self.attempt_with_credentials(&exchange)));
            with_timeout(self.transport(), self.timeout(), work).await
        }
    }

    /// Does the work of one attempt within its timeout.
    pub(super) async fn attempt<T>(
        &self,
        work: Pin<&mut impl Future<Output = Result<http::Response<T>>>>,
    ) -> Result<http::Response<T>> {
        let timeout = self.retry_policy().attempt_timeout();
        self.in_attempt(pin!(with_timeout(self.transport(), timeout, work))).await
    }

    /// Sends the next copy of a request, and follows redirects with others.
    fn exchange_copy(&self, copies: &dyn Requests) -> impl Future<Output = Result<http::Response<Body>>> + Send {
        self.exchange(|| Ok(copies.next()?.map(Body::from)), Some(copies))
    }

    /// Sends one request with current credentials, and follows redirects if there are copies of it.
    /// Fails if the status of the response is not a success.
    ///
    /// `request` creates the request once the credentials are known, so that the future does not
    /// contain it. Not an async function, whose future would contain the arguments twice.
    #[expect(clippy::manual_async_fn, reason = "explained above")]
    fn exchange(
        &self,
        request: impl FnOnce() -> Result<http::Request<Body>> + Send,
        copies: Option<&dyn Requests>,
    ) -> impl Future<Output = Result<http::Response<Body>>> + Send {
        async move {
            self.client.settings().budget.count_request(self.now());
            let credentials = self.next_credentials().await?;
            let sending = self.transport().send(self.authorized(request()?, credentials));
            let timeout = self.retry_policy().attempt_timeout();
            let response = self.first_byte(timeout, sending).await?;
            let response = match copies {
                // Boxed, so that the futures of other calls have no space for it.
                Some(copies) if response.status().is_redirection() => Box::pin(self.follow(copies, response)).await?,
                _ => response,
            };
            let response = match self.idle_timeout(timeout) {
                Some(limit) => response.map(|body| with_idle_timeout(body, &self.client, limit)),
                None => response,
            };
            if self.success.contains(response.status()) {
                return Ok(response);
            }
            // Boxed, so that the futures of successful calls have no space for it.
            let error = ApiError::from_response(Box::pin(self.read(response)).await?);
            Err(error.with_accepted_scopes(self.method.scopes()).into())
        }
    }

    /// Adds the method and the credentials to a request.
    pub(super) fn authorized(&self, mut request: http::Request<Body>, credentials: HeaderMap) -> http::Request<Body> {
        if let Some(method) = self.reported_method().filter(|_| self.transport().reads_extensions()) {
            request.extensions_mut().insert(method);
        }
        self.authorize(request.headers_mut(), credentials);
        request
    }

    /// Waits until a response begins.
    pub(super) fn first_byte<'a>(
        &'a self,
        attempt_timeout: Option<Duration>,
        sending: BoxFuture<'a, Result<http::Response<Body>, TransportError>>,
    ) -> impl Future<Output = Result<http::Response<Body>, TransportError>> {
        let of_client = self.client.settings().first_byte_timeout;
        let limit = self.first_byte.limit(self.method, self.limits.first_byte_timeout, of_client);
        let limit = limit.filter(|limit| attempt_timeout.is_none_or(|timeout| *limit < timeout));
        let describe = |limit| format!("response did not begin within {limit:?}, the `first_byte_timeout`");
        with_described_timeout(self.transport(), limit, describe, sending)
    }

    /// Returns the longest time without a byte of a response body, or `None` for unlimited.
    fn idle_timeout(&self, attempt_timeout: Option<Duration>) -> Option<Duration> {
        if self.may_be_idle {
            return None;
        }
        let limit = self.limits.idle_timeout.or(self.client.settings().idle_timeout);
        // A caller that limits attempts does not wait longer for a byte of one.
        Some(limit.unwrap_or_else(|| attempt_timeout.map_or(IDLE_TIMEOUT, |timeout| timeout.min(IDLE_TIMEOUT))))
    }

    /// Reads the body of a response. Only the body of a 2xx response must be complete: the
    /// status of any other response is meaningful even if its body is too long or truncated.
    ///
    /// Not an async function, whose future would contain the response twice.
    #[expect(clippy::manual_async_fn, reason = "explained above")]
    fn read(&self, mut response: http::Response<Body>) -> impl Future<Output = Result<http::Response<Vec<u8>>>> + Send {
        async move {
            let mut bytes = Vec::new();
            if response.status().is_success() {
                let limit = self.max_response_size();
                if !response.body_mut().read_to_limit(&mut bytes, limit).await? {
                    return Err(TransportError::too_large(limit).into());
                }
            } else {
                let _ = response.body_mut().read_to_limit(&mut bytes, MAX_ERROR_BODY).await;
            }
            Ok(response.map(|_| bytes))
        }
    }
}

/// The maximum number of bytes that are read from the body of an error.
const MAX_ERROR_BODY: u64 = 1 << 20;
