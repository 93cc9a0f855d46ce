//! Time limits of calls and attempts.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::error::TransportError;
use crate::transport::Transport;

/// Does the work, or returns an error when the time limit is reached. `describe` returns its message
/// for the limit.
///
/// The work is borrowed because an async function stores each argument twice, and these futures are
/// large.
pub(super) async fn with_timeout<T, E: From<TransportError>>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    describe: impl Fn(Duration) -> String,
    mut work: Pin<&mut impl Future<Output = Result<T, E>>>,
) -> Result<T, E> {
    let Some(limit) = limit else { return work.await };
    let mut alarm = transport.alarm(limit);
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        let error = || TransportError::timed_out(describe(limit));
        alarm.as_mut().poll(context).map(|()| Err(error().into()))
    })
    .await
}

/// Returns the message for the timeout of a call or an attempt.
pub(super) fn timed_out(limit: Duration) -> String {
    format!("timed out after {limit:?}")
}
