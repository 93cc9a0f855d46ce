//! Sends the requests of a call: credentials, attempts, time limits and traces.

mod authorize;
mod executor;
mod idle_timeout;
mod refused;
mod success;
mod trace;

pub(crate) use executor::Executor;
pub(crate) use idle_timeout::IdleLimit;
pub(crate) use success::SuccessStatus;
pub(crate) use trace::report_kept_field;
