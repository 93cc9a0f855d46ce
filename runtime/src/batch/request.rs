//! The request that carries a batch.

use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_TYPE;
use http::uri::PathAndQuery;

use super::encode::{Encoded, Part, multipart_mixed};
use crate::error::{BuildError, Result};
use crate::headers::API_KEY;
use crate::request::{BatchedCalls, UntypedCall};

/// The request for some calls of a batch, and the text before the numbers in the ids of its parts.
pub(super) struct BatchRequest {
    pub(super) request: http::Request<Bytes>,
    pub(super) id: String,
}

/// Builds the request for some calls of a batch; `first` is the first call of the whole batch.
pub(super) fn build(first: &UntypedCall, calls: &[&UntypedCall]) -> Result<BatchRequest> {
    let (api, settings) = (first.client.api(), first.client.settings());
    let Some(batch_path) = api.batch_path() else {
        let message = format!("{} does not support batches: its Discovery document has no `batchPath`", api.id());
        return Err(BuildError::new(message).into());
    };
    let mut parts = Vec::with_capacity(calls.len());
    for (index, call) in calls.iter().enumerate() {
        let part = part(call, first).map_err(|error| {
            BuildError::new(format!("call {} of the batch, {}: {}", index + 1, call.method.id(), error.kind()))
        })?;
        parts.push(part);
    }
    let shape = |part: &Part| part.request.extensions().get().copied();
    let batched = calls.iter().zip(&parts).map(|(call, part)| (call.method, shape(part))).collect();
    let Encoded { content_type, body, id } = multipart_mixed(&parts);
    let url = format!("{}{}", settings.root_url, batch_path.trim_start_matches('/'));
    let mut request = http::Request::post(url)
        .header(CONTENT_TYPE, content_type)
        .extension(BatchedCalls(batched))
        .body(body.into())
        .map_err(|error| BuildError::new(format!("batch cannot be sent as a request: {error}")))?;
    settings.write_headers(request.headers_mut(), "*/*");
    Ok(BatchRequest { request, id })
}

/// Returns the part of a call, if the call can be in the batch of the first one.
fn part(call: &UntypedCall, first: &UntypedCall) -> Result<Part> {
    if !call.client.has_settings_of(&first.client) {
        return Err(BuildError::new("all calls of a batch must have the same client").into());
    }
    if !call.client.has_credentials_of(&first.client) {
        return Err(BuildError::new("all calls of a batch must have the same credentials").into());
    }
    if call.has_own_limits() {
        let message = "time limits and retry policy must be set on the batch, not on a call";
        return Err(BuildError::new(message).into());
    }
    if call.has_key_parameter() && first.client.settings().api_key.is_some() {
        let message = format!("parameter `key` conflicts with the API key of the client; use the header `{API_KEY}`");
        return Err(BuildError::new(message).into());
    }
    let mut request = call.request_in_batch()?;
    first.client.settings().remove_forbidden_credentials(request.headers_mut());
    // The headers of the batch apply to all of its parts.
    for (name, value) in &first.client.settings().headers {
        if request.headers().get(name) == Some(value) {
            request.headers_mut().remove(name);
        }
    }
    // If the client uses a proxy or another endpoint, parts still contain the path on the API's own
    // host.
    let target = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let relative = target.strip_prefix(&url_path(&first.client.settings().root_url)).unwrap_or_default();
    let target = format!("{}{relative}", url_path(first.client.api().root_url()));
    Ok(Part { target, request })
}

fn url_path(url: &str) -> String {
    url.parse().map_or_else(|_| "/".to_owned(), |url: Uri| url.path().to_owned())
}
