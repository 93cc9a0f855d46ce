//! The correct responses of a small API with media, resumable uploads, lists and batches.

use std::net::SocketAddr;
use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::request::Request;
use crate::server::Reply;

/// The uploaded bytes of the only resumable session.
pub(crate) type Sessions = Mutex<Vec<u8>>;

/// Returns the media of every note.
pub(crate) fn media() -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(7);
    std::iter::repeat_with(|| rng.u8(..)).take(20_000).collect()
}

/// Returns the media to upload, which are longer than two chunks.
pub(crate) fn upload() -> Vec<u8> {
    vec![b'x'; 600 << 10]
}

/// Returns the correct response.
pub(crate) fn reply(request: &Request, address: SocketAddr, sessions: &Sessions) -> Reply {
    if request.is("PUT", "/session/") {
        return chunk(request, sessions);
    }
    if request.target.starts_with("/b/n?") {
        return multipart_upload(request);
    }
    if request.is("POST", "/token") || request.is("GET", "/computeMetadata/") {
        return json(r#"{"access_token":"SECRET-ACCESS","expires_in":3600,"token_type":"Bearer"}"#);
    }
    if request.is("POST", "/v1/projects/-/serviceAccounts/") {
        return json(r#"{"accessToken":"SECRET-ACCESS","expireTime":"2999-12-31T23:59:59Z"}"#);
    }
    if request.is("POST", "/batch") {
        return batch(request);
    }
    if request.is("POST", "/upload/") {
        return match request.target.contains("uploadType=resumable") {
            true => json("{}").with("location", format!("http://{address}/session/SECRET-SESSION")),
            false => json(r#"{"size":"5"}"#),
        };
    }
    if request.is("GET", "/v1/notes:watch") {
        return json(r#"[{"id":"1"},{"id":"2"}]"#);
    }
    if request.is("POST", "/v1/notes:print") {
        return json(r#"{"name":"operations/1"}"#);
    }
    if request.is("GET", "/v1/operations/1") {
        return json(r#"{"name":"operations/1","done":true,"response":{"@type":"x/Note","id":"7"}}"#);
    }
    match (request.target.contains("alt=media"), request.is("GET", "/v1/notes?")) {
        (true, _) => download(request),
        (false, true) if request.target.contains("pageToken=b") => json(r#"{"notes":[{"id":"3"}]}"#),
        (false, true) => json(r#"{"notes":[{"id":"1"},{"id":"2"}],"nextPageToken":"b"}"#),
        (false, false) => json(r#"{"id":"7"}"#),
    }
}

fn json(body: &str) -> Reply {
    Reply::new(200, body).with("content-type", "application/json")
}

fn download(request: &Request) -> Reply {
    let media = media();
    let hash = STANDARD.encode(crc32c::crc32c(&media).to_be_bytes());
    let range = request.header("range").strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let reply = match range.and_then(|(first, last)| Some((first.parse::<usize>().ok()?, last.parse::<usize>().ok()))) {
        Some((first, last)) if first < media.len() => {
            let last = last.unwrap_or(usize::MAX).min(media.len() - 1);
            let range = format!("bytes {first}-{last}/{}", media.len());
            Reply::new(206, &media[first..=last]).with("content-range", range)
        }
        Some(_) => Reply::new(416, ""),
        None => Reply::new(200, media),
    };
    reply.with("x-goog-generation", 1).with("x-goog-hash", format!("crc32c={hash}"))
}

fn multipart_upload(request: &Request) -> Reply {
    match (&*request.method, request.target.contains("?uploadId=")) {
        ("POST", false) => Reply::new(200, "<R><UploadId>u</UploadId></R>"),
        ("POST", true) => Reply::new(200, "<CompleteMultipartUploadResult/>"),
        ("PUT", _) => {
            let hash = STANDARD.encode(crc32c::crc32c(&request.body).to_be_bytes());
            Reply::new(200, "").with("etag", "\"e\"").with("x-goog-hash", format!("crc32c={hash}"))
        }
        _ => Reply::new(204, ""),
    }
}

fn chunk(request: &Request, sessions: &Sessions) -> Reply {
    let mut received = sessions.lock().expect("no poisoned lock");
    let (range, total) = request.header("content-range").split_once('/').unwrap_or_default();
    if let Some((first, _)) = range.trim_start_matches("bytes ").split_once('-') {
        let first: usize = first.parse().unwrap_or(usize::MAX);
        if first <= received.len() {
            received.truncate(first);
            received.extend_from_slice(&request.body);
        }
    }
    if total.parse() == Ok(received.len()) {
        return json(&format!(r#"{{"size":"{}"}}"#, received.len()));
    }
    match received.len() {
        0 => Reply::new(308, ""),
        length => Reply::new(308, "").with("range", format!("bytes=0-{}", length - 1)),
    }
}

fn batch(request: &Request) -> Reply {
    let body = String::from_utf8_lossy(&request.body);
    let ids = body.split("Content-ID: <").skip(1).filter_map(|part| part.split('>').next());
    let parts: String = ids.map(|id| part(&format!("Content-ID: <response-{id}>"))).collect();
    multipart(&format!("{parts}--b--\r\n"))
}

/// Returns a part with this header.
pub(crate) fn part(header: &str) -> String {
    format!("--b\r\nContent-Type: application/http\r\n{header}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{{\"id\":\"7\"}}\r\n")
}

pub(crate) fn multipart(body: &str) -> Reply {
    Reply::new(200, body).with("content-type", "multipart/mixed; boundary=b")
}
