//! Sends a batch, and again those of its calls that failed in it, as the policy says of each.

use std::time::{Duration, Instant};

use super::read;
use crate::error::{Error, Result};
use crate::execute::Executor;
use crate::request::UntypedCall;
use crate::retry::Attempt;

/// What became of a call, before its body is read.
pub(super) type Outcome = Result<http::Response<Vec<u8>>>;

/// One outcome a call, in their order.
pub(super) async fn outcomes(
    sender: &Executor,
    calls: &[UntypedCall],
    request: impl Fn(&[&UntypedCall]) -> Result<http::Request<bytes::Bytes>>,
) -> Result<Vec<Outcome>> {
    let start = Instant::now();
    let limit = sender.timeout.or(sender.client.settings().timeout);
    let mut last = round(sender, limit, &calls.iter().collect::<Vec<_>>(), &request).await?;
    let mut number = 1;
    while let Some((again, pause)) = failed(sender, calls, &last, number, start) {
        let left = limit.map(|limit| limit.saturating_sub(start.elapsed()).saturating_sub(pause));
        if left.is_some_and(|left| left.is_zero()) {
            break;
        }
        sender.sleep(pause).await;
        let calls: Vec<_> = again.iter().filter_map(|&index| calls.get(index)).collect();
        // What the calls came to before is worth more than an error about the whole of them.
        let Ok(next) = round(sender, left, &calls, &request).await else { break };
        for (index, outcome) in again.into_iter().zip(next) {
            if let Some(place) = last.get_mut(index) {
                *place = outcome;
            }
        }
        number += 1;
    }
    Ok(last)
}

/// Which calls are worth another attempt, and the longest of the pauses before it.
fn failed(
    sender: &Executor,
    calls: &[UntypedCall],
    outcomes: &[Outcome],
    number: u32,
    start: Instant,
) -> Option<(Vec<usize>, Duration)> {
    let elapsed = start.elapsed();
    let again = calls.iter().zip(outcomes).enumerate().filter_map(|(index, (call, outcome))| {
        let error: &Error = outcome.as_ref().err()?;
        let attempt = Attempt { number, error, idempotent: call.is_idempotent(), elapsed };
        Some((index, sender.policy().wait(&attempt)?))
    });
    let (again, pauses): (Vec<_>, Vec<_>) = again.unzip();
    Some((again, pauses.into_iter().max()?))
}

async fn round(
    sender: &Executor,
    timeout: Option<Duration>,
    calls: &[&UntypedCall],
    request: impl Fn(&[&UntypedCall]) -> Result<http::Request<bytes::Bytes>>,
) -> Result<Vec<Outcome>> {
    let idempotent = calls.iter().all(|call| call.is_idempotent());
    let answer = Executor { timeout, idempotent, ..sender.clone() }.whole(request(calls)?).await?;
    let methods: Vec<_> = calls.iter().map(|call| call.method).collect();
    read::responses(&answer, &methods)
}
