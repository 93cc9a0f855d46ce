//! What a call tells `tracing`: which method, how it went, how long it took. Nothing that a caller gave or a server answered:
//! keys and tokens may be in there.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering};
use std::time::Instant;

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Instrument, Level, Span, event, info_span};

use crate::descriptor::MethodDescriptor;
use crate::error::{Error, ErrorKind, Result};

/// A call as `tracing` sees it. Clones are the same call.
#[derive(Clone)]
pub(crate) struct Trace {
    /// `rpc.method`, `http.request.method`, `url.template`.
    names: [&'static str; 3],
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// A part of the call is a part of its span.
    begun: AtomicBool,
    attempts: AtomicU32,
    /// Of the last response; 0 without one.
    status: AtomicU16,
}

impl Trace {
    pub(crate) fn new(method: &MethodDescriptor) -> Self {
        Self { names: [method.id(), method.http_method(), method.path()], shared: Arc::default() }
    }

    /// The request that carries a batch: a method of no document.
    pub(crate) fn batch(path: &'static str) -> Self {
        Self { names: ["batch", "POST", path], shared: Arc::default() }
    }

    /// Does the work in a span, the call's own or that of the call that it is a part of.
    pub(crate) async fn call<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let Shared { begun, attempts, status } = &*self.shared;
        if begun.swap(true, Ordering::Relaxed) {
            return work.await;
        }
        attempts.store(0, Ordering::Relaxed);
        status.store(0, Ordering::Relaxed);
        let span = self.span();
        let start = Instant::now();
        let done = work.instrument(span.clone()).await;
        begun.store(false, Ordering::Relaxed);

        let (status, kind) = outcome(done.as_ref().err(), StatusCode::from_u16(status.load(Ordering::Relaxed)).ok());
        let resends = attempts.load(Ordering::Relaxed).saturating_sub(1);
        span.record("http.response.status_code", status);
        span.record("http.request.resend_count", resends);
        span.record("error.type", kind.as_deref());
        span.in_scope(|| tell("call", status, kind.as_deref(), resends, start));
        done
    }

    fn span(&self) -> Span {
        let [method, http_method, template] = self.names;
        info_span!(
            target: "discovery_runtime",
            "call",
            otel.kind = "client",
            rpc.method = method,
            http.request.method = http_method,
            url.template = template,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
        )
    }

    /// Does one attempt, and tells how it went.
    pub(crate) async fn attempt<T>(
        &self,
        work: impl Future<Output = Result<http::Response<T>>>,
    ) -> Result<http::Response<T>> {
        let resends = self.shared.attempts.fetch_add(1, Ordering::Relaxed);
        let start = Instant::now();
        let done = work.await;
        let (status, kind) = outcome(done.as_ref().err(), done.as_ref().ok().map(http::Response::status));
        self.shared.status.store(status.unwrap_or(0), Ordering::Relaxed);
        tell("attempt", status, kind.as_deref(), resends, start);
        done
    }
}

/// How a call or an attempt ended.
fn tell(what: &str, status: Option<u16>, kind: Option<&str>, resends: u32, start: Instant) {
    event!(
        target: "discovery_runtime",
        Level::DEBUG,
        http.response.status_code = status,
        http.request.resend_count = resends,
        error.type = kind,
        duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        "{what}"
    );
}

/// The status, and what kind of error it is, if it is one: a session's 308 is none.
fn outcome(error: Option<&Error>, status: Option<StatusCode>) -> (Option<u16>, Option<String>) {
    let status = error.map_or(status, Error::status);
    let code = status.as_ref().map(StatusCode::as_str);
    let kind = match error.map(Error::kind) {
        None => None,
        Some(ErrorKind::Api(error)) if error.status().is_redirection() => None,
        Some(ErrorKind::Api(_)) => code,
        Some(ErrorKind::Transport(error)) if error.is_timeout() => Some("timeout"),
        Some(ErrorKind::Transport(_)) => Some("transport"),
        Some(ErrorKind::Build(_)) => Some("build"),
        Some(ErrorKind::Auth(_)) => Some("auth"),
        Some(ErrorKind::Decode(_)) => Some("decode"),
        Some(ErrorKind::Media(_)) => Some("media"),
        Some(ErrorKind::Batch(_)) => Some("batch"),
        Some(ErrorKind::Pagination(_)) => Some("repeated_page"),
    };
    (status.map(|status| status.as_u16()), kind.map(str::to_owned))
}
