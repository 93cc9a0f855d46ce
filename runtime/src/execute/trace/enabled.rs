//! Reports calls to `tracing`: the method, the server, the outcome and the duration. Values that a
//! caller passed or a server returned are never reported, because they can contain keys and tokens.

use std::time::Duration;

use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, Level, Span, event, info_span};

use crate::error::Error;
use crate::observe::{AttemptReport, CallReport, CallTarget, error_type};

/// Returns `true` unless no subscriber is interested in any event.
pub(crate) fn is_enabled() -> bool {
    LevelFilter::current() != LevelFilter::OFF
}

/// The span of a call.
#[derive(Debug)]
pub(crate) struct CallSpan(Span);

impl Default for CallSpan {
    fn default() -> Self {
        Self(Span::none())
    }
}

impl CallSpan {
    pub(crate) fn new(target: &CallTarget<'_>) -> Self {
        Self(info_span!(
            target: "discovery_runtime",
            "call",
            otel.kind = "client",
            rpc.method = target.method_id(),
            http.request.method = target.http_method(),
            server.address = target.server_address,
            server.port = target.server_port,
            url.template = target.url_template,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
        ))
    }

    pub(crate) fn instrument<F>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.0.clone())
    }

    pub(crate) fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    /// Records the outcome of the call. The failure of a call is a warning: nothing follows it.
    pub(crate) fn end(&self, report: &CallReport<'_>) {
        self.0.record("http.response.status_code", report.status().map(|status| status.as_u16()));
        self.0.record("http.request.resend_count", report.resends());
        self.0.record("error.type", report.error_type());
        self.0.in_scope(|| match report.error_type() {
            None => call(report),
            Some(error_type) => failed_call(report, error_type),
        });
    }
}

fn call(report: &CallReport<'_>) {
    event!(
        target: "discovery_runtime",
        Level::DEBUG,
        http.response.status_code = report.status().map(|status| status.as_u16()),
        http.request.resend_count = report.resends(),
        duration_ms = milliseconds(report.duration()),
        "call"
    );
}

/// A call that is dropped by its caller did not fail.
fn failed_call(report: &CallReport<'_>, error_type: &str) {
    if report.error().is_none() {
        return event!(
            target: "discovery_runtime",
            Level::DEBUG,
            http.request.resend_count = report.resends(),
            error.type = error_type,
            duration_ms = milliseconds(report.duration()),
            "call"
        );
    }
    event!(
        target: "discovery_runtime",
        Level::WARN,
        rpc.method = report.method_id(),
        server.address = report.server_address(),
        http.response.status_code = report.status().map(|status| status.as_u16()),
        http.request.resend_count = report.resends(),
        error.type = error_type,
        duration_ms = milliseconds(report.duration()),
        "call failed"
    );
}

/// Reports the outcome of an attempt.
pub(crate) fn attempt(report: &AttemptReport<'_>) {
    event!(
        target: "discovery_runtime",
        Level::DEBUG,
        http.response.status_code = report.status().map(|status| status.as_u16()),
        http.request.resend_count = report.number().saturating_sub(1),
        error.type = report.error_type(),
        duration_ms = milliseconds(report.duration()),
        "attempt"
    );
}

/// Reports that another attempt follows a failed one.
pub(crate) fn retry(target: &CallTarget<'_>, error: &Error, delay: Duration) {
    let status = error.status();
    event!(
        target: "discovery_runtime",
        Level::INFO,
        rpc.method = target.method_id(),
        server.address = target.server_address,
        http.response.status_code = status.map(|status| status.as_u16()),
        http.request.resend_count = error.attempts(),
        error.type = error_type(error, status.as_ref()),
        delay_ms = milliseconds(delay),
        "retry"
    );
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

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
