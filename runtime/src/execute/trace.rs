//! Spans and events of calls; nothing without the feature `tracing`.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{CallSpan, attempt, is_enabled, report_kept_field, retry};
#[cfg(feature = "tracing")]
pub(crate) use enabled::{CallSpan, attempt, is_enabled, report_kept_field, retry};
