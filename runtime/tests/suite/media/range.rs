//! Ranges of media, and responses that contain other bytes than their headers say.

use bytes::Bytes;
use discovery_runtime::{Body, TransportError};

use super::download::{GENERATION, truncated};
use super::get;
use super::scripted::{ScriptedTransport, response};
use super::server::{Pieces, pieces};

#[tokio::test]
async fn returns_only_requested_bytes() {
    // Servers without support for ranges send all bytes.
    let transport = ScriptedTransport::new(|_, _| response(200, &[("x-goog-hash", "crc32c=AAAAAA==")], "0123456789"));
    let client = transport.client();
    let mut media = get(&client).download().range(..4).send().await.unwrap();
    assert_eq!(media.length(), Some(4));
    assert_eq!(media.next().await.unwrap().unwrap(), "0123");
    assert!(media.next().await.is_none());
    assert_eq!(get(&client).download().range(4..8).bytes().await.unwrap(), b"4567");
    assert_eq!(get(&client).download().range(4..).bytes().await.unwrap(), b"456789");
    let error = get(&client).download().range(10..).bytes().await.unwrap_err().to_string();
    assert!(error.ends_with("the requested range starts after the last byte"), "{error}");
    assert_eq!(get(&client).download().range(..40).bytes().await.unwrap(), b"0123456789");
}

#[tokio::test]
async fn cuts_a_range_out_of_a_body_of_unknown_length() {
    let all =
        |_: usize, _: &http::Request<Vec<u8>>| Ok(http::Response::new(pieces(&Bytes::from("0123456789"), 3, None)));
    let client = ScriptedTransport::new(all).client();
    for (range, expected) in [(1..3, "12"), (2..6, "2345"), (5..7, "56"), (8..40, "89")] {
        assert_eq!(get(&client).download().range(range).bytes().await.unwrap(), expected.as_bytes());
    }
    let error = get(&client).download().range(11..).bytes().await.unwrap_err().to_string();
    assert!(error.ends_with("the requested range starts after the last byte"), "{error}");
}

#[tokio::test]
async fn a_range_from_the_start_of_empty_media_is_empty() {
    let client = ScriptedTransport::new(|_, _| response(416, &[("content-range", "bytes */0")], "")).client();
    assert!(get(&client).download().range(..).bytes().await.unwrap().is_empty());
    let media = get(&client).download().range(..4).send().await.unwrap();
    assert_eq!((media.length(), media.headers()["content-range"].as_bytes()), (Some(0), &b"bytes */0"[..]));
    let error = get(&client).download().range(4..).bytes().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(416));
}

/// Media that the server decompresses have no length and no ranges.
#[tokio::test]
async fn skips_what_was_received_if_the_server_sends_all_bytes_again() {
    for (generation, expected) in [("7", Some("0123456789")), ("8", None)] {
        let transport = ScriptedTransport::new(move |number, _| {
            let error = Some(TransportError::transient("connection reset"));
            let (body, generation) = match number {
                0 => (Body::stream(Pieces { bytes: "0123".into(), size: 4, error }, None), "7"),
                _ => (pieces(&Bytes::from("0123456789"), 3, None), generation),
            };
            Ok(http::Response::builder().header("x-goog-generation", generation).body(body).unwrap())
        });
        let result = get(&transport.client()).download().bytes().await;
        match (result, expected) {
            (Ok(bytes), Some(expected)) => assert_eq!(bytes, expected.as_bytes()),
            (Err(error), None) => {
                assert!(error.to_string().ends_with("the media changed on the server during the download"));
            }
            (result, _) => panic!("{generation}: {result:?}"),
        }
        assert_eq!(transport.take_requests()[1].headers()["range"], "bytes=4-");
    }
}

#[tokio::test]
async fn rejects_other_ranges_than_requested() {
    for content_range in ["bytes 0-3/10", "bytes */10", "nonsense"] {
        let transport =
            ScriptedTransport::new(move |_, _| response(206, &[GENERATION, ("content-range", content_range)], "0123"));
        let error = get(&transport.client()).download().range(4..8).bytes().await.unwrap_err().to_string();
        assert!(error.ends_with("the server sent a different range than requested"), "{content_range}: {error}");
    }
}

#[tokio::test]
async fn requests_the_rest_of_an_incomplete_range() {
    let transport = ScriptedTransport::new(|number, _| match number {
        0 => response(206, &[GENERATION, ("content-range", "bytes 4-5/10")], "45"),
        _ => response(206, &[GENERATION, ("content-range", "bytes 6-7/10")], "67"),
    });
    assert_eq!(get(&transport.client()).download().range(4..8).bytes().await.unwrap(), b"4567");
    assert_eq!(transport.take_requests()[1].headers()["range"], "bytes=6-7");
}

#[tokio::test]
async fn range_may_end_after_the_media() {
    let transport =
        ScriptedTransport::new(|_, _| response(206, &[GENERATION, ("content-range", "bytes 8-9/10")], "89"));
    assert_eq!(get(&transport.client()).download().range(8..20).bytes().await.unwrap(), b"89");
}

#[tokio::test]
async fn rejects_empty_range() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], ""));
    let error = get(&transport.client()).download().range(4..4).bytes().await.unwrap_err().to_string();
    assert!(error.ends_with("byte range 4..4 is empty"), "{error}");
    assert!(transport.take_requests().is_empty());
}

/// Returns a transport that responds to the first request with this part.
fn partial(content_range: &'static str, bytes: &'static str) -> ScriptedTransport {
    ScriptedTransport::new(move |_, _| response(206, &[GENERATION, ("content-range", content_range)], bytes))
}

