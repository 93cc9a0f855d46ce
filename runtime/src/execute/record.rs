//! Counts the attempts of a call, and reports attempts and calls when they end.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use http::StatusCode;

use super::Executor;
use super::trace::{self, CallSpan};
use crate::descriptor::MethodDescriptor;
use crate::error::{Error, ErrorContext, Result};
use crate::observe::{AttemptReport, CallReport, CallTarget, Outcome};

/// The attempts of a call so far. Clones belong to the same call.
#[derive(Clone, Debug)]
pub(super) struct CallRecord {
    call: Arc<Counters>,
    sequence: Arc<Sequence>,
}

#[derive(Debug)]
struct Counters {
    start: Instant,
    /// Set while the call is reported, so that its parts do not report calls themselves.
    in_call: AtomicBool,
    attempts: AtomicU32,
    resends: AtomicU32,
    /// The status of the last response; 0 if there was none.
    status: AtomicU16,
}

/// The attempts that follow each other. Requests at the same time have a sequence each.
#[derive(Debug, Default)]
struct Sequence {
    /// The number of the current attempt: those since the last success.
    number: AtomicU32,
    /// Whether the last attempt succeeded, so that the next one is a first one.
    succeeded: AtomicBool,
}

impl CallRecord {
    pub(super) fn new() -> Self {
        let call = Counters {
            start: Instant::now(),
            in_call: AtomicBool::new(false),
            attempts: AtomicU32::new(0),
            resends: AtomicU32::new(0),
            status: AtomicU16::new(0),
        };
        Self { call: Arc::new(call), sequence: Arc::default() }
    }

    /// Returns the record of requests of the same call that are sent at the same time as others.
    pub(super) fn concurrent(&self) -> Self {
        Self { call: Arc::clone(&self.call), sequence: Arc::default() }
    }

    fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.call.status.load(Relaxed)).ok()
    }

    /// Counts an attempt and returns its number.
    fn begin_attempt(&self) -> u32 {
        let (counters, sequence) = (&*self.call, &*self.sequence);
        let is_first = sequence.succeeded.swap(false, Relaxed);
        let number = if is_first { 1 } else { sequence.number.load(Relaxed).saturating_add(1) };
        sequence.number.store(number, Relaxed);
        counters.attempts.fetch_add(1, Relaxed);
        counters.resends.fetch_add(u32::from(number > 1), Relaxed);
        number
    }

    fn end_attempt(&self, status: Option<StatusCode>, succeeded: bool) {
        self.call.status.store(status.map_or(0, |status| status.as_u16()), Relaxed);
        self.sequence.succeeded.store(succeeded, Relaxed);
    }

    /// Starts to report a call. Returns `false` if the work is a part of such a call.
    fn begin_call(&self) -> bool {
        let counters = &*self.call;
        if counters.in_call.swap(true, Relaxed) {
            return false;
        }
        for counter in [&counters.attempts, &counters.resends, &self.sequence.number] {
            counter.store(0, Relaxed);
        }
        self.end_attempt(None, false);
        true
    }
}

impl Executor {
    /// Does the work of a call and reports it, unless it is a part of a call that is reported.
    pub(crate) fn in_call<T>(
        &self,
        work: Pin<&mut impl Future<Output = Result<T>>>,
    ) -> impl Future<Output = Result<T>> {
        self.in_call_then(work, Ok)
    }

    /// Does the work of a call like [`in_call`](Self::in_call), and converts its output as a part of
    /// the call.
    ///
    /// Futures copy what they return. A message that is decoded by `convert` passes through fewer of
    /// them than the output of the work.
    #[expect(clippy::manual_async_fn, reason = "an async function would store its arguments twice")]
    pub(crate) fn in_call_then<T, U>(
        &self,
        work: Pin<&mut impl Future<Output = Result<T>>>,
        convert: impl FnOnce(T) -> Result<U>,
    ) -> impl Future<Output = Result<U>> {
        async move {
            let Some(guard) = CallGuard::begin(self) else {
                return work.await.and_then(convert).map_err(|error| self.with_context(error));
            };
            let output = guard.span.instrument(work).await;
            let mut result = output.and_then(|output| guard.span.in_scope(|| convert(output)));
            if let Err(error) = result {
                result = Err(self.with_context(error));
            }
            guard.end(result.as_ref().err());
            result
        }
    }

