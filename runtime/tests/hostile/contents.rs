//! Well-formed responses with wrong contents: statuses, redirects, ranges, sessions and messages.

use crate::honest::{multipart, part};
use crate::request::Request;
use crate::scenarios::{CONTROLS, Scenario, plausible, scenario, slow};
use crate::server::{Reply, Step};

pub(crate) const STATUSES: &[Scenario] = &[
    scenario("error with control characters", |_, _, c| {
        send(error_with_control_characters([400, 401, 403, 404, 409, 500, 503][c.rng.usize(..7)]))
    }),
    // A server that limits the rate has done nothing, so that it may receive any request again.
    plausible("rate limit with control characters", |_, _, _| send(error_with_control_characters(429))),
    scenario("error of plain text with control characters", |_, _, _| send(Reply::new(502, CONTROLS))),
    slow("endless error", |_, _, c| {
        let status = [404, 500][c.rng.usize(..2)];
        vec![Step::Send(Reply::new(status, "").head(&[])), Step::Forever(CONTROLS.into())]
    }),
    slow("error whose body hangs", |_, _, _| {
        vec![Step::Send(Reply::new(500, "").head(&[("content-length", "9")])), Step::Hang]
    }),
    slow("impossible delay before a retry", |_, _, c| {
        let delays = [
            "99999999999999999999",
            "1e30",
            "-5",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            CONTROLS.trim_start_matches('\u{1b}'),
        ];
        let delay = delays[c.rng.usize(..delays.len() - 1)];
        send(Reply::new(503, "").with("retry-after", delay))
    }),
    plausible("success without content", |_, _, _| vec![Step::Send(b"HTTP/1.1 204 X\r\n\r\n".to_vec()), Step::Close]),
    scenario("not modified", |_, _, _| vec![Step::Send(b"HTTP/1.1 304 X\r\n\r\n".to_vec()), Step::Close]),
    slow("switches protocols", |_, _, _| {
        vec![Step::Send(b"HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n".to_vec()), Step::Hang]
    }),
    scenario("redirects elsewhere", |_, _, c| {
        let status = [301, 302, 303, 307, 308][c.rng.usize(..5)];
        send(Reply::new(status, "").with("location", format!("http://{}/v1/notes", c.other_origin)))
    }),
    scenario("redirects to a user", |_, _, c| {
        send(Reply::new(307, "").with("location", format!("//x@{}/v1/notes", c.other_origin)))
    }),
    plausible("redirects in a circle", |request, _, _| send(Reply::new(307, "").with("location", &request.target))),
    scenario("redirects to a file", |_, _, _| send(Reply::new(302, "").with("location", "file:///etc/passwd"))),
];

