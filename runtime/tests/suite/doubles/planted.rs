//! Planted secrets: none of them is in a recording, in any form.

use std::fs;

use bytes::Bytes;
use discovery_runtime::testing::{Recorder, Replay, Reply};
use discovery_runtime::{Bearer, Body, CallOptions as _, ClientBuilder, MemoryTransport};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{API, Create, Get, Print, UPLOAD, create, get, note, print};

/// Members whose values are secrets.
const MEMBERS: &[&str] = &[
    "accessToken",
    "access_token",
    "refresh_token",
    "idToken",
    "clientSecret",
    "client_secret",
    "privateKey",
    "private_key",
    "privateKeyData",
    "password",
    "rootPassword",
    "apiKey",
    "token",
    "secret",
    "keyString",
    "signedJwt",
];

/// Returns a value with a secret in it, of one of many forms.
fn planted(secret: &'static str) -> impl Strategy<Value = Value> {
    let member = prop::sample::select(MEMBERS);
    let leaf = member.prop_flat_map(move |name| {
        prop_oneof![
            Just(json!({ name: secret })),
            Just(json!({ name: [secret] })),
            Just(json!({ name: {"value": secret} })),
            Just(json!({"log": format!("{{\"{name}\": \"{secret}\"}}")})),
            Just(json!({"link": format!("https://x.example/a?{name}={secret}&b=1")})),
            Just(json!({"link": format!("https://x.example/a?X-Goog-Signature={secret}#b")})),
            Just(json!({"note": format!("ya29.{secret}-0123456789"), "other": 1})),
        ]
    });
    leaf.prop_recursive(4, 8, 2, |inner| {
        prop_oneof![inner.clone().prop_map(|value| json!({"a": value})), inner.prop_map(|value| json!([1, value]))]
    })
}

/// Records calls whose requests and responses contain secrets.
async fn record(request: &Value, response: &Value) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.json");
    let transport = MemoryTransport::new();
    let answer = http::Response::builder()
        .header("content-type", "application/json")
        .header("set-cookie", "sid=PLANTED-COOKIE; Path=/")
        .header("x-guploader-uploadid", "PLANTED-UPLOADER")
        .body(Bytes::from(response.to_string()));
    transport.on::<Print>().reply(Reply::http(answer.unwrap()));
    let echo = "you sent PLANTED-TOKEN, PLANTED-KEY and PLANTED-COOKIE";
    transport.on::<Get>().with("alt", "media").reply(Reply::media([&[0xff][..], echo.as_bytes()].concat()));
    transport.on::<Get>().reply(Reply::api_error(400, "INVALID_ARGUMENT", echo));
    let url =
        "https://notes.example/upload/v1/PLANTED-SESSION-0123456789/PLANTED-1?upload_id=PLANTED-ID&crd=PLANTED-CRD";
    let session = http::Response::builder().header("location", url).body(Bytes::new()).unwrap();
    transport.on::<Create>().reply(Reply::http(session)).times(1).then().respond(&note("1", ""));

    let recorder = Recorder::new(transport, &path).secret("payload");
    let builder = ClientBuilder::<discovery_runtime::Client>::new(API).credentials(Bearer::new("PLANTED-TOKEN"));
    let notes = builder.api_key("PLANTED-KEY").transport(recorder.clone()).build().unwrap();
    print(&notes, "1", request).header("cookie", "a=PLANTED-COOKIE2").send().await.unwrap();
    let _ = get(&notes, "1").param("key", "PLANTED-PARAMETER").header("x-custom", "PLANTED-HEADER").send().await;
    let _ = get(&notes, "2").download().bytes().await;
    let _ = get(&notes, "1").param("q", "PLANTED-TOKEN").send().await;
    let _ = print(&notes, "1", &json!({"payload": "PLANTED-PAYLOAD"})).send().await;
    let upload = create(&notes, &note("", "")).call().upload(UPLOAD, Body::from("media"));
    upload.resumable(true).send().await.unwrap();
    recorder.finish().unwrap();
    let text = fs::read_to_string(&path).unwrap();

    // The recording can be replayed with other credentials.
    let replay = Replay::open(&path).unwrap().secret("payload");
    let builder = ClientBuilder::<discovery_runtime::Client>::new(API).credentials(Bearer::new("another"));
    let notes = builder.transport(replay).build().unwrap();
    print(&notes, "1", request).send().await.unwrap();
    let upload = create(&notes, &note("", "")).call().upload(UPLOAD, Body::from("media"));
    upload.resumable(true).send().await.unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_planted_is_written(request in planted("PLANTED/request+1"), response in planted("PLANTED.response-2")) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        // The id must be of the declared type.
        let response = json!({"name": "printings/1", "response": response});
        let text = runtime.block_on(record(&request, &response));
        let planted: Vec<&str> = text.match_indices("PLANTED").map(|(start, _)| &text[start.saturating_sub(40)..(start + 40).min(text.len())]).collect();
        prop_assert!(planted.is_empty(), "{planted:#?}");
    }
}
