//! Messages of type `google.api.HttpBody`, whose data is sent and received unchanged.

use bytes::Bytes;
use discovery_runtime::{
    ApiDescriptor, Batch, Call, CallOptions as _, Client, ClientBuilder, ErrorKind, Json, Map, MemoryTransport,
    MethodDescriptor, UnknownFields, message,
};
use http::Response;
use proptest::prelude::*;
use serde_json::json;

const API: ApiDescriptor =
    ApiDescriptor::new("health:v1", "https://health.example/", "v1/").with_batch_path("batch").with_data_wrapper();
const READ: MethodDescriptor = MethodDescriptor::new("health.read", "GET", "read").with_raw_response();
const WRITE: MethodDescriptor =
    MethodDescriptor::new("health.write", "POST", "write").with_raw_request().with_raw_response();

#[derive(Clone)]
struct HttpBody {
    content_type: Option<String>,
    data: Option<Vec<u8>>,
    extensions: Vec<Map<Json>>,
    unknown_fields: UnknownFields,
}

message! { HttpBody { "contentType" => content_type, "data" => data, "extensions" => extensions } }

#[derive(Clone)]
struct Predict {
    deployed_model_id: Option<String>,
    http_body: Option<HttpBody>,
    unknown_fields: UnknownFields,
}

message! { Predict { "deployedModelId" => deployed_model_id, "httpBody" => http_body } }

fn body(content_type: &str, data: &[u8]) -> HttpBody {
    HttpBody { content_type: Some(content_type.to_owned()), data: Some(data.to_vec()), ..Default::default() }
}

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

async fn read(content_type: &str, data: &[u8]) -> HttpBody {
    let response = Response::builder().header("content-type", content_type).body(Bytes::copy_from_slice(data));
    let transport = MemoryTransport::new().respond(response.expect("a response"));
    Call::new(&client(&transport), &READ).send().await.expect("a body")
}

