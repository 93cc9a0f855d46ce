//! Decodes the response to a batch: one part per call, in any order.

use std::fmt::Display;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use httparse::{EMPTY_HEADER, Header, Status};

use super::multipart;
use crate::descriptor::MethodDescriptor;
use crate::error::{ApiError, BatchError, Error, Result};

/// The maximum number of headers in a part, and in the response inside it.
const MAX_HEADERS: usize = 100;

/// Returns the outcome of each call, in the order of the calls.
pub(super) fn outcomes(
    response: &http::Response<Vec<u8>>,
    methods: &[&'static MethodDescriptor],
) -> Result<Vec<Result<http::Response<Vec<u8>>>>> {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multipart::boundary(content_type).ok_or_else(|| {
        BatchError::new(format!("the response to the batch is not `multipart/mixed`, but `{content_type}`"))
    })?;
    let parts = multipart::parts(response.body(), &boundary);
    let parts: Vec<Part<'_>> = parts.into_iter().filter_map(Part::parse).collect();
    // Some servers send no ids; their parts are in the order of the calls.
    let in_order = parts.len() == methods.len() && parts.iter().all(|part| part.number.is_none());
    let outcome = |(index, method): (usize, &&'static MethodDescriptor)| {
        let mut matching = parts
            .iter()
            .enumerate()
            .filter(|(position, part)| if in_order { *position == index } else { part.number == Some(index + 1) });
        let response = match (matching.next(), matching.next()) {
            (Some((_, part)), None) => part.response(method),
            (None, _) => Err(invalid_response("has no part for this call")),
            (Some(_), Some(_)) => Err(invalid_response("has more than one part for this call")),
        };
        response.map_err(|error| error.with_method_id(method.id()))
    };
    Ok(methods.iter().enumerate().map(outcome).collect())
}

fn invalid_response(what: &str) -> Error {
    BatchError::new(format!("the response to the batch {what}")).into()
}

/// A part of the response.
struct Part<'a> {
    /// The number of the call, counted from 1.
    number: Option<usize>,
    /// The part without its headers.
    content: &'a [u8],
}

impl<'a> Part<'a> {
    /// Parses the headers of a part. A part with invalid headers does not belong to any call.
    fn parse(part: &'a [u8]) -> Option<Self> {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let Ok(Status::Complete((length, headers))) = httparse::parse_headers(part, &mut headers) else { return None };
        let id = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-id"));
        let number = id.and_then(|id| {
            let id = std::str::from_utf8(id.value).ok()?.trim().strip_suffix('>')?;
            id.rsplit_once('+')?.1.trim().parse().ok()
        });
        Some(Self { number, content: part.get(length..)? })
    }

    /// Parses the response in this part. A status that is not a success is an error.
    fn response(&self, method: &'static MethodDescriptor) -> Result<http::Response<Vec<u8>>> {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Response::new(&mut headers);
        let invalid = |why: &dyn Display| invalid_response(&format!("has an invalid part for this call: {why}"));
        let length = match head.parse(self.content) {
            Ok(Status::Complete(length)) => length,
            Ok(Status::Partial) => return Err(invalid(&"its headers are truncated")),
            Err(error) => return Err(invalid(&error)),
        };
        let mut response = http::Response::new(Vec::new());
        let status = http::StatusCode::from_u16(head.code.unwrap_or_default());
        *response.status_mut() = status.map_err(|error| invalid(&error))?;
        *response.headers_mut() = header_map(head.headers).map_err(|error| invalid(&error))?;
        let body = self.content.get(length..).unwrap_or_default();
        let length = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        *response.body_mut() = without_trailing_whitespace(body, length).to_vec();
        if response.status().is_success() {
            return Ok(response);
        }
        Err(ApiError::from_response(response).with_accepted_scopes(method.scopes()).into())
    }
}

/// Removes the empty lines that some servers add after the body. Other bytes after the announced
/// length remain, because then the length is wrong.
fn without_trailing_whitespace(body: &[u8], length: Option<usize>) -> &[u8] {
    match length.and_then(|length| body.split_at_checked(length)) {
        Some((body, rest)) if rest.trim_ascii().is_empty() => body,
        _ => body,
    }
}

fn header_map(headers: &[Header<'_>]) -> http::Result<HeaderMap> {
    let mut map = HeaderMap::new();
    for header in headers {
        map.append(HeaderName::try_from(header.name)?, HeaderValue::try_from(header.value)?);
    }
    Ok(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_body_at_its_length_if_only_whitespace_follows() {
        for (body, length, expected) in [
            ("{}\r\n", Some(2), "{}"),
            ("a\n\r\n", Some(2), "a\n"),
            ("{}\r\n", None, "{}\r\n"),
            ("{\r\n}", Some(3), "{\r\n}"),
            ("{}", Some(9), "{}"),
            ("\r\n", Some(0), ""),
        ] {
            let body = without_trailing_whitespace(body.as_bytes(), length);
            assert_eq!(body, expected.as_bytes(), "{expected:?} {length:?}");
        }
    }
}
