//! Redirects within the origin of a request.

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Bearer, Body, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor,
};
use http::{Response, StatusCode};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::simple("/upload/v1/notes");

fn client(transport: &MemoryTransport) -> Client {
    let builder = ClientBuilder::new(API).transport(transport.clone());
    builder.credentials(Bearer::new("token")).build().expect("a client")
}

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("id", "7")
}

fn insert(client: &Client) -> Call<Json> {
    Call::new(client, &INSERT).body(&Json::from("milk"))
}

fn redirect(status: u16, to: &str) -> Response<bytes::Bytes> {
    Response::builder().status(status).header("location", to).body("".into()).expect("a response")
}

/// Returns the method, URL, body and token of each request.
fn requests(transport: &MemoryTransport) -> Vec<String> {
    let describe = |request: &http::Request<Vec<u8>>| {
        let token = request.headers().get("authorization").map_or("", |token| token.to_str().expect("text"));
        let body = String::from_utf8_lossy(request.body());
        format!("{} {} {body} {token}", request.method(), request.uri())
    };
    transport.requests().iter().map(describe).collect()
}

#[tokio::test]
async fn are_followed_with_credentials_and_headers() {
    for status in [301, 302, 307, 308] {
        let transport = MemoryTransport::new()
            .respond(redirect(status, "/v2/a"))
            .respond(redirect(status, "https://NOTES.example:443/v2/b"))
            .answer(200, r#""milk""#);
        let note = get(&client(&transport)).header("x-trace", "1").send().await.expect("a response");
        assert_eq!(note, "milk");
        assert_eq!(
            requests(&transport),
            [
                "GET https://notes.example/v1/notes/7?alt=json  Bearer token",
                "GET https://notes.example/v2/a  Bearer token",
                "GET https://NOTES.example:443/v2/b  Bearer token",
            ]
        );
        assert!(transport.requests().iter().all(|request| request.headers()["x-trace"] == "1"));
    }
}

#[tokio::test]
async fn keep_the_body_if_they_keep_the_method() {
    for (status, expected) in [
        (307, r#"POST https://notes.example/x "milk" Bearer token"#),
        (302, "GET https://notes.example/x  Bearer token"),
    ] {
        let transport = MemoryTransport::new().respond(redirect(status, "/x")).answer(200, "{}");
        insert(&client(&transport)).send().await.expect("a response");
        assert_eq!(requests(&transport)[1], expected);
    }
}

#[tokio::test]
async fn to_another_origin_are_errors() {
    for to in ["https://other.example/x", "http://notes.example/x", "https://notes.example:8443/x"] {
        let transport = MemoryTransport::new().respond(redirect(307, to));
        let error = get(&client(&transport)).send().await.expect_err("a redirect");
        assert_eq!((error.status(), transport.requests().len()), (Some(StatusCode::TEMPORARY_REDIRECT), 1));
    }
}

#[tokio::test]
async fn are_bounded() {
    let transport = (0..11).fold(MemoryTransport::new(), |transport, _| transport.respond(redirect(302, "/x")));
    let error = get(&client(&transport)).send().await.expect_err("a redirect");
    assert_eq!((error.status(), transport.requests().len()), (Some(StatusCode::FOUND), 11));
}

#[tokio::test]
async fn of_streamed_media_are_errors() {
    let transport = MemoryTransport::new().respond(redirect(307, "/x"));
    let media = Body::stream(Body::from("abc"), Some(3));
    let upload = insert(&client(&transport)).upload(UPLOAD, media);
    let error = upload.send().await.expect_err("a redirect");
    assert_eq!((error.status(), transport.requests().len()), (Some(StatusCode::TEMPORARY_REDIRECT), 1));
}
