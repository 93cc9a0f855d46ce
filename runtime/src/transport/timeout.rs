//! Time limits of calls, attempts and token requests.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::Transport;
use crate::error::TransportError;

/// Does the work, or returns an error when the time limit is reached.
///
/// The work is usually borrowed, because its future is large.
pub(crate) fn with_timeout<T, E: From<TransportError>>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, E>> + Unpin,
) -> impl Future<Output = Result<T, E>> {
    with_described_timeout(transport, limit, |limit| format!("timed out after {limit:?}"), work)
}

/// Does the work, or returns an error when the time limit is reached. `describe` returns its message
/// for the limit.
///
/// Not an async function, whose future would contain each argument twice.
pub(crate) fn with_described_timeout<T, E: From<TransportError>>(
    transport: &dyn Transport,
    limit: Option<Duration>,
    describe: impl Fn(Duration) -> String,
    mut work: impl Future<Output = Result<T, E>> + Unpin,
) -> impl Future<Output = Result<T, E>> {
    let mut alarm = None;
    poll_fn(move |context| {
        let Some(limit) = limit else { return Pin::new(&mut work).poll(context) };
        let alarm = alarm.get_or_insert_with(|| transport.alarm(limit));
        if let Poll::Ready(result) = Pin::new(&mut work).poll(context) {
            return Poll::Ready(result);
        }
        let error = || TransportError::timed_out(describe(limit));
        alarm.as_mut().poll(context).map(|()| Err(error().into()))
    })
}
