//! A server that fails once in each operation that continues after failures.

use bytes::Bytes;
use http::Response;
use http::request::Parts;

/// The media of a download.
pub(crate) const MEDIA: &[u8] = b"0123456789";

/// Returns the head and the pieces of the body of a response, and whether its connection breaks.
/// `number` counts the requests from 1.
pub(crate) fn respond(number: usize, head: &Parts, body: &[u8]) -> (Response<()>, Vec<Bytes>, bool) {
    let query = head.uri.query().unwrap_or_default();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match head.uri.path() {
        "/session" => chunk(number, header("content-range")),
        "/batch" => batch(number, body),
        "/v1/notes/9" => slice(header("range")),
        "/v1/notes/10" => {
            let response = Response::builder().status(302).header("location", "https://content.example/media");
            (response.body(()).expect("a response"), vec![], false)
        }
        "/media" => download(header("range")),
        "/b/n" => part(number, query),
        _ if query.contains("alt=media") => download(header("range")),
        _ if query.contains("uploadType=resumable") => {
            let response = Response::builder().header("location", "https://notes.example/session");
            (response.body(()).expect("a response"), vec![], false)
        }
        "/v1/notes" if head.method == "GET" && query.contains("pageToken") => json(r#"{"items":[2]}"#),
        "/v1/notes" if head.method == "GET" => json(r#"{"items":[1],"nextPageToken":"a"}"#),
        "/v1/notes:watch" => json(r#"[{"id":"1"},{"id":"2"}]"#),
        "/v1/notes:print" => json(r#"{"name":"operations/1"}"#),
        "/v1/operations/1" if number == 2 => json(r#"{"name":"operations/1"}"#),
        "/v1/operations/1" => json(r#"{"name":"operations/1","done":true,"response":{"id":"7"}}"#),
        "/v1/notes/8" if head.method == "GET" => json(r#"{"etag":"\"1\""}"#),
        "/v1/notes/8" if number == 2 => (status(412), vec![], false),
        "/v1/notes/8" => json(r#"{"pages":1}"#),
        "/token" => json(&format!(r#"{{"access_token":"{number}","expires_in":3600}}"#)),
        "/v1/notes/11" if number == 2 => (status(401), vec![], false),
        "/v1/notes/7" if number == 1 => (status(503), vec![], false),
        _ => json(r#"{"id":"7"}"#),
    }
}

fn status(status: u16) -> Response<()> {
    Response::builder().status(status).body(()).expect("a response")
}

/// Returns a response in two pieces.
fn json(body: &str) -> (Response<()>, Vec<Bytes>, bool) {
    let (first, second) = body.split_at(body.len() / 2);
    (status(200), [first, second].map(|piece| Bytes::from(piece.to_owned())).into(), false)
}

/// Breaks the first connection after four bytes.
fn download(range: &str) -> (Response<()>, Vec<Bytes>, bool) {
    let head = Response::builder().header("x-goog-generation", "1");
    let (head, media, breaks) = match range {
        "" => (head, &MEDIA[..4], true),
        _ => (head.status(206).header("content-range", "bytes 4-9/10"), &MEDIA[4..], false),
    };
    (head.body(()).expect("a response"), media.chunks(2).map(Bytes::copy_from_slice).collect(), breaks)
}

/// Returns the bytes of a range. Breaks the connection of the second slice after two bytes.
fn slice(range: &str) -> (Response<()>, Vec<Bytes>, bool) {
    let (first, last) = range.trim_start_matches("bytes=").split_once('-').expect("a range");
    let (first, last): (usize, usize) = (first.parse().expect("a number"), last.parse().expect("a number"));
    let head = Response::builder().status(206).header("x-goog-generation", "1");
    let head = head.header("content-range", format!("bytes {first}-{last}/10")).body(()).expect("a response");
    let (end, breaks) = if first == 5 { (7, true) } else { (last + 1, false) };
    (head, MEDIA[first..end].chunks(2).map(Bytes::copy_from_slice).collect(), breaks)
}

/// Accepts a multipart upload, except for its first part at first.
fn part(number: usize, query: &str) -> (Response<()>, Vec<Bytes>, bool) {
    match query {
        "uploads" => json("<UploadId>u</UploadId>"),
        "uploadId=u" => json("<CompleteMultipartUploadResult/>"),
        _ if number == 2 => (status(503), vec![], false),
        _ => (Response::builder().header("etag", "e").body(()).expect("a response"), vec![], false),
    }
}

/// Loses the first chunk, of which half arrived.
fn chunk(number: usize, range: &str) -> (Response<()>, Vec<Bytes>, bool) {
    let progress = |last: usize| {
        let response = Response::builder().status(308).header("range", format!("bytes=0-{last}"));
        (response.body(()).expect("a response"), vec![], false)
    };
    match range {
        _ if number == 2 => (status(503), vec![], false),
        "bytes */*" => progress((128 << 10) - 1),
        range if range.ends_with("/*") => {
            let last = range.trim_start_matches("bytes ").split(['-', '/']).nth(1).and_then(|last| last.parse().ok());
            progress(last.expect("a position"))
        }
        _ => json(r#"{"id":"7"}"#),
    }
}

/// Fails the second of two calls at first.
fn batch(number: usize, body: &[u8]) -> (Response<()>, Vec<Bytes>, bool) {
    let body = String::from_utf8_lossy(body);
    let ids = body.split("Content-ID: <").skip(1).filter_map(|part| part.split('>').next()).enumerate();
    let part = |(index, id): (usize, &str)| {
        let status = if index == 1 && number == 1 { "503 X" } else { "200 OK" };
        format!("--b\r\nContent-ID: <response-{id}>\r\n\r\nHTTP/1.1 {status}\r\n\r\n{{\"id\":\"7\"}}\r\n")
    };
    let body: String = ids.map(part).collect();
    let (first, second) = body.split_at(body.len() / 2);
    let head = Response::builder().header("content-type", "multipart/mixed; boundary=b").body(()).expect("a response");
    let pieces = [first.to_owned(), format!("{second}--b--\r\n")];
    (head, pieces.map(Bytes::from).into(), false)
}