#[tokio::test]
async fn response_body_becomes_the_data() {
    let binary = [0_u8, 0xff, b'\n', b' '];
    for (content_type, data) in [
        ("image/png", &binary[..]),
        ("text/csv; charset=utf-8", b"a,b\n"),
        ("application/fhir+json", br#"{"contentType":"x","data":"YQ=="}"#),
        ("application/json", br#"{"resourceType":"Patient"}"#),
        ("application/json", b"[1,2"),
        ("application/json; charset=UTF-8", b"{}"),
        ("text/plain", b" \n"),
        ("text/plain", b""),
    ] {
        assert_eq!(read(content_type, data).await, body(content_type, data), "{content_type}");
    }
    let transport = MemoryTransport::new().answer(204, "");
    let nothing: HttpBody = Call::new(&client(&transport), &READ).send().await.unwrap();
    assert_eq!(nothing, HttpBody { data: Some(Vec::new()), ..Default::default() });
    assert_eq!(transport.requests()[0].headers()["accept"], "*/*");
    assert_eq!(transport.requests()[0].uri().query(), Some("alt=json"));
}

#[tokio::test]
async fn decodes_json_that_describes_a_body() {
    let described = br#"{"contentType":"text/csv","data":"YSxi","extensions":[{"a":1}]}"#;
    let mut expected = body("text/csv", b"a,b");
    expected.extensions.push(Map::from([("a".to_owned(), json!(1))]));
    assert_eq!(read("application/json; charset=UTF-8", described).await, expected);
    assert_eq!(read("Application/JSON", br#"{"contentType":"a/b"}"#).await.data, None);
    // JSON of any other form is the data.
    for other in [
        r#"{"data":"YSxi"}"#,
        r#"{"contentType":"text/csv","data":"a,b"}"#,
        r#"{"contentType":"text/csv","data":5}"#,
        r#"{"contentType":5,"data":"YSxi"}"#,
        r#"{"contentType":"text/csv","data":"YSxi","more":1}"#,
        r#"{"contentType":"text/csv","extensions":5}"#,
        r#"{"contentType":"text/csv","data":"YSxi"} "x""#,
    ] {
        assert_eq!(read("application/json", other.as_bytes()).await, body("application/json", other.as_bytes()));
    }
}

#[tokio::test]
async fn error_responses_are_parsed() {
    let transport = MemoryTransport::new().answer(404, r#"{"error":{"message":"No study."}}"#);
    let error = Call::<HttpBody>::new(&client(&transport), &READ).send().await.unwrap_err();
    assert_eq!(error.to_string(), "health.read (health.example): 404: No study.");
}

#[test]
fn data_becomes_the_request_body() {
    let client = client(&MemoryTransport::new());
    let call = |message: &HttpBody| Call::<HttpBody>::new(&client, &WRITE).body(message);
    let sent = |call: Call<HttpBody>| {
        let request = call.request().unwrap();
        (request.headers()["content-type"].to_str().unwrap().to_owned(), request.into_body())
    };
    let data = [0_u8, 0xff, b'{'];
    assert_eq!(sent(call(&body("application/dicom", &data))), ("application/dicom".to_owned(), data.to_vec()));
    let bare = HttpBody { data: Some(data.to_vec()), ..Default::default() };
    assert_eq!(sent(call(&bare)), ("application/octet-stream".to_owned(), data.to_vec()));
    assert_eq!(sent(call(&bare).header("Content-Type", "a/b")).0, "a/b");
    assert_eq!(sent(call(&HttpBody::default())).1, b"");
    // A request message may contain the body in a field.
    let predict = Predict { http_body: Some(body("application/json", b"{}")), ..Default::default() };
    assert_eq!(sent(Call::new(&client, &WRITE).body(&predict)), ("application/json".to_owned(), b"{}".to_vec()));
    assert_eq!(sent(Call::new(&client, &WRITE).body(&Predict::default())).1, b"");
}

#[test]
fn rejects_fields_that_cannot_be_sent() {
    let client = client(&MemoryTransport::new());
    let error = |message: &dyn discovery_runtime::wire::Wire| {
        let error = Call::<HttpBody>::new(&client, &WRITE).body(message).request().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Build(_)));
        error.into_kind().to_string()
    };
    let mut with_extensions = body("a/b", b"");
    with_extensions.extensions.push(Map::new());
    let mut with_unknown = body("a/b", b"");
    with_unknown.unknown_fields.insert("more", 1);
    let rest = "cannot be sent: the request body consists of the `data` of the message, and its `contentType`";
    assert_eq!(error(&with_extensions), format!("field `extensions` {rest}"));
    assert_eq!(error(&with_unknown), format!("field `more` {rest}"));
    let inside = Predict { http_body: Some(with_unknown), ..Default::default() };
    assert_eq!(error(&inside), format!("field `more` {rest}"));
    let beside = Predict { deployed_model_id: Some("7".to_owned()), ..Default::default() };
    assert_eq!(error(&beside), format!("field `deployedModelId` {rest}"));
    assert_eq!(error(&json!({"data": "YQ=="})), format!("a value that is not a message {rest}"));
    assert_eq!(
        error(&body("a\nb", b"")),
        "content type \"a\\nb\" contains characters that are not allowed in a header value"
    );
}

#[tokio::test]
async fn data_is_sent_and_received_in_batches() {
    let parts = "--b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\n\0{\r\n--b--\r\n";
    let response = Response::builder().header("content-type", "multipart/mixed; boundary=b").body(Bytes::from(parts));
    let transport = MemoryTransport::new().respond(response.unwrap());
    let mut batch = Batch::new();
    let key = batch.add(Call::<HttpBody>::new(&client(&transport), &WRITE).body(&body("c/d", b"x\r\n--y")));
    assert_eq!(batch.send().await.unwrap().take(key).unwrap(), body("a/b", b"\0{"));
    let sent = String::from_utf8(transport.requests()[0].body().clone()).unwrap();
    assert!(sent.contains("content-type: c/d\r\ncontent-length: 6\r\n\r\nx\r\n--y\r\n"), "{sent}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_make_a_round_trip(data in prop::collection::vec(any::<u8>(), 0..200)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let received = runtime.block_on(read("a/b", &data));
        let client = client(&MemoryTransport::new());
        let sent = Call::<HttpBody>::new(&client, &WRITE).body(&received).request().expect("a request");
        prop_assert_eq!(sent.body(), &data);
    }
}
