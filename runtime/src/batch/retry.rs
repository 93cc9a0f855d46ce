//! Sends a batch, and sends the failed calls again.

use std::time::Duration;

use http::StatusCode;
use http::header::AUTHORIZATION;

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
    let mut retries = RetryTracker::for_call(executor.now(), executor.timeout());
    let all: Vec<_> = calls.iter().collect();
    let mut outcomes = send(executor, executor.timeout(), &all, &request).await?;
    let refused = refused_calls(calls, &outcomes);
    if let Some(error) = refused.first().and_then(|&index| outcomes.get(index)?.as_ref().err())
        // Without other credentials, the calls have their own errors.
        && matches!(executor.renews_credentials_after(error).await, Ok(true))
    {
        let _ = send_again(executor, retries.time_left(executor.now()), calls, refused, &request, &mut outcomes).await;
    }
    loop {
        let failures = calls.iter().zip(&outcomes).enumerate().filter_map(|(index, (call, outcome))| {
            let error = outcome.as_ref().err()?;
            Some((index, error, call.is_idempotent()))
        });
        let Some((failed, delay)) = retries.next_delay_of_any(executor.now(), executor.retry_policy(), failures) else {
            break;
        };
        if !executor.try_retry() {
            refuse(&mut outcomes, &failed);
            break;
        }
        let first_error = failed.first().and_then(|&index| outcomes.get(index)?.as_ref().err());
        first_error.into_iter().for_each(|error| executor.report_retry(error, delay));
        executor.sleep(delay).await;
        // If this request fails as a whole, the outcomes of the earlier ones are more useful than
        // its error.
        let sent =
            send_again(executor, retries.time_left(executor.now()), calls, failed, &request, &mut outcomes).await;
        if sent.is_err() {
            break;
        }
    }
    let outcomes = outcomes.into_iter().map(|outcome| outcome.map_err(|error| executor.with_context(error)));
    Ok(outcomes.collect())
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

/// Returns the calls that failed because the server refused the token of the batch. Calls with their
/// own `Authorization` header are not among them.
fn refused_calls(calls: &[UntypedCall], outcomes: &[Outcome]) -> Vec<usize> {
    let is_refused = |(call, outcome): (&UntypedCall, &Outcome)| {
        let status = outcome.as_ref().err().and_then(Error::status);
        status == Some(StatusCode::UNAUTHORIZED) && !call.headers().contains_key(AUTHORIZATION)
    };
    let refused = calls.iter().zip(outcomes).enumerate().filter(|(_, pair)| is_refused(*pair));
    refused.map(|(index, _)| index).collect()
}

/// Sends some of the calls in another request, and replaces their outcomes.
async fn send_again(
    executor: &Executor,
    timeout: Option<Duration>,
    calls: &[UntypedCall],
    indices: Vec<usize>,
    request: impl Fn(&[&UntypedCall]) -> Result<BatchRequest>,
    outcomes: &mut [Outcome],
) -> Result<()> {
    let again: Vec<_> = indices.iter().filter_map(|&index| calls.get(index)).collect();
    let new_outcomes = send(executor, timeout, &again, request).await?;
    for (index, new_outcome) in indices.into_iter().zip(new_outcomes) {
        if let Some(outcome) = outcomes.get_mut(index) {
            let earlier = outcome.as_ref().err().map_or(0, Error::attempts).max(1);
            *outcome = new_outcome.map_err(|error| error.with_attempts(earlier.saturating_add(1)));
        }
    }
    Ok(())
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
    let response = executor.send(&request).await?;
    let methods: Vec<_> = calls.iter().map(|call| call.method).collect();
    decode::outcomes(&response, &id, &methods)
}
