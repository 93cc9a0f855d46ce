//! Decodes the response to a batch: one part per call, in any order.

use std::fmt::Display;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use httparse::{EMPTY_HEADER, Header, Status};

use crate::body::multipart::{self, Parts};
use crate::descriptor::MethodDescriptor;
use crate::error::{ApiError, BatchError, Error, Result, excerpt};

/// The maximum number of headers in a part, and in the response inside it.
pub(crate) const MAX_HEADERS: usize = 100;

/// The maximum number of characters of a content type that an error quotes.
const MAX_QUOTED: usize = 100;

/// Returns the outcome of each call, in the order of the calls. `id` is the text before the numbers
/// in the ids of the request's parts.
pub(super) fn outcomes(
    response: &http::Response<Vec<u8>>,
    id: &str,
    methods: &[&'static MethodDescriptor],
) -> Result<Vec<Result<http::Response<Vec<u8>>>>> {
    let content_type = response.headers().get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    let content_type = String::from_utf8_lossy(content_type);
    let boundary = multipart::boundary(&content_type).ok_or_else(|| {
        let content_type: String = content_type.chars().take(MAX_QUOTED).collect();
        let excerpt = Some(excerpt(response.body())).filter(|excerpt| !excerpt.is_empty());
        let excerpt = excerpt.map_or_else(String::new, |excerpt| format!(": {excerpt}"));
        BatchError::new(format!("the response to the batch is not `multipart/mixed`, but `{content_type}`{excerpt}"))
    })?;
    let Parts { complete, is_truncated } = multipart::parts(response.body(), &boundary);
    let parts: Vec<Part<'_>> = complete.into_iter().map(|part| Part::parse(part, id)).collect();
    // Some servers send no ids; their parts are in the order of the calls. A part that cannot be
    // read may have an id, and may be any of them.
    let in_order =
        !is_truncated && parts.len() == methods.len() && parts.iter().all(|part| part.call == CallOfPart::Unnamed);
    // One pass, because a server can send any number of parts.
    let mut by_call: Vec<Vec<&Part<'_>>> = vec![Vec::new(); methods.len()];
    for (position, part) in parts.iter().enumerate() {
        let index = if in_order { Some(position) } else { part.call.index() };
        if let Some(parts_of_call) = index.and_then(|index| by_call.get_mut(index)) {
            parts_of_call.push(part);
        }
    }
    let outcome = |(parts, method): (&Vec<&Part<'_>>, &&'static MethodDescriptor)| {
        let response = match parts.as_slice() {
            [part] => part.response(method),
            [] => Err(invalid_response("has no part for this call")),
            _ => Err(invalid_response("has more than one part for this call")),
        };
        response.map_err(|error| error.with_method_id(method.id()))
    };
    Ok(by_call.iter().zip(methods).map(outcome).collect())
}

fn invalid_response(what: &str) -> Error {
    BatchError::new(format!("the response to the batch {what}")).into()
}

/// A part of the response.
struct Part<'a> {
    call: CallOfPart,
    /// The part without its headers.
    content: &'a [u8],
}

/// The call that a part responds to.
#[derive(Debug, PartialEq)]
enum CallOfPart {
    /// The number of the call, counted from 1.
    Number(usize),
    /// The part has no id.
    Unnamed,
    /// The headers or the id cannot be read, or the id does not belong to the request.
    Unknown,
}

impl CallOfPart {
    fn parse(headers: &[Header<'_>], id: &str) -> Self {
        let mut ids = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("content-id"));
        match (ids.next(), ids.next()) {
            (None, _) => Self::Unnamed,
            (Some(header), None) => number(header.value, id).map_or(Self::Unknown, Self::Number),
            (Some(_), Some(_)) => Self::Unknown,
        }
    }

    /// Returns the index of the call.
    fn index(&self) -> Option<usize> {
        match self {
            Self::Number(number) => number.checked_sub(1),
            Self::Unnamed | Self::Unknown => None,
        }
    }
}

/// Returns the number in an id of the response, which is that of the request after `response-`.
fn number(content_id: &[u8], id: &str) -> Option<usize> {
    let text = std::str::from_utf8(content_id).ok()?.trim().strip_prefix('<')?.strip_suffix('>')?;
    let (prefix, number) = text.rsplit_once('+')?;
    let prefix = prefix.trim();
    if prefix.strip_prefix("response-").unwrap_or(prefix) != id {
        return None;
    }
    number.trim().parse().ok()
}

impl<'a> Part<'a> {
    /// Parses the headers of a part.
    fn parse(part: &'a [u8], id: &str) -> Self {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        match httparse::parse_headers(part, &mut headers) {
            Ok(Status::Complete((length, headers))) => {
                Self { call: CallOfPart::parse(headers, id), content: part.get(length..).unwrap_or_default() }
            }
            Ok(Status::Partial) | Err(_) => Self { call: CallOfPart::Unknown, content: &[] },
        }
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

/// Converts parsed headers.
pub(crate) fn header_map(headers: &[Header<'_>]) -> http::Result<HeaderMap> {
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
    fn accepts_only_ids_of_the_request() {
        for (content_id, expected) in [
            ("<response-a1+7>", Some(7)),
            (" <a1+7> ", Some(7)),
            ("<response-a1 + 7>", Some(7)),
            ("<response-b1+7>", None),
            ("<response-a1>", None),
            ("<response-a1+x>", None),
            ("<response-a1+-7>", None),
            ("response-a1+7", None),
            ("<+7>", None),
            ("", None),
        ] {
            assert_eq!(number(content_id.as_bytes(), "a1"), expected, "{content_id}");
        }
    }

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
