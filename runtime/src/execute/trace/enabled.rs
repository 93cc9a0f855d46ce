//! Reports calls to `tracing`: the method, the outcome and the duration. Values that a caller
//! passed or a server returned are never reported, because they can contain keys and tokens.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering};
use std::time::Instant;

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Instrument, Level, Span, event, info_span};

use crate::descriptor::MethodDescriptor;
use crate::error::{Error, ErrorKind, Result};

/// The span of a call and the events of its attempts. Clones belong to the same call.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    rpc_method: &'static str,
    http_method: &'static str,
    url_template: &'static str,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Set while the span of the call is open, so that parts of the call do not open spans
    /// themselves.
    in_span: AtomicBool,
    attempts: AtomicU32,
    /// The status of the last response; 0 if there was none.
    status: AtomicU16,
}

impl Trace {
    pub(crate) fn of_method(method: &MethodDescriptor) -> Self {
        Self {
            rpc_method: method.id(),
            http_method: method.http_method(),
            url_template: method.path(),
            shared: Arc::default(),
        }
    }

    /// Creates the trace of the request that carries a batch. No document describes that method.
    pub(crate) fn of_batch(path: &'static str) -> Self {
        Self { rpc_method: "batch", http_method: "POST", url_template: path, shared: Arc::default() }
    }

    /// Does the work in the span of the call. Work that is a part of a call joins the span of that
    /// call.
    pub(crate) async fn call<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let Shared { in_span, attempts, status } = &*self.shared;
        if in_span.swap(true, Ordering::Relaxed) {
            return work.await;
        }
        attempts.store(0, Ordering::Relaxed);
        status.store(0, Ordering::Relaxed);
        let span = self.span();
        let start = Instant::now();
        let result = work.instrument(span.clone()).await;
        in_span.store(false, Ordering::Relaxed);

        let last_status = StatusCode::from_u16(status.load(Ordering::Relaxed)).ok();
        let outcome = Outcome::new(result.as_ref().err(), last_status);
        let resends = attempts.load(Ordering::Relaxed).saturating_sub(1);
        span.record("http.response.status_code", outcome.status);
        span.record("http.request.resend_count", resends);
        span.record("error.type", outcome.error_type.as_deref());
        span.in_scope(|| outcome.report("call", resends, start));
        result
    }

    fn span(&self) -> Span {
        info_span!(
            target: "discovery_runtime",
            "call",
            otel.kind = "client",
            rpc.method = self.rpc_method,
            http.request.method = self.http_method,
            url.template = self.url_template,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
        )
    }

    /// Does the work of one attempt and reports its outcome as an event.
    pub(crate) async fn attempt<T>(
        &self,
        work: impl Future<Output = Result<http::Response<T>>>,
    ) -> Result<http::Response<T>> {
        let resends = self.shared.attempts.fetch_add(1, Ordering::Relaxed);
        let start = Instant::now();
        let result = work.await;
        let outcome = Outcome::new(result.as_ref().err(), result.as_ref().ok().map(http::Response::status));
        self.shared.status.store(outcome.status.unwrap_or(0), Ordering::Relaxed);
        outcome.report("attempt", resends, start);
        result
    }
}

/// The end of a call or an attempt.
struct Outcome {
    status: Option<u16>,
    error_type: Option<String>,
}

impl Outcome {
    fn new(error: Option<&Error>, status: Option<StatusCode>) -> Self {
        let status = error.map_or(status, Error::status);
        Self { status: status.map(|status| status.as_u16()), error_type: error.and_then(error_type) }
    }

    fn report(&self, what: &str, resends: u32, start: Instant) {
        event!(
            target: "discovery_runtime",
            Level::DEBUG,
            http.response.status_code = self.status,
            http.request.resend_count = resends,
            error.type = self.error_type.as_deref(),
            duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            "{what}"
        );
    }
}

/// Reports that the value of a field did not fit its type and was kept. The name is the document's.
pub(crate) fn report_kept_field(rpc_method: &'static str, field: &str) {
    event!(
        target: "discovery_runtime",
        Level::WARN,
        rpc.method = rpc_method,
        field,
        "value does not fit its type; kept as an unknown field"
    );
}

/// Returns the attribute `error.type`: the status of an error response, or else the kind of error.
fn error_type(error: &Error) -> Option<String> {
    let kind = match error.kind() {
        // A 304 is the expected response to a condition; OpenTelemetry counts only 4xx and 5xx as
        // errors.
        ErrorKind::Api(error) if error.status().is_redirection() => return None,
        ErrorKind::Api(error) => error.status().as_str().to_owned(),
        ErrorKind::Transport(error) if error.is_timeout() => "timeout".to_owned(),
        ErrorKind::Transport(_) => "transport".to_owned(),
        ErrorKind::Build(_) => "build".to_owned(),
        ErrorKind::Auth(_) => "auth".to_owned(),
        ErrorKind::Decode(_) => "decode".to_owned(),
        ErrorKind::Media(_) => "media".to_owned(),
        ErrorKind::Batch(_) => "batch".to_owned(),
        ErrorKind::Pagination(_) => "repeated_page".to_owned(),
        ErrorKind::Operation(_) => "operation".to_owned(),
    };
    Some(kind)
}
