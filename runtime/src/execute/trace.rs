//! Spans and events of calls; nothing without the feature `tracing`.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{Trace, report_kept_field};
#[cfg(feature = "tracing")]
pub(crate) use enabled::{Trace, report_kept_field};
