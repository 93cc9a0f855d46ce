//! `requestId`: an id with which many servers detect a repeated request, so that it is safe to
//! retry. Only the description says what the id is for: in some methods it is only logged, or
//! refers to an earlier response.

use crate::discovery::{HttpMethod, JsonSchema, RestDescription, RestMethod};
use crate::model::RequestId;

const NAME: &str = "requestId";

/// Words in descriptions that promise idempotency: `idempotent`, `duplicate requests`, `retry`,
/// `the server will ignore the second request`.
const PROMISES: &[&str] = &["idempoten", "duplicate", "retry", "retried", "retries", "ignore"];

/// Returns where the server expects the `requestId` by which it detects repeated requests of a
/// method, if it does.
pub(super) fn lower(method: &RestMethod, description: &RestDescription) -> Option<RequestId> {
    if method.http_method == HttpMethod::Get {
        return None;
    }
    let message = method.request.as_ref().and_then(|schema| description.resolve(schema));
    let property = message.and_then(|message| message.property(NAME));
    let in_query = method.parameters.get(NAME).map(|schema| (schema.as_ref(), RequestId::InQuery));
    let in_message = property.map(|schema| (schema, RequestId::InMessage));
    let (schema, place) = in_query.into_iter().chain(in_message).find(|(schema, _)| promises(schema))?;
    // Another form of id would be refused.
    let is_uuid = text(schema).contains("uuid");
    Some(if is_uuid { place } else { RequestId::OfCaller })
}

fn promises(schema: &JsonSchema) -> bool {
    let text = text(schema);
    PROMISES.iter().any(|word| text.contains(word))
}

fn text(schema: &JsonSchema) -> String {
    schema.description.as_deref().unwrap_or_default().to_lowercase()
}
