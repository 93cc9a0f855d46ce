//! Encodes calls as `multipart/mixed`, in which each part is an HTTP request.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, USER_AGENT};

use crate::headers::API_CLIENT;
use crate::random::random_u64;

/// A call of a batch as an HTTP request. The target is only a path with a query: the host is that
/// of the batch.
pub(super) struct Part {
    pub(super) target: String,
    pub(super) request: http::Request<Bytes>,
}

/// Calls as the body of a request.
pub(super) struct Encoded {
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
    /// The text before the numbers in the ids of the parts.
    pub(super) id: String,
}

/// Encodes the calls of a batch.
pub(super) fn multipart_mixed(parts: &[Part]) -> Encoded {
    let requests: Vec<Vec<u8>> = parts.iter().map(encode_request).collect();
    let boundary = absent_text(&requests, || format!("{:016x}{:016x}", random_u64(), random_u64()));
    let id = format!("{:016x}", random_u64());
    let mut body = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        let number = index + 1;
        let headers = format!(
            "--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\
             Content-ID: <{id}+{number}>\r\n\r\n"
        );
        body.extend_from_slice(headers.as_bytes());
        body.extend_from_slice(request);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Encoded { content_type: format!("multipart/mixed; boundary={boundary}"), body, id }
}

/// Encodes a request, except for the headers that the request of the batch has for all of its
/// calls.
fn encode_request(part: &Part) -> Vec<u8> {
    let Part { target, request } = part;
    let mut out = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        if name != USER_AGENT && name != API_CLIENT && name != CONTENT_LENGTH {
            out.extend_from_slice(name.as_str().as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
    }
    if !request.body().is_empty() || request.headers().contains_key(CONTENT_LENGTH) {
        out.extend_from_slice(format!("content-length: {}\r\n", request.body().len()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(request.body());
    out
}

/// Returns the first generated text that none of the parts contains.
fn absent_text(parts: &[Vec<u8>], mut generate: impl FnMut() -> String) -> String {
    loop {
        let text = generate();
        let contains = |part: &Vec<u8>| part.windows(text.len()).any(|window| window == text.as_bytes());
        if !parts.iter().any(contains) {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absent_text;

    #[test]
    fn chooses_boundary_that_no_part_contains() {
        let parts = [b"GET /a HTTP/1.1".to_vec(), b"xx--first--".to_vec(), b"second".to_vec()];
        let mut texts = ["first", "second", "third", "fourth"].into_iter().map(str::to_owned);
        assert_eq!(absent_text(&parts, || texts.next().expect("another text")), "third");
        assert_eq!(texts.count(), 1);
    }
}
