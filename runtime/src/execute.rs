//! Sends requests: credentials, attempts, limits and traces.

mod executor;
mod idle_timeout;
#[cfg_attr(not(feature = "tracing"), path = "execute/untraced.rs")]
mod trace;

pub(crate) use executor::Executor;
pub(crate) use trace::Trace;
