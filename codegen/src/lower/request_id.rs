//! `requestId`: a name by which many servers know a request again, so that it may arrive twice. What it is for stands in its
//! description alone, and it is not always that: some only log it, some refer to an earlier response.

use crate::discovery::{RestDescription, RestMethod};

const NAME: &str = "requestId";

/// How the descriptions say it: `idempotent`, `duplicate requests`, `retry`, `the server will ignore the second request`.
const PROMISES: &[&str] = &["idempoten", "duplicate", "retry", "retried", "retries", "ignore"];

/// Whether the server knows a request of this method again.
pub(super) fn is_promise(method: &RestMethod, description: &RestDescription) -> bool {
    if !matches!(method.http_method.as_str(), "POST" | "PATCH") {
        return false;
    }
    let message = method.request.as_ref().and_then(|schema| description.resolve(schema));
    let member = message.and_then(|message| message.properties.get(NAME));
    let said = method.parameters.get(NAME).into_iter().chain(member);
    said.filter_map(|schema| schema.description.as_deref()).any(|text| {
        let text = text.to_lowercase();
        PROMISES.iter().any(|word| text.contains(word))
    })
}
