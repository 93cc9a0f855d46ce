//! Metrics of OpenTelemetry.

use std::fmt;

use opentelemetry::metrics::{Histogram, Meter};
use opentelemetry::{InstrumentationScope, KeyValue, global};

use super::{AttemptReport, CallReport, Observer};

/// The boundaries in seconds that OpenTelemetry's conventions recommend for the duration of
/// requests.
const DURATION_BOUNDARIES: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// An observer that records metrics with OpenTelemetry.
///
/// | metric | unit | attributes |
/// |---|---|---|
/// | `http.client.request.duration`, a histogram of the duration of attempts | `s` | `http.request.method`, `server.address`, `server.port`, `url.template`, `http.response.status_code`, `error.type`, `http.request.resend_count` |
/// | `discovery.client.call.attempts`, a histogram of the number of attempts of a call | `{attempt}` | `rpc.method`, `server.address`, `server.port`, `http.response.status_code`, `error.type` |
///
/// Names and attributes of the first one are those of OpenTelemetry's [conventions for HTTP
/// clients], with the template of the path and the number of earlier attempts in addition. The
/// attribute `http.request.resend_count` is missing if the attempt is the first one, as are
/// `http.response.status_code` without a response and `error.type` without an error.
///
/// No attribute contains an argument of a call or a text of the server.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{BuildError, Client, ClientBuilder, OpenTelemetryMetrics};
///
/// # fn main() -> Result<(), BuildError> {
/// # const API: discovery_runtime::ApiDescriptor =
/// #     discovery_runtime::ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/");
/// // After the program has set its global meter provider; `Client::builder()` in a generated crate.
/// let client: Client = ClientBuilder::new(API).observer(OpenTelemetryMetrics::global()).build()?;
/// # Ok(())
/// # }
/// ```
///
/// [conventions for HTTP clients]: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
#[derive(Clone)]
pub struct OpenTelemetryMetrics {
    request_duration: Histogram<f64>,
    call_attempts: Histogram<u64>,
}

impl OpenTelemetryMetrics {
    /// Creates an observer that records with the current global meter provider.
    #[must_use]
    pub fn global() -> Self {
        let scope = InstrumentationScope::builder("discovery-runtime").with_version(env!("CARGO_PKG_VERSION"));
        Self::new(&global::meter_with_scope(scope.build()))
    }

    /// Creates an observer that records with a meter.
    #[must_use]
    pub fn new(meter: &Meter) -> Self {
        let request_duration = meter
            .f64_histogram("http.client.request.duration")
            .with_unit("s")
            .with_description("Duration of HTTP client requests.")
            .with_boundaries(DURATION_BOUNDARIES.to_vec());
        let call_attempts = meter
            .u64_histogram("discovery.client.call.attempts")
            .with_unit("{attempt}")
            .with_description("Number of attempts of a call.")
            .with_boundaries((1_u8..=10).map(f64::from).collect());
        Self { request_duration: request_duration.build(), call_attempts: call_attempts.build() }
    }
}

impl Observer for OpenTelemetryMetrics {
    fn attempt(&self, report: &AttemptReport<'_>) {
        let mut attributes = vec![
            KeyValue::new("http.request.method", report.http_method()),
            KeyValue::new("url.template", report.url_template().to_owned()),
        ];
        attributes.extend(server(report.server_address(), report.server_port()));
        attributes.extend(outcome(report.status(), report.error_type()));
        if report.number() > 1 {
            attributes.push(KeyValue::new("http.request.resend_count", i64::from(report.number() - 1)));
        }
        self.request_duration.record(report.duration().as_secs_f64(), &attributes);
    }

    fn call(&self, report: &CallReport<'_>) {
        let mut attributes = vec![KeyValue::new("rpc.method", report.method_id())];
        attributes.extend(server(report.server_address(), report.server_port()));
        attributes.extend(outcome(report.status(), report.error_type()));
        self.call_attempts.record(report.attempts().into(), &attributes);
    }
}

fn server(address: &str, port: u16) -> [KeyValue; 2] {
    [KeyValue::new("server.address", address.to_owned()), KeyValue::new("server.port", i64::from(port))]
}

fn outcome(status: Option<http::StatusCode>, error_type: Option<&str>) -> impl Iterator<Item = KeyValue> {
    let status = status.map(|status| KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    let error_type = error_type.map(|error_type| KeyValue::new("error.type", error_type.to_owned()));
    status.into_iter().chain(error_type)
}

impl fmt::Debug for OpenTelemetryMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenTelemetryMetrics").finish_non_exhaustive()
    }
}
