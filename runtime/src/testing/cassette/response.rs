//! Recorded responses as HTTP responses.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response};

use super::body;
use crate::error::TransportError;
use crate::testing::batch::{self, Part};
use crate::testing::failure::Failure;
use crate::wire::Json;

/// Returns the recorded response to a request, or the recorded error.
pub(super) fn restore(recorded: &Json, request: &http::Request<Vec<u8>>) -> Result<Response<Bytes>, TransportError> {
    if let Some(error) = recorded.get("error") {
        return Err(Failure::from_json(error).into_error());
    }
    let invalid = || TransportError::new("the recorded response is invalid");
    let Some(calls) = recorded.get("calls").and_then(Json::as_array) else {
        return response(recorded).ok_or_else(invalid);
    };
    let requests = batch::requests(request.uri(), request.headers(), request.body()).unwrap_or_default();
    let parts = requests
        .into_iter()
        .zip(calls)
        .map(|(request, call)| Ok(Part { id: request.id, content: response(call).ok_or_else(invalid)? }));
    Ok(batch::response(&parts.collect::<Result<Vec<_>, TransportError>>()?))
}

fn response(recorded: &Json) -> Option<Response<Bytes>> {
    let status = u16::try_from(recorded.get("status")?.as_u64()?).ok()?;
    let mut response = Response::builder().status(status).body(body::restore(recorded.get("body"))?.into()).ok()?;
    *response.headers_mut() = headers(recorded.get("headers"))?;
    Some(response)
}

fn headers(recorded: Option<&Json>) -> Option<HeaderMap> {
    let Some(Json::Object(headers)) = recorded else { return Some(HeaderMap::new()) };
    let parse = |(name, value): (&String, &Json)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value.as_str()?).ok()?))
    };
    headers.iter().map(parse).collect()
}
