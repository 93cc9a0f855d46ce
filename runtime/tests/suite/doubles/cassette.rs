//! Recording and replay.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::testing::{Recorder, Replay, Reply};
use discovery_runtime::{
    Batch, Body, CallOptions as _, Client, ErrorKind, MemoryTransport, RetryPolicy, RetryState, TransportError,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Create, Get, List, NoteList, Print, UPLOAD, Watch, client, create, get, list, note, print, watch};

/// The file of a recording, in a temporary folder.
struct Cassette {
    _folder: TempDir,
    path: PathBuf,
}

impl Cassette {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { path: folder.path().join("notes.json"), _folder: folder }
    }

    /// Records what `calls` does with a transport.
    async fn record<T>(&self, transport: &MemoryTransport, calls: impl AsyncFn(Client) -> T) -> T {
        let recorder = Recorder::new(transport.clone(), &self.path);
        let result = calls(client(recorder.clone())).await;
        recorder.finish().expect("a recording");
        result
    }

    /// Does the same with the recording.
    async fn replay<T>(&self, calls: impl AsyncFn(Client) -> T) -> T {
        let replay = Replay::open(&self.path).expect("a recording");
        let result = calls(client(replay.clone())).await;
        assert_eq!(replay.finish(), Ok(()));
        result
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&fs::read(&self.path).expect("a recording")).expect("JSON")
    }
}

/// Records calls, and checks that their replay has the same result.
async fn check<T: PartialEq + std::fmt::Debug>(transport: &MemoryTransport, calls: impl AsyncFn(Client) -> T) -> Value {
    let cassette = Cassette::new();
    let recorded = cassette.record(transport, &calls).await;
    assert_eq!(cassette.replay(&calls).await, recorded);
    cassette.json()
}

#[tokio::test]
async fn writes_readable_exchanges() {
    let transport = MemoryTransport::new();
    transport.on::<Create>().respond(&note("1", "milk"));
    let cassette = Cassette::new();
    cassette
        .record(&transport, async |notes| create(&notes, &note("", "milk")).param("dryRun", "1").send().await)
        .await
        .unwrap();
    let expected = r#"{
  "exchanges": [
    {
      "id": "notes.create",
      "request": {
        "body": {
          "json": {
            "id": "",
            "text": "milk"
          }
        },
        "headers": {
          "content-type": "application/json"
        },
        "method": "POST",
        "query": {
          "alt": "json",
          "dryRun": "1"
        },
        "url": "https://notes.example/v1/notes"
      },
      "response": {
        "body": {
          "json": {
            "id": "1",
            "text": "milk"
          }
        },
        "headers": {
          "content-type": "application/json"
        },
        "status": 200
      }
    }
  ],
  "version": 1
}
"#;
    assert_eq!(fs::read_to_string(&cassette.path).unwrap(), expected);
}

#[tokio::test]
async fn replays_calls_pages_and_errors() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").respond(&note("7", "milk"));
    transport.on::<Get>().reply(Reply::api_error(404, "NOT_FOUND", "no such note"));
    let page = |id: &str, token: Option<&str>| NoteList {
        notes: vec![note(id, "")],
        next_page_token: token.map(str::to_owned),
        ..NoteList::default()
    };
    transport.on::<List>().with("pageToken", "next").respond(&page("2", None));
    transport.on::<List>().respond(&page("1", Some("next")));
    check(&transport, async |notes| {
        let missing = get(&notes, "8").send().await.unwrap_err().to_string();
        let items = list(&notes).items().collect().await.unwrap();
        (missing, items, get(&notes, "7").send().await.unwrap())
    })
    .await;
}

