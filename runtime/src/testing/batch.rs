//! Batches, from the point of view of a server.

use std::fmt::Write as _;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response, Uri};
use httparse::{EMPTY_HEADER, Status};

use super::reply::with_type;
use crate::batch::{MAX_HEADERS, header_map};
use crate::body::multipart;

/// A part of a batch: its id, without brackets, and what is in it.
pub(super) struct Part<T> {
    pub(super) id: String,
    pub(super) content: T,
}

/// Returns the requests in the body of a batch, with URLs on the host of `url`.
pub(super) fn requests(url: &Uri, headers: &HeaderMap, body: &[u8]) -> Option<Vec<Part<Request<Vec<u8>>>>> {
    parts(headers, body, |content| {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Request::new(&mut headers);
        let Ok(Status::Complete(length)) = head.parse(content) else { return None };
        let (scheme, authority) = (url.scheme_str()?, url.authority()?);
        let url = format!("{scheme}://{authority}{}", head.path?);
        let mut request =
            Request::builder().method(head.method?).uri(url).body(content.get(length..)?.to_vec()).ok()?;
        *request.headers_mut() = header_map(head.headers).ok()?;
        Some(request)
    })
}

/// Returns the responses in the body of the response to a batch.
pub(super) fn responses(headers: &HeaderMap, body: &[u8]) -> Option<Vec<Part<Response<Vec<u8>>>>> {
    parts(headers, body, |content| {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Response::new(&mut headers);
        let Ok(Status::Complete(length)) = head.parse(content) else { return None };
        let mut response = Response::builder().status(head.code?).body(content.get(length..)?.to_vec()).ok()?;
        *response.headers_mut() = header_map(head.headers).ok()?;
        Some(response)
    })
}

fn parts<T>(headers: &HeaderMap, body: &[u8], parse: impl Fn(&[u8]) -> Option<T>) -> Option<Vec<Part<T>>> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let parts = multipart::parts(body, &multipart::boundary(content_type)?);
    let part = |part: &[u8]| {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let Ok(Status::Complete((length, headers))) = httparse::parse_headers(part, &mut headers) else { return None };
        let id = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-id"));
        let id = id.and_then(|id| std::str::from_utf8(id.value).ok()).unwrap_or_default();
        let id = id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        Some(Part { id, content: parse(part.get(length..)?)? })
    };
    parts.complete.into_iter().map(part).collect()
}

/// Returns the response to a batch. `parts` have the ids of the request.
pub(super) fn response(parts: &[Part<Response<Bytes>>]) -> Response<Bytes> {
    let mut boundary = "batch".to_owned();
    let contains = |boundary: &str, body: &[u8]| body.windows(boundary.len()).any(|text| text == boundary.as_bytes());
    while parts.iter().any(|part| contains(&boundary, part.content.body())) {
        boundary.push('_');
    }
    let mut body = Vec::new();
    for Part { id, content } in parts {
        let mut head = format!("--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <response-{id}>\r\n\r\n");
        let _ = write!(head, "HTTP/1.1 {}\r\ncontent-length: {}\r\n", content.status(), content.body().len());
        body.extend_from_slice(head.as_bytes());
        for (name, value) in content.headers() {
            body.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        body.extend([b"\r\n", &content.body()[..], b"\r\n"].concat());
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    with_type(body.into(), &format!("multipart/mixed; boundary={boundary}"))
}
