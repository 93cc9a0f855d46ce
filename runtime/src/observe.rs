//! Observers, to which calls and attempts are reported.

mod error_type;
#[cfg(feature = "opentelemetry")]
mod open_telemetry;
mod report;

use std::fmt;
use std::sync::Arc;

#[cfg(feature = "tracing")]
pub(crate) use self::error_type::error_type;
#[cfg(feature = "opentelemetry")]
pub use self::open_telemetry::OpenTelemetryMetrics;
pub use self::report::{AttemptReport, CallReport};
pub(crate) use self::report::{CallTarget, Outcome};

/// Receives a report of each attempt and of each call, e.g. for metrics.
///
/// The functions are called on the task that made the call, and must not block. They cannot change
/// anything: a [`Transport`](crate::Transport) that wraps another one can.
///
/// # Reports
///
/// An attempt is one HTTP exchange: fetching a token, sending the request, and receiving the
/// response. If the response is read into memory, this includes its body. All attempts of calls,
/// batches, uploads, downloads, streams and polls are reported.
///
/// A call consists of its attempts and the pauses between them, and ends when its future completes:
/// for a message, after it was decoded; for [`Download::send`](crate::media::Download::send) and
/// streams of messages, when the response begins. The request with which a download or a stream
/// continues after a lost connection is reported as a separate call, as are each page of a list and
/// each poll of an operation. A batch is one call without a method.
///
/// A call that is dropped before it completes is reported as well: its error type is `canceled`.
/// So is the attempt that the timeout of a call ends. A request that cannot be built is not
/// reported.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use discovery_runtime::{AttemptReport, Observer};
///
/// /// Counts the attempts that were not the first ones of their calls.
/// #[derive(Debug, Default)]
/// struct Resends(AtomicU64);
///
/// impl Observer for Resends {
///     fn attempt(&self, report: &AttemptReport<'_>) {
///         if report.number() > 1 {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Observer: fmt::Debug + Send + Sync {
    /// Receives the report of an attempt, after it ended.
    fn attempt(&self, report: &AttemptReport<'_>) {
        let _ = report;
    }

    /// Receives the report of a call, after it ended.
    fn call(&self, report: &CallReport<'_>) {
        let _ = report;
    }
}

macro_rules! delegate_to_pointee {
    ($($pointer:ident),+) => {$(
        impl<T: Observer + ?Sized> Observer for $pointer<T> {
            fn attempt(&self, report: &AttemptReport<'_>) {
                (**self).attempt(report);
            }

            fn call(&self, report: &CallReport<'_>) {
                (**self).call(report);
            }
        }
    )+};
}

delegate_to_pointee!(Arc, Box);