#[tokio::test]
async fn replays_retries_and_connection_errors() {
    let transport = MemoryTransport::new();
    let broken = TransportError::transient("connection reset");
    transport
        .on::<Get>()
        .fail(503)
        .then()
        .fail_to_send(broken)
        .then()
        .respond(&note("7", ""))
        .times(1)
        .then()
        .fail_to_send(TransportError::new("no route"));
    let recorded = check(&transport, async |notes| {
        let note = get(&notes, "7").send().await.unwrap();
        let error = get(&notes, "7").send().await.unwrap_err();
        (note, error.to_string(), matches!(error.kind(), ErrorKind::Transport(error) if !error.is_transient()))
    })
    .await;
    assert_eq!(recorded["exchanges"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn replays_operations_and_streams() {
    let transport = MemoryTransport::new().answer(200, r#"{"name":"printings/1"}"#);
    let transport = transport.answer(200, r#"{"name":"printings/1","done":true,"response":{"pages":3}}"#);
    transport.on::<Watch>().reply(Reply::messages(&[note("1", ""), note("2", "")]));
    check(&transport, async |notes| {
        let pages = print(&notes, "1", &json!({"copies": 1})).operation().await.unwrap();
        let mut events = Vec::new();
        for alt in ["json", "sse"] {
            let mut stream = watch(&notes).param("alt", alt).stream();
            while let Some(note) = stream.next().await {
                events.push(note.unwrap());
            }
        }
        (pages, events)
    })
    .await;
}

#[tokio::test]
async fn replays_uploads() {
    let media: Bytes = (0..300 << 10).map(|byte: u32| u8::try_from(byte % 251).unwrap_or_default()).collect();
    for resumable in [false, true] {
        let transport = MemoryTransport::new();
        let proceed = Reply::proceed();
        let rule = transport.on::<Create>();
        let rule = if resumable { rule.reply(proceed).times(2).then().fail(503).then() } else { rule };
        rule.respond_with(|request| note("1", &request.media().unwrap_or_default().len().to_string()));
        let recorded = check(&transport, async |notes| {
            let mut created = Vec::new();
            for text in ["a", "b"] {
                let upload = create(&notes, &note("", text)).call().upload(UPLOAD, Body::from(media.clone()));
                created.push(upload.resumable(resumable).chunk_size(256 << 10).send().await.unwrap());
            }
            created
        })
        .await;
        if resumable {
            let location = recorded.pointer("/exchanges/0/response/headers/location").unwrap().as_str().unwrap();
            assert!(location.ends_with("upload_id=removed00001"), "{location}");
        } else {
            assert_eq!(recorded["exchanges"][1]["request"]["parts"][0]["body"]["json"]["text"], "b");
        }
    }
}

#[tokio::test]
async fn replays_downloads_with_ranges_and_checksums() {
    let transport = MemoryTransport::new();
    // The CRC32C of `{"a": 1}`, which must not be reformatted, is that of RFC 3720's polynomial.
    let hash = "crc32c=".to_owned() + &base64_crc32c(br#"{"a": 1}"#);
    transport.on::<Get>().with("id", "json").reply(Reply::media(r#"{"a": 1}"#).header("x-goog-hash", &hash));
    let broken = Reply::media("0123456789").break_after(4);
    transport.on::<Get>().reply(broken).then().reply(Reply::media("0123456789"));
    check(&transport, async |notes| {
        let mut downloaded = vec![get(&notes, "json").download().bytes().await.unwrap()];
        downloaded.push(get(&notes, "7").download().bytes().await.unwrap());
        downloaded.push(get(&notes, "7").download().range(2..5).bytes().await.unwrap());
        downloaded
    })
    .await;
}

fn base64_crc32c(bytes: &[u8]) -> String {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0x82f6_3b78 & (crc & 1).wrapping_neg());
        }
    }
    let encoded = discovery_runtime::encode(&(!crc).to_be_bytes().to_vec());
    // The codec writes the URL-safe alphabet.
    String::from_utf8(encoded).unwrap().trim_matches('"').replace('-', "+").replace('_', "/")
}

#[tokio::test]
async fn replays_batches() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").respond(&note("7", "milk"));
    transport.on::<Get>().fail(404);
    transport.on::<Print>().respond(&Default::default());
    let recorded = check(&transport, async |notes| {
        let mut batch = Batch::new();
        let (found, missing) = (batch.add(get(&notes, "7").call()), batch.add(get(&notes, "8").call()));
        let printed = batch.add(print(&notes, "1", &json!({})).call());
        let mut results = batch.send().await.unwrap();
        results.take(printed).unwrap();
        (results.take(found).unwrap(), results.take(missing).unwrap_err().to_string())
    })
    .await;
    assert_eq!(recorded.pointer("/exchanges/0/response/calls/0/body/json/text").unwrap(), "milk");
}

#[tokio::test]
async fn repeated_requests_keep_their_order() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").respond(&note("7", "a")).times(1).then().respond(&note("7", "b"));
    transport.on::<Get>().respond(&note("8", ""));
    let cassette = Cassette::new();
    let calls = async |notes: Client, ids: &[&str]| {
        let mut texts = Vec::new();
        for id in ids {
            texts.push(get(&notes, id).send().await.map(|note| note.text.unwrap_or_default()));
        }
        texts.into_iter().map(|text| text.map_err(|error| error.to_string())).collect::<Vec<_>>()
    };
    cassette.record(&transport, async |notes| calls(notes, &["7", "8", "7"]).await).await;
    let replay = Replay::open(&cassette.path).unwrap();
    let texts = calls(client(replay.clone()), &["8", "7", "7", "7"]).await;
    assert_eq!(texts[..3], [Ok(String::new()), Ok("a".to_owned()), Ok("b".to_owned())]);
    let error = texts[3].as_ref().unwrap_err();
    assert!(error.contains("it was recorded 2 times, and all of them were replayed"), "{error}");
    assert!(replay.finish().unwrap_err().to_string().contains("was recorded 2 times"));
}

#[tokio::test]
async fn rejects_unknown_requests_with_the_difference() {
    let transport = MemoryTransport::new();
    transport.on::<Create>().respond(&note("1", ""));
    transport.on::<Get>().respond(&note("1", ""));
    let cassette = Cassette::new();
    cassette.record(&transport, async |notes| create(&notes, &note("1", "a")).send().await).await.unwrap();
    let replay = Replay::open(&cassette.path).unwrap();
    let notes = client(replay.clone());
    let error = create(&notes, &note("1", "b")).send().await.unwrap_err().to_string();
    assert!(error.contains("exchange 1, but `/body/json/text` is \"b\" instead of \"a\""), "{error}");
    let error = get(&notes, "7").send().await.unwrap_err().to_string();
    assert!(error.contains("the recording contains no request of `notes.get`"), "{error}");
    let problems = replay.finish().unwrap_err();
    assert_eq!(problems.problems().count(), 3, "{problems}");
}

#[tokio::test]
async fn writes_only_complete_recordings() {
    let cassette = Cassette::new();
    fs::write(&cassette.path, "earlier").unwrap();
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("1", "a longer text"));
    let recorder = Recorder::new(transport, &cassette.path).max_body_size(10);
    get(&client(recorder.clone()), "1").send().await.unwrap();
    let error = recorder.finish().unwrap_err().to_string();
    assert!(error.contains("exchange 1 exceeds the limit of 10 bytes"), "{error}");
    let error = create(&client(recorder.clone()), &note("1", "a longer text")).send().await.unwrap_err().to_string();
    assert!(error.contains("request body exceeds the limit"), "{error}");
    drop(recorder);
    assert_eq!(fs::read_to_string(&cassette.path).unwrap(), "earlier");
    assert_eq!(fs::read_dir(cassette.path.parent().unwrap()).unwrap().count(), 1);
}

#[tokio::test]
async fn records_what_was_received_before_a_call_was_dropped() {
    let transport = MemoryTransport::new();
    transport
        .on::<Get>()
        .reply(Reply::media("0123456789").break_after(4))
        .then()
        .respond(&note("1", ""))
        .after(Duration::MAX);
    let cassette = Cassette::new();
    let calls = async |notes: Client| {
        let mut media = get(&notes, "7").download().send().await.unwrap();
        media.next().await.unwrap().unwrap()
    };
    let recorded = cassette.record(&transport, calls).await;
    assert_eq!(cassette.replay(calls).await, recorded);
    assert_eq!(cassette.json()["exchanges"][0]["response"]["incomplete"], json!({"length": 10}));
}

#[test]
fn rejects_files_that_are_not_recordings() {
    let cassette = Cassette::new();
    assert!(Replay::open(&cassette.path).is_err());
    for (text, problem) in
        [("{", "EOF"), ("{}", "version"), (r#"{"version":2}"#, "version"), (r#"{"version":1}"#, "exchanges")]
    {
        fs::write(&cassette.path, text).unwrap();
        let error = Replay::open(&cassette.path).unwrap_err().to_string();
        assert!(error.contains(problem) && error.contains("notes.json"), "{error}");
    }
}

#[tokio::test]
async fn a_failure_to_connect_is_repeated() {
    let transport = MemoryTransport::new();
    let refused = TransportError::connect("connection refused");
    transport.on::<Create>().fail_to_send(refused).times(1).then().respond(&note("1", ""));
    let json = check(&transport, async |notes| create(&notes, &note("", "")).send().await.unwrap()).await;
    let error = json!({"message": "connection refused", "timeout": false, "transient": true, "connect": true});
    assert_eq!(json["exchanges"][0]["response"]["error"], error);
}

/// Retries for 50 seconds, every 20 seconds.
#[derive(Debug)]
struct ForFiftySeconds;

impl RetryPolicy for ForFiftySeconds {
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
        (state.elapsed() < Duration::from_secs(50)).then_some(Duration::from_secs(20))
    }
}

#[tokio::test]
async fn a_replay_gives_up_after_the_same_pauses() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().fail(503);
    let json = check(&transport, async |notes| {
        get(&notes, "7").retry(std::sync::Arc::new(ForFiftySeconds)).send().await.unwrap_err().attempts()
    })
    .await;
    // At 0, 20, 40 and 60 seconds.
    assert_eq!(json["exchanges"].as_array().unwrap().len(), 4);
}