pub(crate) const MEDIA: &[Scenario] = &[
    scenario("range that was not requested", |request, reply, _| {
        let body = reply.body.get(..4).unwrap_or_default().to_vec();
        changed(is_download(request), reply, |reply| {
            Reply { status: 206, ..reply }.with("content-range", "bytes 0-3/*").with_body(body)
        })
    }),
    scenario("inconsistent range", |request, reply, c| {
        let ranges = [
            "bytes 0-9/5",
            "bytes 4-1/10",
            "bytes 0-9/0",
            "bytes */10",
            "bytes 0-18446744073709551615/*",
            "bytes 1000-2999/2000",
            "bytes 1000-18446744073709551615/18446744073709551615",
            "nonsense",
        ];
        let range = ranges[c.rng.usize(..ranges.len())];
        changed(is_download(request), reply, |reply| Reply { status: 206, ..reply }.with("content-range", range))
    }),
    scenario("other bytes than the range says", |request, reply, _| {
        let body = [&reply.body[..], b"more"].concat();
        changed(is_download(request), reply, |reply| reply.with_body(body))
    }),
    scenario("another version", |request, reply, _| {
        changed(is_download(request), reply, |reply| reply.with("x-goog-generation", 2))
    }),
    scenario("session elsewhere", |request, reply, c| {
        let url = format!("http://{}/session/SECRET-SESSION", c.other_origin);
        changed(is_session_start(request), reply, |reply| reply.with("location", url))
    }),
    scenario("session at an impossible URL", |request, reply, c| {
        let urls =
            ["http://elsewhere.example/SECRET-SESSION", "file:///SECRET-SESSION", "SECRET-SESSION", "", "http://"];
        let url = urls[c.rng.usize(..urls.len())];
        changed(is_session_start(request), reply, |reply| reply.with("location", url))
    }),
    scenario("session with impossible progress", |request, reply, c| {
        let ranges =
            ["bytes=0-18446744073709551615", "bytes=0-99999999", "bytes=5-9", "bytes=-1", "nonsense", "bytes=0-0"];
        let range = ranges[c.rng.usize(..ranges.len())];
        changed(is_chunk(request), reply, |_| Reply::new(308, "").with("range", range))
    }),
    scenario("session without progress", |request, reply, _| {
        changed(is_chunk(request), reply, |_| Reply::new(308, ""))
    }),
    scenario("session that ends too early", |request, reply, _| {
        let is_last = request.header("content-range").ends_with("/614400");
        changed(is_chunk(request) && is_last, reply, |_| Reply::new(200, r#"{"size":"1"}"#))
    }),
];

pub(crate) const MESSAGES: &[Scenario] = &[
    scenario("deep JSON", |request, reply, _| {
        changed(!is_download(request), reply, |reply| reply.with_body("[".repeat(500_000)))
    }),
    scenario("JSON of another type", |request, reply, _| {
        let body =
            serde_json::json!({"id": {CONTROLS: CONTROLS}, "size": CONTROLS, "notes": CONTROLS, CONTROLS: [CONTROLS]})
                .to_string();
        changed(!is_download(request), reply, |reply| reply.with_body(body))
    }),
    scenario("HTML", |request, reply, _| {
        changed(!is_download(request), reply, |reply| reply.with_body("<html>").with("content-type", REORDERED_TYPE))
    }),
    scenario("invalid UTF-8", |request, reply, _| {
        changed(!is_download(request), reply, |reply| reply.with_body(b"{\"id\":\"\xff\xfe\"}".to_vec()))
    }),
    scenario("the same page again", |request, reply, _| {
        let page = format!(r#"{{"notes":[{{"id":"1"}}],"nextPageToken":"{}"}}"#, "b".repeat(3000));
        changed(request.is("GET", "/v1/notes?"), reply, |reply| reply.with_body(page))
    }),
    scenario("pages without end", |request, reply, c| {
        let page = format!(r#"{{"notes":[],"nextPageToken":"{}"}}"#, c.rng.u64(..));
        changed(request.is("GET", "/v1/notes?"), reply, |reply| reply.with_body(page))
    }),
    scenario("parts of other calls", |request, reply, c| {
        let id =
            ["<response-other+1>", "<response-x>", "<+>", "<response-other+18446744073709551616>"][c.rng.usize(..4)];
        let parts = part(&format!("Content-ID: {id}")).repeat(3);
        changed(is_batch(request), reply, |_| multipart(&format!("{parts}--b--\r\n")))
    }),
    scenario("unreadable part", |request, reply, _| {
        let parts = ["--b\r\nno header\r\n\r\n\r\n".to_owned(), part("A: b"), part("A: b")].concat();
        changed(is_batch(request), reply, |_| multipart(&format!("{parts}--b--\r\n")))
    }),
    scenario("truncated batch", |request, reply, c| {
        let length = c.rng.usize(..reply.body.len().max(1));
        let body = reply.body.get(..length).unwrap_or_default().to_vec();
        changed(is_batch(request), reply, |reply| reply.with_body(body))
    }),
    slow("endless parts", |request, reply, _| match is_batch(request) {
        true => vec![Step::Send(reply.head(&[])), Step::Forever(part("A: b").into_bytes())],
        false => send(reply),
    }),
    scenario("unusable boundary", |request, reply, c| {
        let types = [
            "multipart/mixed; boundary=",
            "multipart/mixed; boundary=\"",
            "multipart/mixed",
            "text/html",
            REORDERED_TYPE,
        ];
        let content_type = types[c.rng.usize(..types.len())];
        changed(is_batch(request), reply, |reply| reply.with("content-type", content_type))
    }),
];

pub(crate) const LONG_RUNNING: &[Scenario] = &[
    scenario("operation that never ends", |request, reply, _| {
        changed(is_operation(request), reply, |reply| reply.with_body(r#"{"name":"operations/1"}"#))
    }),
    scenario("operation that fails", |request, reply, _| {
        let error =
            serde_json::json!({"code": 5, "message": CONTROLS, "details": [{"@type": CONTROLS, "reason": CONTROLS}]});
        let body = serde_json::json!({"name": CONTROLS, "done": true, "error": error}).to_string();
        changed(is_operation(request), reply, |reply| reply.with_body(body))
    }),
    scenario("operation with another name", |request, reply, c| {
        let names = ["", "..", "a/../b", "https://elsewhere.example/a", CONTROLS, "operations/1/../../../x"];
        let body = serde_json::json!({"name": names[c.rng.usize(..names.len())]}).to_string();
        changed(request.is("POST", "/v1/notes:print"), reply, |reply| reply.with_body(body))
    }),
    plausible("operation without the result", |request, reply, c| {
        let results = [r#""response":5"#, r#""response":{"@type":5}"#, r#""other":1"#, r#""response":"x""#];
        let body = format!(r#"{{"name":"operations/1","done":true,{}}}"#, results[c.rng.usize(..results.len())]);
        changed(is_operation(request), reply, |reply| reply.with_body(body))
    }),
    scenario("error in a stream", |request, reply, _| {
        let error = serde_json::json!({"error": {"code": 429, "message": CONTROLS, "status": CONTROLS}});
        let body = format!(r#"[{{"id":"1"}},{error}]"#);
        changed(is_stream(request), reply, |reply| reply.with_body(body))
    }),
    scenario("malformed stream", |request, reply, c| {
        let bodies = ["[{\"id\":\"1\"}", "[{}}]", "[1,,2]", "]", "[\u{202e}]", "[{\"id\":[\u{202e}]}]", "data: x\n\n"];
        let body = bodies[c.rng.usize(..bodies.len())];
        changed(is_stream(request), reply, |reply| reply.with_body(body))
    }),
    slow("endless messages", |request, reply, _| match is_stream(request) {
        true => vec![Step::Send([reply.head(&[]), b"[".to_vec()].concat()), Step::Forever(b"{\"id\":\"1\"},".to_vec())],
        false => send(reply),
    }),
    slow("endless events", |request, reply, c| {
        let reply = reply.with("content-type", "text/event-stream");
        let event = ["data\n", "data: {}\n\n", ": comment\n", "data: "][c.rng.usize(..4)];
        match is_stream(request) {
            true => vec![Step::Send(reply.head(&[])), Step::Forever(event.into())],
            false => send(reply),
        }
    }),
];

/// A header cannot contain control characters, but text that is displayed from right to left.
const REORDERED_TYPE: &str = "text/\u{202e}html\u{2066}";

fn send(reply: Reply) -> Vec<Step> {
    vec![Step::Send(reply.bytes())]
}

/// Returns a changed reply if the request is of the kind in question.
fn changed(applies: bool, reply: Reply, change: impl FnOnce(Reply) -> Reply) -> Vec<Step> {
    send(if applies { change(reply) } else { reply })
}

fn is_download(request: &Request) -> bool {
    request.target.contains("alt=media")
}

fn is_session_start(request: &Request) -> bool {
    request.target.contains("uploadType=resumable")
}

fn is_chunk(request: &Request) -> bool {
    request.is("PUT", "/session/")
}

fn is_operation(request: &Request) -> bool {
    request.is("GET", "/v1/operations/")
}

fn is_stream(request: &Request) -> bool {
    request.is("GET", "/v1/notes:watch")
}

fn is_batch(request: &Request) -> bool {
    request.is("POST", "/batch")
}

fn error_with_control_characters(status: u16) -> Reply {
    let error = serde_json::json!({"error": {
        "code": 400, "message": CONTROLS, "status": CONTROLS, "errors": [{"reason": CONTROLS}],
        "details": [{"@type": CONTROLS, "reason": CONTROLS}],
    }});
    Reply::new(status, error.to_string()).with("content-type", "application/json")
}
