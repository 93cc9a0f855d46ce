//! Sends the requests of a call: credentials, attempts, time limits and traces.

mod authorize;
mod executor;
mod first_byte;
mod idle_timeout;
mod limits;
mod record;
mod redirects;
mod refused;
mod requests;
mod success;
mod target;
mod trace;

pub(crate) use executor::Executor;
pub(crate) use first_byte::FirstByte;
pub(crate) use limits::CallLimits;
pub(crate) use requests::Requests;
pub(crate) use success::SuccessStatus;
pub(crate) use trace::report_kept_field;
