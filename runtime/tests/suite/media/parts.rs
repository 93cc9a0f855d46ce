//! Uploads to Cloud Storage in parts, to a server written from the documentation of the XML API.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::media::UploadInParts;
use discovery_runtime::{Backoff, Body, CallOptions as _, Error, ErrorKind, Json, RetryBudget, TransportError};
use http::{HeaderMap, Request};
use serde_json::json;

use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::server::{checksum, hash, pieces, random_bytes};
use super::{SEED, UPLOAD, get, insert};

/// The size of the parts in these tests.
const SIZE: usize = 10_000;

#[derive(Default)]
struct State {
    /// The parts of the only upload by number.
    parts: BTreeMap<u32, Vec<u8>>,
    /// The headers of the request that starts the upload.
    headers: HeaderMap,
    object: Option<Vec<u8>>,
    is_aborted: bool,
}

/// A server with one multipart upload.
#[derive(Clone, Default)]
struct XmlServer(Arc<Mutex<State>>);

impl XmlServer {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no poisoned lock")
    }

    fn transport(&self) -> ScriptedTransport {
        let server = self.clone();
        ScriptedTransport::new(move |_, request| server.respond(request))
    }

    fn respond(&self, request: &Request<Vec<u8>>) -> ResponseResult {
        let state = &mut *self.state();
        let query = request.uri().query().expect("a query");
        let (header, body) = (|name: &str| request.headers().get(name).cloned(), request.body());
        assert_eq!(header("content-length"), Some(body.len().into()));
        assert_eq!(header("authorization").expect("credentials"), "Bearer CLIENT");
        match (request.method().as_str(), query.strip_suffix("uploadId=a%2Bb%26c")) {
            ("POST", None) if query == "uploads" => {
                state.headers = request.headers().clone();
                let xml = "<?xml version='1.0' encoding='UTF-8'?>\n<InitiateMultipartUploadResult \
                           xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><Bucket>b</Bucket><Key>n</Key>\
                           <UploadId>a+b&amp;c</UploadId></InitiateMultipartUploadResult>";
                response(200, &[], xml)
            }
            ("PUT", Some(number)) => {
                let number = number.strip_prefix("partNumber=").and_then(|number| number.strip_suffix('&'));
                let number: u32 = number.and_then(|number| number.parse().ok()).expect("a number");
                if header("x-goog-hash").expect("a checksum") != hash(body).as_str() {
                    return response(400, &[], "<Error><Code>BadDigest</Code></Error>");
                }
                state.parts.insert(number, body.clone());
                response(200, &[("etag", &format!("\"<{number}>\"")), ("x-goog-hash", &hash(body))], "")
            }
            ("POST", Some("")) => {
                let part = |number: &u32| {
                    format!("<Part><PartNumber>{number}</PartNumber><ETag>\"&lt;{number}&gt;\"</ETag></Part>")
                };
                let parts: String = state.parts.keys().map(part).collect();
                let expected = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
                assert_eq!(std::str::from_utf8(body), Ok(&*expected));
                let object = std::mem::take(&mut state.parts).into_values().collect::<Vec<_>>().concat();
                let hash = hash(&object);
                state.object = Some(object);
                let xml = "<CompleteMultipartUploadResult xmlns='x'><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
                response(200, &[("x-goog-hash", &hash), ("x-goog-generation", "7")], xml)
            }
            ("DELETE", Some("")) => {
                *state = State { is_aborted: true, ..State::default() };
                response(204, &[], "")
            }
            _ => panic!("unexpected request: {} {}", request.method(), request.uri()),
        }
    }
}

fn upload(transport: &ScriptedTransport, media: impl Into<Body>) -> UploadInParts<Json> {
    insert(&transport.client()).upload(UPLOAD, media.into()).parts(3).part_size(SIZE as u64)
}

fn media(size: usize) -> Bytes {
    random_bytes(&mut fastrand::Rng::with_seed(SEED), size)
}

fn targets(transport: &ScriptedTransport) -> Vec<String> {
    let requests = transport.take_requests();
    requests.iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}

#[tokio::test]
async fn uploads_media_in_parts() {
    let server = XmlServer::default();
    let (transport, media) = (server.transport(), media(2 * SIZE + 5));
    let object = upload(&transport, media.clone()).send().await.unwrap();
    let expected = json!({"bucket": "b", "name": "n", "size": "20005", "crc32c": checksum(&media), "generation": "7"});
    assert_eq!(object, expected);
    assert!(server.state().object.as_deref() == Some(&media));
    let url = "https://storage.example/b/n";
    let expected = [
        format!("POST {url}?uploads"),
        format!("PUT {url}?partNumber=1&uploadId=a%2Bb%26c"),
        format!("PUT {url}?partNumber=2&uploadId=a%2Bb%26c"),
        format!("PUT {url}?partNumber=3&uploadId=a%2Bb%26c"),
        format!("POST {url}?uploadId=a%2Bb%26c"),
    ];
    assert_eq!(targets(&transport), expected);
}

