//! `requestId`: an id with which many servers detect a repeated request, so that it is safe to
//! retry. Only the description says what the id is for: in some methods it is only logged, or
//! refers to an earlier response.

use crate::discovery::{HttpMethod, RestDescription, RestMethod};

const NAME: &str = "requestId";

/// Words in descriptions that promise idempotency: `idempotent`, `duplicate requests`, `retry`,
/// `the server will ignore the second request`.
const PROMISES: &[&str] = &["idempoten", "duplicate", "retry", "retried", "retries", "ignore"];

/// Returns `true` if the server detects repeated requests of this method by their `requestId`.
pub(super) fn is_promised(method: &RestMethod, description: &RestDescription) -> bool {
    if !matches!(method.http_method, HttpMethod::Post | HttpMethod::Patch) {
        return false;
    }
    let message = method.request.as_ref().and_then(|schema| description.resolve(schema));
    let property = message.and_then(|message| message.property(NAME));
    let schemas = method.parameters.get(NAME).into_iter().chain(property);
    schemas.filter_map(|schema| schema.description.as_deref()).any(|text| {
        let text = text.to_lowercase();
        PROMISES.iter().any(|word| text.contains(word))
    })
}