#[tokio::test]
async fn rejects_inconsistent_ranges() {
    let different = "the server sent a different range than requested";
    for (content_range, problem) in [
        ("bytes 0-9/5", different),
        ("bytes 0-9/0", different),
        ("bytes 4-1/10", different),
        ("bytes 0-9/x", different),
        ("bytes 0-8/10", different),
        ("bytes 0-10/20", different),
        ("bytes 0-9/*", "the server sent a range without the length of the media"),
    ] {
        let download = get(&partial(content_range, "0123456789").client()).download().range(0..);
        let error = download.bytes().await.unwrap_err().to_string();
        assert!(error.ends_with(problem), "{content_range}: {error}");
    }
}

#[tokio::test]
async fn rejects_more_bytes_than_requested() {
    let download = get(&partial("bytes 0-9/10", "0123456789").client()).download().range(..4);
    let error = download.bytes().await.unwrap_err().to_string();
    assert!(error.ends_with("the server sent a different range than requested"), "{error}");
}

#[tokio::test]
async fn rejects_range_that_was_not_requested() {
    for content_range in ["bytes 0-3/*", "bytes 0-3/4", "bytes 0-3/10"] {
        let error = get(&partial(content_range, "0123").client()).download().bytes().await.unwrap_err().to_string();
        assert!(error.ends_with("the server sent a range although all bytes were requested"), "{error}");
    }
}

#[tokio::test]
async fn rejects_more_bytes_than_the_range_of_the_response() {
    let transport = ScriptedTransport::new(|_, _| {
        let body = pieces(&Bytes::from_static(b"0123456789"), 3, None);
        response(206, &[GENERATION, ("content-range", "bytes 0-3/10")], body)
    });
    let error = get(&transport.client()).download().range(0..).bytes().await.unwrap_err().to_string();
    assert!(error.ends_with("the response has more bytes than its `Content-Range`"), "{error}");
}

#[tokio::test]
async fn rejects_another_total_in_a_continuation() {
    for (total, is_same) in [("bytes 2-3/4", true), ("bytes 2-3/5", false), ("bytes 2-3/*", true)] {
        let transport = ScriptedTransport::new(move |number, _| match number {
            0 => truncated("01", 4, &[GENERATION]),
            _ => response(206, &[GENERATION, ("content-range", total)], "23"),
        });
        let result = get(&transport.client()).download().bytes().await;
        assert_eq!(result.is_ok(), is_same, "{total}");
    }
}

/// The first response has no length, as with `Transfer-Encoding: chunked`.
#[tokio::test]
async fn continuation_tells_the_length() {
    for (content_range, expected) in [
        ("bytes 2-4/6", Err("404: Not Found")),
        ("bytes 2-4/5", Ok("01234")),
        ("bytes 2-4/*", Err("the server sent a range without the length of the media")),
    ] {
        let transport = ScriptedTransport::new(move |number, _| match number {
            0 => {
                let error = Some(TransportError::transient("connection reset"));
                response(200, &[GENERATION], Body::stream(Pieces { bytes: "01".into(), size: 2, error }, None))
            }
            1 => response(206, &[GENERATION, ("content-range", content_range)], "234"),
            _ => response(404, &[], ""),
        });
        let result = get(&transport.client()).download().bytes().await;
        match expected {
            Ok(bytes) => assert_eq!(result.unwrap(), bytes.as_bytes(), "{content_range}"),
            Err(problem) => assert!(result.unwrap_err().to_string().ends_with(problem), "{content_range}"),
        }
    }
}

#[tokio::test]
async fn range_of_media_without_a_length_may_end_after_them() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], pieces(&Bytes::from_static(b"0123"), 3, None)));
    assert_eq!(get(&transport.client()).download().range(..40).bytes().await.unwrap(), b"0123");
    assert_eq!(get(&transport.client()).download().range(..2).bytes().await.unwrap(), b"01");
}

#[tokio::test]
async fn connection_that_breaks_after_the_last_byte_is_complete() {
    for (hash, is_ok) in [("crc32c=4waSgw==", true), ("crc32c=AAAAAA==", false)] {
        let transport =
            ScriptedTransport::new(move |_, _| truncated("123456789", 9, &[GENERATION, ("x-goog-hash", hash)]));
        let result = get(&transport.client()).download().bytes().await;
        assert_eq!(transport.take_requests().len(), 1);
        match result {
            Ok(bytes) => assert!(is_ok && bytes == b"123456789", "{hash}"),
            Err(error) => assert!(!is_ok && error.to_string().contains("checksum mismatch"), "{error}"),
        }
    }
}

#[tokio::test]
async fn positions_near_the_maximum_do_not_overflow() {
    const START: u64 = u64::MAX - 1;
    let range = "bytes 18446744073709551614-18446744073709551614/18446744073709551615";
    let download = get(&partial(range, "0").client()).download().range(START..);
    assert_eq!(download.bytes().await.unwrap(), b"0");
    let impossible = "bytes 18446744073709551614-18446744073709551615/*";
    get(&partial(impossible, "01").client()).download().range(START..).bytes().await.unwrap_err();
    let transport = ScriptedTransport::new(|_, _| {
        let part = "bytes 18446744073709551614-18446744073709551614/18446744073709551615";
        let error = Some(TransportError::transient("connection reset"));
        response(
            206,
            &[GENERATION, ("content-range", part)],
            Body::stream(Pieces { bytes: "".into(), size: 1, error }, None),
        )
    });
    get(&transport.client()).download().range(START..).bytes().await.unwrap_err();
    for bound in [std::ops::Bound::Unbounded, std::ops::Bound::Included(u64::MAX)] {
        let range = (std::ops::Bound::Excluded(u64::MAX), bound);
        let error = get(&transport.client()).download().range(range).bytes().await.unwrap_err().to_string();
        assert!(error.ends_with("is empty"), "{error}");
    }
}