#[tokio::test]
async fn parts_arrive_complete_despite_faults() {
    for number in 0..100 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let size = SIZE + rng.usize(1..200_000);
        let media = random_bytes(&mut rng, size);
        let length = rng.bool().then_some(media.len() as u64);
        let body = if rng.bool() { Body::from(media.clone()) } else { pieces(&media, rng.usize(1..30_000), length) };
        let (server, rng) = (XmlServer::default(), Mutex::new(rng));
        let failing = server.clone();
        let transport =
            ScriptedTransport::new(move |_, request| match rng.lock().expect("no poisoned lock").u32(..6) {
                0 => response(503, &[], ""),
                1 => Err(TransportError::transient("connection refused")),
                // The part arrives, but the client receives no response.
                2 if request.method() == "PUT" => {
                    failing.respond(request)?;
                    Err(TransportError::transient("connection reset"))
                }
                _ => failing.respond(request),
            });
        let policy = Backoff::default().max_attempts(30).max_elapsed(Duration::MAX);
        // Half of the requests fail, and a part is always sent again as a whole.
        let client = transport.builder().retry(policy).retry_budget(RetryBudget::unlimited()).build().unwrap();
        let upload = insert(&client).upload(UPLOAD, body).parts(3).part_size(SIZE as u64);
        let result = upload.send().await;
        result.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert!(server.state().object.as_deref() == Some(&media), "seed {SEED} + {number}");
    }
}

#[tokio::test]
async fn media_of_one_part_are_uploaded_as_usual() {
    for size in [0, 5, SIZE] {
        let transport = ScriptedTransport::new(|_, _| response(200, &[], r#"{"size":"5"}"#));
        let streamed = Body::stream(Body::from(media(size)), None);
        for body in [Body::from(media(size)), streamed] {
            assert_eq!(upload(&transport, body).send().await.unwrap(), json!({"size": "5"}));
            assert!(targets(&transport)[0].starts_with("POST https://storage.example/upload/storage/v1/b/b/o?"));
        }
    }
}

#[tokio::test]
async fn the_object_has_the_metadata_of_the_call() {
    let server = XmlServer::default();
    let transport = server.transport();
    let metadata = json!({
        "name": "a/b c", "bucket": "b", "cacheControl": "no-store", "contentLanguage": "de", "storageClass": "COLDLINE",
        "metadata": {"Key": "value"}, "kind": "storage#object",
    });
    let call = insert(&transport.client()).body(&metadata).query_text("predefinedAcl", "publicRead");
    let call = call.header("x-goog-encryption-key", "SECRET").fields("name").quota_project("p");
    let upload = call.upload(UPLOAD, media(SIZE + 1).into()).content_type("text/plain");
    upload.parts(1).part_size(SIZE as u64).send().await.unwrap();
    let state = server.state();
    for (name, value) in [
        ("content-type", "text/plain"),
        ("cache-control", "no-store"),
        ("content-language", "de"),
        ("x-goog-storage-class", "COLDLINE"),
        ("x-goog-meta-key", "value"),
        ("x-goog-acl", "public-read"),
    ] {
        assert_eq!(state.headers[name], value, "{name}");
    }
    for request in transport.take_requests() {
        assert_eq!(request.uri().path(), "/b/a%2Fb%20c");
        assert_eq!(request.headers()["x-goog-encryption-key"], "SECRET");
        assert_eq!(request.headers()["x-goog-user-project"], "p");
    }
}

#[tokio::test]
async fn what_the_xml_api_does_not_have_is_an_error() {
    let transport = XmlServer::default().transport();
    let client = transport.client();
    for (call, problem) in [
        (insert(&client).query("ifGenerationMatch", 0_i64), "parameter `ifGenerationMatch` is not available"),
        (insert(&client).query_text("key", "k"), "parameter `key` is not available"),
        (insert(&client).if_match("\"e\""), "header `if-match` is not available"),
        (insert(&client).header("content-encoding", "gzip"), "header `content-encoding` is not available"),
        (insert(&client).body(&json!({"name": "n", "acl": []})), "field `acl` is not available"),
        (insert(&client).body(&json!({"name": "n", "md5Hash": "m"})), "field `md5Hash` is not available"),
        (insert(&client).body(&json!({"name": "n", "metadata": {"ä": "x"}})), "`x-goog-meta-ä` has no value"),
        (insert(&client).body(&json!({"name": "n", "metadata": {"a": "ä"}})), "`x-goog-meta-a` has no value"),
        (insert(&client).body(&json!({})), "path parameter `object` must not be empty"),
        (get(&client), "only the media of storage.objects.insert"),
    ] {
        let upload = call.upload(UPLOAD, media(SIZE + 1).into()).parts(2).part_size(SIZE as u64);
        let error = upload.send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Build(_)) && error.to_string().contains(problem), "{error}");
    }
    let resumed = insert(&client).upload(UPLOAD, "abc".into()).resume("https://storage.example/session").parts(2);
    assert!(resumed.send().await.unwrap_err().to_string().contains("cannot be continued in parts"));
    assert!(transport.take_requests().is_empty());
}

