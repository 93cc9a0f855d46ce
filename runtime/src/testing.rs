//! Test doubles of the network: transports that need no server.
//!
//! [`MemoryTransport`] answers requests by method, [`Recorder`] records the exchanges of another
//! transport, and [`Replay`] repeats them.

mod arguments;
mod batch;
mod broken_body;
mod cassette;
mod clock;
mod difference;
mod expectation;
mod failure;
mod memory;
mod received;
mod reply;
mod rule;
mod rules;
mod secrets;
mod session;

pub use self::cassette::{CassetteError, Recorder, Replay};
pub use self::expectation::ExpectationError;
pub use self::memory::MemoryTransport;
pub use self::received::Received;
pub use self::reply::Reply;
pub use self::rule::Rule;

/// Counts another request id and returns it, in the form of a UUID.
fn next_request_id(count: &mut u64) -> String {
    *count += 1;
    format!("00000000-0000-4000-8000-{count:012x}")
}
