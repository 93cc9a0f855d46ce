//! Messages that are not simply the body: data wrappers, and bodies of any type.

use discovery_runtime::testing::{Recorder, Replay};
use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, MemoryTransport, Method, MethodDescriptor, Transport, UnknownFields,
    call, message,
};
use serde_json::{Value, json};

use super::{Note, note};

const API: ApiDescriptor = ApiDescriptor::new("scans:v1", "https://scans.example/", "v1/").with_data_wrapper();

#[derive(Clone)]
struct HttpBody {
    content_type: Option<String>,
    data: Option<Vec<u8>>,
    unknown_fields: UnknownFields,
}
message! { HttpBody { "contentType" => content_type, "data" => data } }

struct Insert(Call<Note>);

impl Method for Insert {
    type Request = Note;
    type Response = Note;

    const METHOD: MethodDescriptor = MethodDescriptor::new("scans.insert", "POST", "scans");
}
call! { Insert -> Note }

struct Convert(Call<HttpBody>);

impl Method for Convert {
    type Request = HttpBody;
    type Response = HttpBody;

    const METHOD: MethodDescriptor =
        MethodDescriptor::new("scans.convert", "POST", "scans:convert").with_raw_request().with_raw_response();
}
call! { Convert -> HttpBody }

fn client(transport: impl Transport + 'static) -> Client {
    ClientBuilder::new(API).transport(transport).build().expect("a client")
}

fn insert(client: &Client, note: &Note) -> Insert {
    Insert(Call::of::<Insert>(client).body(note))
}

fn convert(client: &Client, body: &HttpBody) -> Convert {
    Convert(Call::of::<Convert>(client).body(body))
}

fn body(content_type: &str, data: &[u8]) -> HttpBody {
    HttpBody { content_type: Some(content_type.to_owned()), data: Some(data.to_vec()), ..HttpBody::default() }
}

#[tokio::test]
async fn messages_are_matched_and_returned_without_their_wrapper() {
    let transport = MemoryTransport::new();
    transport.on::<Insert>().with_message(&note("0", "milk")).respond(&note("1", "milk"));
    let inserted = insert(&client(transport.clone()), &note("0", "milk")).send().await.unwrap();
    assert_eq!(inserted, note("1", "milk"));
    let sent: Value = serde_json::from_slice(transport.requests()[0].body()).unwrap();
    assert_eq!(sent, json!({"data": {"id": "0", "text": "milk"}}));
    assert_eq!(transport.received::<Insert>()[0].message().unwrap(), note("0", "milk"));
}

#[tokio::test]
async fn bodies_of_any_type_are_matched_and_returned() {
    let transport = MemoryTransport::new();
    transport.on::<Convert>().respond_with(|request| {
        let scan = request.message().unwrap();
        assert_eq!(scan, body("image/png", b"\x89PNG"));
        body("image/webp", b"RIFF\xff")
    });
    let converted = convert(&client(transport.clone()), &body("image/png", b"\x89PNG")).send().await.unwrap();
    assert_eq!(converted, body("image/webp", b"RIFF\xff"));
    let request = &transport.requests()[0];
    assert_eq!(request.body(), b"\x89PNG");
    assert_eq!(request.headers()["content-type"], "image/png");
}

#[tokio::test]
async fn recordings_repeat_both() {
    let transport = MemoryTransport::new();
    transport.on::<Insert>().respond(&note("1", "milk"));
    transport.on::<Convert>().respond(&body("image/webp", b"RIFF\xff"));
    let (folder, calls) = (tempfile::tempdir().unwrap(), async |scans: Client| {
        let inserted = insert(&scans, &note("0", "milk")).send().await.unwrap();
        (inserted, convert(&scans, &body("image/png", b"\x89PNG")).send().await.unwrap())
    });
    let path = folder.path().join("scans.json");
    let recorder = Recorder::new(transport, &path);
    let recorded = calls(client(recorder.clone())).await;
    recorder.finish().unwrap();
    let replay = Replay::open(&path).unwrap();
    assert_eq!(calls(client(replay.clone())).await, recorded);
    assert_eq!(recorded, (note("1", "milk"), body("image/webp", b"RIFF\xff")));
    assert_eq!(replay.finish(), Ok(()));
}
