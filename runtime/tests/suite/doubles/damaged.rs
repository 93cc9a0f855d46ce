//! Files that are not, or no longer, what a recorder has written.

use std::fs;

use discovery_runtime::testing::{Recorder, Replay, Reply};
use discovery_runtime::{Batch, Body, Client, MemoryTransport, TransportError};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Create, Get, UPLOAD, client, create, get, note};

/// Makes calls of several kinds, whatever their results are.
async fn calls(notes: Client) {
    let _ = get(&notes, "7").send().await;
    let _ = get(&notes, "8").download().bytes().await;
    let _ = create(&notes, &note("9", "tea")).call().upload(UPLOAD, Body::from("media")).resumable(true).send().await;
    let mut batch = Batch::new();
    let _ = batch.add(get(&notes, "7").call());
    let _ = batch.send().await;
}

async fn recording() -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.json");
    let transport = MemoryTransport::new();
    transport
        .on::<Get>()
        .with("alt", "media")
        .reply(Reply::media("0123456789").break_after(4))
        .times(1)
        .then()
        .reply(Reply::media("0123456789"));
    let broken = TransportError::transient("connection reset");
    transport.on::<Get>().fail_to_send(broken).times(1).then().respond(&note("7", "milk"));
    transport.on::<Create>().respond(&note("9", "tea"));
    let recorder = Recorder::new(transport.clone(), &path);
    calls(client(recorder.clone())).await;
    assert_eq!(transport.finish(), Ok(()));
    recorder.finish().unwrap();
    serde_json::from_slice(&fs::read(&path).unwrap()).unwrap()
}

/// Replaces the value at this position, counted through all levels. Returns how many values were
/// passed, if there are fewer.
fn replace(value: &mut Value, position: usize, replacement: &Value) -> Result<(), usize> {
    if position == 0 {
        *value = replacement.clone();
        return Ok(());
    }
    let mut passed = 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(values) => values.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        match replace(child, position - passed, replacement) {
            Ok(()) => return Ok(()),
            Err(count) => passed += count,
        }
        if passed > position {
            break;
        }
    }
    Err(passed)
}

fn replacement() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(99999),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}é"),
        json!([[]]),
        json!({"a": {}}),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_recording_is_refused_or_replayed(position in 0_usize..150, replacement in replacement()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut recording = recording().await;
            let _ = replace(&mut recording, position, &replacement);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("notes.json");
            fs::write(&path, recording.to_string()).unwrap();
            if let Ok(replay) = Replay::open(&path) {
                calls(client(replay)).await;
            }
        });
    }

    #[test]
    fn any_file_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), bytes).unwrap();
        prop_assert!(Replay::open(file.path()).is_err());
    }
}
