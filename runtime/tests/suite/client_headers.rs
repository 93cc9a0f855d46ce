//! Headers that a client sends with every request.

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Batch, Bearer, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport,
    MethodDescriptor,
};
use http::Response;

use crate::printing::Print;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

fn builder(transport: &MemoryTransport) -> ClientBuilder<Client> {
    ClientBuilder::new(API).transport(transport.clone()).header("X-Goog-Api-Format-Version", "2")
}

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET)
}

#[tokio::test]
async fn every_request_has_them() {
    let session = |url: &str| Response::builder().header("location", url).body("".into()).expect("a response");
    let transport = MemoryTransport::new()
        .answer(200, r#"{"nextPageToken":"a"}"#)
        .answer(200, "{}")
        .answer(200, "")
        .answer(200, "{}")
        .respond(session("https://notes.example/session"))
        .answer(200, "{}")
        .answer(200, r#"{"name":"operations/1"}"#)
        .answer(200, r#"{"name":"operations/1","done":true,"response":{}}"#)
        .answer(200, "");
    let client = builder(&transport).build().expect("a client");
    get(&client).items(PageToken::Query, |page| vec![page]).collect().await.expect("two pages");
    get(&client).download().bytes().await.expect("media");
    get(&client).upload(UPLOAD, "abc".into()).send().await.expect("a response");
    get(&client).upload(UPLOAD, "abc".into()).resumable(true).send().await.expect("a response");
    Print(Call::new(&client, &GET)).operation().await.expect("a result");
    let mut batch = Batch::new();
    let _ = batch.add(get(&client));
    batch.send().await.expect_err("an empty response");

    let requests = transport.requests();
    assert_eq!((requests.len(), transport.left()), (9, 0));
    for request in &requests {
        assert_eq!(request.headers().get_all("x-goog-api-format-version").iter().count(), 1, "{request:?}");
        assert_eq!(request.headers()["x-goog-api-format-version"], "2");
    }
    let batch = String::from_utf8_lossy(requests[8].body());
    assert!(!batch.contains("format-version"), "the parts have the headers of the batch: {batch}");
}

#[tokio::test]
async fn a_call_overrides_them() {
    let transport = MemoryTransport::new().answer(200, "{}").answer(200, "");
    let client = builder(&transport).header("x-goog-api-format-version", "1").build().expect("a client");
    let call = || get(&client).header("x-goog-api-format-version", "3");
    call().send().await.expect("a response");
    let mut batch = Batch::new();
    let _ = batch.add(call());
    batch.send().await.expect_err("an empty response");
    let requests = transport.requests();
    let values: Vec<_> = requests[0].headers().get_all("x-goog-api-format-version").iter().collect();
    assert_eq!(values, ["3"]);
    assert_eq!(requests[1].headers()["x-goog-api-format-version"], "1", "the later value of the client");
    assert!(String::from_utf8_lossy(requests[1].body()).contains("x-goog-api-format-version: 3"));
}

#[tokio::test]
async fn other_origins_do_not_receive_them() {
    let session = Response::builder().header("location", "https://other.example/session").body("".into());
    let redirect = Response::builder().status(307).header("location", "https://other.example/media").body("".into());
    let transport = MemoryTransport::new()
        .respond(session.expect("a response"))
        .answer(200, "{}")
        .respond(redirect.expect("a response"))
        .answer(200, "");
    let client = builder(&transport).build().expect("a client");
    get(&client).upload(UPLOAD, "abc".into()).resumable(true).send().await.expect("a response");
    get(&client).download().bytes().await.expect("media");
    let had_header = |index: usize| transport.requests()[index].headers().contains_key("x-goog-api-format-version");
    assert_eq!([0, 1, 2, 3].map(had_header), [true, false, true, false]);
}

#[tokio::test]
async fn replace_defaults_and_credentials() {
    let transport = MemoryTransport::new().answer(200, "{}");
    let builder = builder(&transport).credentials(Bearer::new("t"));
    let client = builder.header("User-Agent", "mine").header("Authorization", "Custom").build().expect("a client");
    get(&client).send().await.expect("a response");
    let request = &transport.requests()[0];
    assert_eq!(
        (&request.headers()["user-agent"], &request.headers()["authorization"]),
        (&"mine".parse().unwrap(), &"Custom".parse().unwrap())
    );
}

#[test]
fn invalid_headers_are_errors_without_their_values() {
    let transport = MemoryTransport::new();
    for (name, value, expected) in [
        ("a b", "SECRET", "header `a b` has an invalid name"),
        ("a", "SECRET\n", "header `a` has a value with characters that are not allowed"),
        ("Host", "SECRET", "header `Host` is different for each request, so that a client cannot have it"),
        (
            "content-type",
            "SECRET",
            "header `content-type` is different for each request, so that a client cannot have it",
        ),
    ] {
        let builder = builder(&transport).header(name, value);
        assert!(!format!("{builder:?}").contains("SECRET"));
        assert_eq!(builder.build().expect_err(name).to_string(), expected);
    }
}

#[test]
fn debug_output_does_not_show_secrets() {
    let transport = MemoryTransport::new();
    let client = builder(&transport).header("x-developer-token", "SECRET").build().expect("a client");
    let request = get(&client).request().expect("a request");
    assert_eq!(request.headers()["x-developer-token"], "SECRET");
    assert!(!format!("{request:?} {client:?} {:?}", get(&client)).contains("SECRET"));
}
