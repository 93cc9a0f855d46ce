//! Checksums of uploads. The catalogue of CRCs lists 0xE3069283 as the CRC-32C of `123456789`; its
//! bytes are `4waSgw==` in base64.

use bytes::Bytes;
use discovery_runtime::media::Upload;
use discovery_runtime::{
    ApiDescriptor, Call, CallOptions as _, ClientBuilder, Error, ErrorKind, Json, MethodDescriptor,
};
use http::Request;
use serde_json::json;

use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::server::{hash, pieces};
use super::{UPLOAD, insert};

const MEDIA: &str = "123456789";
const CHECKSUM: &str = "4waSgw==";

/// Returns a transport that creates sessions and otherwise responds with this message.
fn transport(message: &'static str) -> ScriptedTransport {
    ScriptedTransport::new(move |_, request| respond(request, message))
}

fn respond(request: &Request<Vec<u8>>, message: &'static str) -> ResponseResult {
    match request.uri().query().is_some_and(|query| query.contains("uploadType=resumable")) {
        true => response(200, &[("location", "https://storage.example/resume?session=1")], ""),
        false => response(200, &[], message),
    }
}

/// Returns the uploads of one file in all ways.
fn uploads(call: &Call<Json>) -> [Upload<Json>; 3] {
    let upload = |streamed: bool| {
        let body = if streamed { pieces(&Bytes::from_static(MEDIA.as_bytes()), 2, None) } else { MEDIA.into() };
        call.clone().upload(UPLOAD, body)
    };
    [upload(false), upload(true).resumable(false), upload(true).resumable(true)]
}

/// Returns the message of a `multipart/related` request.
fn message(request: &Request<Vec<u8>>) -> Json {
    let body = std::str::from_utf8(request.body()).expect("text");
    serde_json::from_str(body.split("\r\n").nth(3).expect("a message")).expect("JSON")
}

fn is_mismatch(error: &Error) -> bool {
    assert!(error.to_string().contains("e3069283"), "{error}");
    matches!(error.kind(), ErrorKind::Media(error) if error.is_checksum_mismatch())
}

#[tokio::test]
async fn single_request_contains_the_checksum() {
    let transport = transport("{}");
    insert(&transport.client()).upload(UPLOAD, MEDIA.into()).send().await.unwrap();
    assert_eq!(message(&transport.take_requests()[0]), json!({"name": "n", "crc32c": CHECKSUM}));
}

#[tokio::test]
async fn last_chunk_has_the_checksum_of_all() {
    let chunk = 256 << 10;
    let media = vec![7; chunk + 9];
    let transport = ScriptedTransport::new(move |number, request| match number {
        1 => response(308, &[("range", "bytes=0-262143")], ""),
        _ => respond(request, "{}"),
    });
    let expected = hash(&media);
    insert(&transport.client()).upload(UPLOAD, media.into()).resumable(true).chunk_size(chunk).send().await.unwrap();
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[..2].iter().all(|request| !request.headers().contains_key("x-goog-hash")));
    assert_eq!(requests[2].headers()["x-goog-hash"], expected.as_str());
}

#[tokio::test]
async fn stored_bytes_are_compared_with_the_sent_ones() {
    for (message, is_equal) in
        [(r#"{"crc32c":"4waSgw=="}"#, true), (r#"{"crc32c":"AAAAAA=="}"#, false), (r#"{"md5Hash":"AA=="}"#, true)]
    {
        let transport = transport(message);
        for upload in uploads(&insert(&transport.client())) {
            match upload.send().await {
                Ok(_) => assert!(is_equal, "{message}"),
                Err(error) => assert!(!is_equal && is_mismatch(&error), "{message}: {error}"),
            }
        }
    }
}

#[tokio::test]
async fn other_apis_do_not_receive_checksums() {
    const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://storage.example/", "drive/v3/");
    const CREATE: MethodDescriptor = MethodDescriptor::new("drive.files.create", "POST", "b/{bucket}/o");
    let transport = transport(r#"{"crc32c":"AAAAAA=="}"#);
    let client = ClientBuilder::new(API).transport(transport.clone()).build().expect("a client");
    let call = Call::new(&client, &CREATE).path_text("bucket", "b").body(&json!({"name": "n"}));
    for upload in uploads(&call) {
        assert!(is_mismatch(&upload.send().await.unwrap_err()));
    }
    let requests = transport.take_requests();
    assert_eq!(message(&requests[0]), json!({"name": "n"}));
    assert!(requests.iter().all(|request| !request.headers().contains_key("x-goog-hash")));
}

#[tokio::test]
async fn checksums_of_the_caller_are_not_replaced() {
    let transport = transport("{}");
    let with_md5 = insert(&transport.client()).body(&json!({"md5Hash": "m"}));
    with_md5.upload(UPLOAD, MEDIA.into()).send().await.unwrap();
    let with_header = insert(&transport.client()).header("x-goog-hash", "md5=m");
    with_header.upload(UPLOAD, MEDIA.into()).resumable(true).send().await.unwrap();
    let requests = transport.take_requests();
    assert_eq!(message(&requests[0]), json!({"md5Hash": "m"}));
    assert_eq!(requests[2].headers().get_all("x-goog-hash").iter().collect::<Vec<_>>(), ["md5=m"]);
}

/// The server stores the media without the compression of the request.
#[tokio::test]
async fn compressed_requests_have_no_checksum() {
    let transport = transport(r#"{"crc32c":"AAAAAA=="}"#);
    let call = insert(&transport.client()).header("content-encoding", "gzip");
    for upload in uploads(&call) {
        upload.send().await.unwrap();
    }
    let requests = transport.take_requests();
    assert_eq!(message(&requests[0]), json!({"name": "n"}));
    assert!(requests.iter().all(|request| !request.headers().contains_key("x-goog-hash")));
}

#[tokio::test]
async fn resumed_upload_has_the_checksum_of_all_bytes() {
    let transport = ScriptedTransport::new(|number, request| match number {
        0 => response(308, &[("range", "bytes=0-3")], ""),
        _ => respond(request, r#"{"crc32c":"4waSgw=="}"#),
    });
    let body = pieces(&Bytes::from_static(MEDIA.as_bytes()), 3, None);
    let upload = insert(&transport.client()).upload(UPLOAD, body);
    upload.resume("https://storage.example/resume?session=1").send().await.unwrap();
    let requests = transport.take_requests();
    assert_eq!((requests.len(), requests[1].body().as_slice()), (2, &b"56789"[..]));
    assert_eq!(requests[1].headers()["x-goog-hash"], format!("crc32c={CHECKSUM}").as_str());
}
