//! Many requests as one body: `multipart/mixed`, each part an `application/http`.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, USER_AGENT};

use crate::headers::API_CLIENT;

use crate::random::random_u64;

/// A request of a batch: its host is that of the batch, so the target is path and query alone.
pub(super) struct Inner {
    pub(super) target: String,
    pub(super) request: http::Request<Bytes>,
}

/// The content type, and the body.
pub(super) fn mixed(requests: &[Inner]) -> (String, Vec<u8>) {
    let parts: Vec<Vec<u8>> = requests.iter().map(whole).collect();
    let boundary = absent(&parts, || format!("{:016x}{:016x}", random_u64(), random_u64()));
    let id = random_u64();
    let mut body = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let number = index + 1;
        let head = format!(
            "--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\
             Content-ID: <{id:016x}+{number}>\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/mixed; boundary={boundary}"), body)
}

/// The request as it would be sent alone, without what the one around it says for all.
fn whole(inner: &Inner) -> Vec<u8> {
    let Inner { target, request } = inner;
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

/// The first text drawn that stands in none of the parts.
fn absent(parts: &[Vec<u8>], mut draw: impl FnMut() -> String) -> String {
    loop {
        let text = draw();
        let found = |part: &Vec<u8>| part.windows(text.len()).any(|window| window == text.as_bytes());
        if !parts.iter().any(found) {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absent;

    #[test]
    fn a_boundary_is_drawn_until_no_part_has_it() {
        let parts = [b"GET /a HTTP/1.1".to_vec(), b"xx--first--".to_vec(), b"second".to_vec()];
        let mut draws = ["first", "second", "third", "fourth"].into_iter().map(str::to_owned);
        assert_eq!(absent(&parts, || draws.next().expect("another")), "third");
        assert_eq!(draws.count(), 1);
    }
}
