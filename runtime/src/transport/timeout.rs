//! Time limits of calls, attempts and token requests.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::Transport;
use crate::error::TransportError;

/// Does the work, or returns an error when the time limit is reached.
///
/// The work is borrowed because an async function stores each argument twice, and these futures are
/// large.
pub(crate) async fn with_timeout<T, E: From<TransportError>>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    work: Pin<&mut impl Future<Output = Result<T, E>>>,
) -> Result<T, E> {
    let describe = |limit| format!("timed out after {limit:?}");
    with_described_timeout(transport, limit, describe, work).await
}

/// Does the work, or returns an error when the time limit is reached. `describe` returns its message
/// for the limit.
pub(crate) async fn with_described_timeout<T, E: From<TransportError>>(
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
