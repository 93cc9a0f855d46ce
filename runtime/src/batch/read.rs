//! The answer to a batch: one part a call, in any order.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use httparse::{EMPTY_HEADER, Header, Status};

use crate::descriptor::MethodDescriptor;
use crate::error::BatchError;
use crate::error::{ApiError, Error, Result};

/// As many headers as a part or a response in it may have.
const HEADERS: usize = 100;

/// What the server says to each of the calls.
pub(super) fn responses(
    answer: &http::Response<Vec<u8>>,
    calls: &[&'static MethodDescriptor],
) -> Result<Vec<Result<http::Response<Vec<u8>>>>> {
    let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = boundary(content_type).ok_or_else(|| {
        Error::from(BatchError::new(format!("the answer to a batch is not `multipart/mixed`, but `{content_type}`")))
    })?;
    let parts: Vec<Part<'_>> = parts(answer.body(), &boundary).into_iter().filter_map(Part::new).collect();
    // Some servers say no ids; their answers stand in the order of the calls.
    let in_order = parts.len() == calls.len() && parts.iter().all(|part| part.number.is_none());
    let of = |(index, method): (usize, &&'static MethodDescriptor)| {
        let mut matching = parts
            .iter()
            .enumerate()
            .filter(|(position, part)| if in_order { *position == index } else { part.number == Some(index + 1) });
        match (matching.next(), matching.next()) {
            (Some((_, part)), None) => part.response(method),
            (None, _) => Err(lost("has no part for this call")),
            (Some(_), Some(_)) => Err(lost("has more than one part for this call")),
        }
    };
    let of = |call: (usize, &&'static MethodDescriptor)| of(call).map_err(|error| error.with_method_id(call.1.id()));
    Ok(calls.iter().enumerate().map(of).collect())
}

fn lost(what: &str) -> Error {
    BatchError::new(format!("the answer to the batch {what}")).into()
}

/// A part without its headers.
struct Part<'a> {
    /// Of the call, counted from 1.
    number: Option<usize>,
    content: &'a [u8],
}

impl<'a> Part<'a> {
    /// None if its headers cannot be read: it answers no call.
    fn new(part: &'a [u8]) -> Option<Self> {
        let mut headers = [EMPTY_HEADER; HEADERS];
        let Ok(Status::Complete((length, headers))) = httparse::parse_headers(part, &mut headers) else { return None };
        let id = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-id"));
        let number = id.and_then(|id| {
            let id = std::str::from_utf8(id.value).ok()?.trim().strip_suffix('>')?;
            id.rsplit_once('+')?.1.trim().parse().ok()
        });
        Some(Self { number, content: part.get(length..)? })
    }

    fn response(&self, method: &'static MethodDescriptor) -> Result<http::Response<Vec<u8>>> {
        let mut headers = [EMPTY_HEADER; HEADERS];
        let mut head = httparse::Response::new(&mut headers);
        let broken =
            |why: &dyn std::fmt::Display| lost(&format!("has a part for this call that is no response: {why}"));
        let length = match head.parse(self.content) {
            Ok(Status::Complete(length)) => length,
            Ok(Status::Partial) => return Err(broken(&"it breaks off in its headers")),
            Err(error) => return Err(broken(&error)),
        };
        let mut response = http::Response::new(Vec::new());
        let status = http::StatusCode::from_u16(head.code.unwrap_or_default());
        *response.status_mut() = status.map_err(|error| broken(&error))?;
        *response.headers_mut() = header_map(head.headers).map_err(|error| broken(&error))?;
        let body = self.content.get(length..).unwrap_or_default();
        let said = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        *response.body_mut() = without_empty_lines(body, said).to_vec();
        if response.status().is_success() {
            return Ok(response);
        }
        Err(ApiError::from_response(response).with_accepted_scopes(method.scopes()).into())
    }
}

/// Some servers put an empty line behind the body. What else stands there belongs to it, whatever the length that they say.
fn without_empty_lines(body: &[u8], said: Option<usize>) -> &[u8] {
    match said.and_then(|length| body.split_at_checked(length)) {
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

/// The parts between the delimiters. What breaks off before a delimiter is none.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
        if let Some(rest @ (b"" | b"--")) = rest.map(<[u8]>::trim_ascii_end) {
            // The line end before a delimiter belongs to it.
            parts.extend(start.and_then(|start| body.get(start..at)).map(without_line_end));
            if !rest.is_empty() {
                return parts;
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    parts
}

fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// The parameter `boundary`, quoted or not, if it is some kind of `multipart`.
fn boundary(content_type: &str) -> Option<String> {
    let (kind, mut rest) = content_type.split_once(';')?;
    if !kind.trim().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    loop {
        let (name, value) = rest.split_once('=')?;
        let (value, after) = match value.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let (value, after) = value.split_once(';').unwrap_or((value, ""));
                (value.trim().to_owned(), after)
            }
        };
        if name.trim().eq_ignore_ascii_case("boundary") {
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = after.trim_start().trim_start_matches(';');
    }
}

/// The text up to the closing quote, and what stands behind that.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some((value, chars.as_str())),
            '\\' => value.push(chars.next()?),
            other => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries() {
        for (content_type, expected) in [
            ("multipart/mixed; boundary=batch_a-b", Some("batch_a-b")),
            ("multipart/mixed; boundary=\"a; b\"", Some("a; b")),
            ("Multipart/Mixed;charset=\"x;boundary=no\";Boundary=\"a\\\"b\" ; x=y", Some("a\"b")),
            ("multipart/mixed; x=y; boundary= a ;z", Some("a")),
            ("multipart/mixed", None),
            ("multipart/mixed; boundary=", None),
            ("multipart/mixed; boundary=\"a", None),
            ("text/html; boundary=a", None),
            ("", None),
        ] {
            assert_eq!(boundary(content_type).as_deref(), expected, "{content_type}");
        }
    }

    #[test]
    fn bodies_end_where_their_length_says_if_nothing_is_lost() {
        for (body, said, expected) in [
            ("{}\r\n", Some(2), "{}"),
            ("a\n\r\n", Some(2), "a\n"),
            ("{}\r\n", None, "{}\r\n"),
            ("{\r\n}", Some(3), "{\r\n}"),
            ("{}", Some(9), "{}"),
            ("\r\n", Some(0), ""),
        ] {
            assert_eq!(without_empty_lines(body.as_bytes(), said), expected.as_bytes(), "{body:?} {said:?}");
        }
    }

    #[test]
    fn parts_end_where_a_delimiter_begins() {
        for (body, expected) in [
            ("--b\r\nx\r\n--b\r\n\r\ny\r\n\r\n--b--\r\n", &["x", "\r\ny\r\n"][..]),
            ("before\n--b\nx\n--b  \ny\n--b--\nafter\n--b\nz\n--b\n", &["x", "y"]),
            ("--b\r\nx --b\r\n--bc\r\n--b", &["x --b\r\n--bc"]),
            ("--b\r\nx\r\n--b\r\ny", &["x"]),
            ("--b\r\n--b--", &[""]),
            ("--c\r\nx\r\n--c--", &[]),
            ("", &[]),
        ] {
            let expected: Vec<&[u8]> = expected.iter().map(|part| part.as_bytes()).collect();
            assert_eq!(parts(body.as_bytes(), "b"), expected, "{body:?}");
        }
    }
}