/// Uploads to a server that responds to one kind of request in another way.
async fn fail(is_changed: fn(&Request<Vec<u8>>) -> bool, change: fn() -> ResponseResult) -> (Error, bool) {
    let server = XmlServer::default();
    let inner = server.clone();
    let transport = ScriptedTransport::new(move |_, request| match is_changed(request) {
        true => change(),
        false => inner.respond(request),
    });
    let error = upload(&transport, media(3 * SIZE)).send().await.expect_err("a failure");
    assert!(server.state().object.is_none());
    let is_aborted = server.state().is_aborted;
    (error, is_aborted)
}

fn is_part(request: &Request<Vec<u8>>) -> bool {
    request.method() == "PUT"
}

fn is_completion(request: &Request<Vec<u8>>) -> bool {
    request.method() == "POST" && request.uri().query().is_some_and(|query| query.starts_with("uploadId="))
}

#[tokio::test]
async fn a_failed_upload_is_aborted() {
    let (error, is_aborted) = fail(is_part, || response(403, &[], "")).await;
    assert!(error.status() == Some(http::StatusCode::FORBIDDEN) && is_aborted, "{error}");
    let (error, is_aborted) = fail(is_completion, || response(400, &[], "")).await;
    assert!(error.status() == Some(http::StatusCode::BAD_REQUEST) && is_aborted, "{error}");
    let server = XmlServer::default();
    let broken = Body::stream(Body::from(media(3 * SIZE)), Some(4 * SIZE as u64));
    let error = upload(&server.transport(), broken).send().await.unwrap_err();
    assert!(error.to_string().contains("body is 30000 bytes long, but its declared length is 40000"), "{error}");
    assert!(server.state().is_aborted);
}

#[tokio::test]
async fn unusable_responses_are_errors() {
    for (result, expected) in [
        (fail(is_part, || response(200, &[], "")).await, "the server accepted a part without an `ETag`"),
        (fail(is_completion, || response(200, &[], "<Error/>")).await, "did not confirm"),
    ] {
        assert!(result.0.to_string().contains(expected) && result.1, "{}", result.0);
    }
    let start = |request: &Request<Vec<u8>>| request.uri().query() == Some("uploads");
    let (error, is_aborted) = fail(start, || response(200, &[], "<UploadId></UploadId>")).await;
    assert!(error.to_string().contains("without an `UploadId`") && !is_aborted, "{error}");
}

#[tokio::test]
async fn damaged_parts_and_objects_are_errors() {
    const HASH: (&str, &str) = ("x-goog-hash", "crc32c=AAAAAA==");
    const XML: &str = "<CompleteMultipartUploadResult/>";
    let part = fail(is_part, || response(200, &[("etag", "e"), HASH], "")).await;
    let object = fail(is_completion, || response(200, &[HASH], XML)).await;
    for (error, _) in [part, object] {
        assert!(matches!(error.kind(), ErrorKind::Media(error) if error.is_checksum_mismatch()), "{error}");
    }
}

#[tokio::test]
async fn progress_counts_what_the_server_has() {
    let transport = XmlServer::default().transport();
    let log = Arc::new(Mutex::new(Vec::new()));
    let entries = Arc::clone(&log);
    let upload = insert(&transport.client()).upload(UPLOAD, media(2 * SIZE + 5).into());
    let upload = upload.on_progress(move |count, total| entries.lock().expect("no poisoned lock").push((count, total)));
    upload.parts(2).part_size(SIZE as u64).send().await.unwrap();
    assert_eq!(*log.lock().unwrap(), [10_000, 20_000, 20_005].map(|count| (count, Some(20_005))));
}
