//! Sends a batch, and sends the failed calls again.

use std::time::Duration;

use super::decode;
use super::request::BatchRequest;
use crate::error::{Error, Result};
use crate::execute::Executor;
use crate::request::UntypedCall;
use crate::retry::RetryTracker;

/// The response to a call whose body has not been decoded yet, or the error of the call.
pub(super) type Outcome = Result<http::Response<Vec<u8>>>;

/// Returns the outcome of each call, in the order of the calls. Calls that failed are sent again,
/// as the retry policy decides for each of them.
pub(super) async fn send_with_retries(
    executor: &Executor,
    calls: &[UntypedCall],
    request: impl Fn(&[&UntypedCall]) -> Result<BatchRequest>,
) -> Result<Vec<Outcome>> {
    let mut retries = RetryTracker::for_call(executor.timeout());
    let all: Vec<_> = calls.iter().collect();
    let mut outcomes = send(executor, executor.timeout(), &all, &request).await?;
    loop {
        let failures = calls.iter().zip(&outcomes).enumerate().filter_map(|(index, (call, outcome))| {
            let error = outcome.as_ref().err()?;
            Some((index, error, call.is_idempotent()))
        });
        let Some((failed, delay)) = retries.next_delay_of_any(executor.retry_policy(), failures) else { break };
        if !executor.try_retry() {
            refuse(&mut outcomes, &failed);
            break;
        }
        executor.sleep(delay).await;
        let again: Vec<_> = failed.iter().filter_map(|&index| calls.get(index)).collect();
        // If this request fails as a whole, the outcomes of the earlier ones are more useful than
        // its error.
        let Ok(new_outcomes) = send(executor, retries.time_left(), &again, &request).await else { break };
        for (index, new_outcome) in failed.into_iter().zip(new_outcomes) {
            if let Some(outcome) = outcomes.get_mut(index) {
                *outcome = new_outcome;
            }
        }
    }
    Ok(outcomes)
}

/// Records in the errors of calls that the retry budget did not allow to send them again.
fn refuse(outcomes: &mut [Outcome], failed: &[usize]) {
    for &index in failed {
        if let Some(outcome) = outcomes.get_mut(index) {
            let refused = std::mem::replace(outcome, Ok(http::Response::default()));
            *outcome = refused.map_err(Error::with_refused_retry);
        }
    }
}

/// Sends some of the calls in one request.
async fn send(
    executor: &Executor,
    timeout: Option<Duration>,
    calls: &[&UntypedCall],
    request: impl Fn(&[&UntypedCall]) -> Result<BatchRequest>,
) -> Result<Vec<Outcome>> {
    let idempotent = calls.iter().all(|call| call.is_idempotent());
    let executor = executor.clone().with_timeout(timeout).with_idempotent(idempotent);
    let BatchRequest { request, id } = request(calls)?;
    let response = executor.send(request).await?;
    let methods: Vec<_> = calls.iter().map(|call| call.method).collect();
    decode::outcomes(&response, &id, &methods)
}