    /// Does the work of an attempt and reports it.
    pub(super) async fn in_attempt<T>(
        &self,
        work: Pin<&mut impl Future<Output = Result<http::Response<T>>>>,
    ) -> Result<http::Response<T>> {
        let guard = AttemptGuard::begin(self);
        let result = work.await.map_err(|error| self.with_context(error));
        guard.end(result.as_ref().map(http::Response::status));
        result
    }

    /// Reports that a failed attempt will be followed by another one.
    pub(crate) fn report_retry(&self, error: &Error, delay: Duration) {
        self.with_target(|target| trace::retry(target, error, delay));
    }

    /// Adds the context of the call to an error.
    pub(crate) fn with_context(&self, error: Error) -> Error {
        error.with_context(ErrorContext {
            method_id: self.reported_method().map(MethodDescriptor::id),
            host: Some(self.server().to_string()),
            attempts: self.record.sequence.number.load(Relaxed),
            elapsed: Some(self.record.call.start.elapsed()),
            is_retry_refused: false,
        })
    }

    /// Passes the target of the call on, if anyone needs it.
    fn with_target(&self, report: impl FnOnce(&CallTarget<'_>)) {
        if self.is_reported() {
            self.report_target(report);
        }
    }

    fn is_reported(&self) -> bool {
        trace::is_enabled() || !self.client.settings().observers.is_empty()
    }

    /// Returns the current time, from which a reported duration counts, or `None` if nothing is
    /// reported.
    fn start(&self) -> Option<Instant> {
        self.is_reported().then(Instant::now)
    }
}

/// Reports a call when it ends, or when its future is dropped.
struct CallGuard<'e> {
    executor: &'e Executor,
    start: Option<Instant>,
    span: CallSpan,
    is_ended: bool,
}

impl<'e> CallGuard<'e> {
    fn begin(executor: &'e Executor) -> Option<Self> {
        if !executor.record.begin_call() {
            return None;
        }
        let mut span = CallSpan::default();
        executor.with_target(|target| span = CallSpan::new(target));
        Some(Self { executor, start: executor.start(), span, is_ended: false })
    }

    fn end(mut self, error: Option<&Error>) {
        self.report(error.map_or(Outcome::Success, Outcome::Failure));
    }

    fn report(&mut self, outcome: Outcome<'_>) {
        self.is_ended = true;
        let record = &self.executor.record;
        record.call.in_call.store(false, Relaxed);
        let status = outcome.status(record.status());
        let (attempts, resends) = (record.call.attempts.load(Relaxed), record.call.resends.load(Relaxed));
        let Some(start) = self.start else { return };
        self.executor.with_target(|target| {
            let duration = start.elapsed();
            let report = CallReport { target: *target, outcome, status, duration, attempts, resends };
            self.span.end(&report);
            self.executor.client.settings().observers.iter().for_each(|observer| observer.call(&report));
        });
    }
}

impl Drop for CallGuard<'_> {
    fn drop(&mut self) {
        if !self.is_ended {
            self.report(Outcome::Canceled);
        }
    }
}

/// Reports an attempt when it ends, or when its future is dropped.
struct AttemptGuard<'e> {
    executor: &'e Executor,
    start: Option<Instant>,
    number: u32,
    is_ended: bool,
}

impl<'e> AttemptGuard<'e> {
    fn begin(executor: &'e Executor) -> Self {
        Self { executor, start: executor.start(), number: executor.record.begin_attempt(), is_ended: false }
    }

    fn end(mut self, result: Result<StatusCode, &Error>) {
        match result {
            Ok(status) => self.report(Outcome::Success, Some(status)),
            Err(error) => self.report(Outcome::Failure(error), None),
        }
    }

    fn report(&mut self, outcome: Outcome<'_>, status: Option<StatusCode>) {
        self.is_ended = true;
        let (number, status) = (self.number, outcome.status(status));
        self.executor.record.end_attempt(status, matches!(outcome, Outcome::Success));
        let Some(start) = self.start else { return };
        self.executor.with_target(|target| {
            let duration = start.elapsed();
            let report = AttemptReport { target: *target, outcome, status, duration, number };
            trace::attempt(&report);
            self.executor.client.settings().observers.iter().for_each(|observer| observer.attempt(&report));
        });
    }
}

impl Drop for AttemptGuard<'_> {
    fn drop(&mut self) {
        if !self.is_ended {
            self.report(Outcome::Canceled, None);
        }
    }
}
