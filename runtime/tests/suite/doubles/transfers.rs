//! Uploads and downloads with rules.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use discovery_runtime::testing::Reply;
use discovery_runtime::{Body, MemoryTransport, TransportError};

use super::{Create, Get, UPLOAD, client, create, get, note};

fn media() -> Bytes {
    (0..600 << 10).map(|byte: u32| u8::try_from(byte % 251).unwrap_or_default()).collect()
}

#[tokio::test]
async fn receives_uploads_of_every_protocol() {
    for (protocol, with_message) in [("media", false), ("multipart", true), ("resumable", true)] {
        let transport = MemoryTransport::new();
        transport
            .on::<Create>()
            .respond_with(|request| note("1", &request.media().unwrap_or_default().len().to_string()));
        let upload =
            create(&client(transport.clone()), &note("", "picture")).call().upload(UPLOAD, Body::from(media()));
        let upload = upload.resumable(protocol == "resumable").chunk_size(256 << 10);
        let upload = if with_message { upload } else { upload.without_message() };
        assert_eq!(upload.send().await.unwrap(), note("1", "614400"), "{protocol}");
        let [received] = &transport.received::<Create>()[..] else { panic!("{protocol}: {transport:?}") };
        assert_eq!(received.media(), Some(&media()[..]), "{protocol}");
        let text = received.message().unwrap().text;
        assert_eq!(text.as_deref(), with_message.then_some("picture"), "{protocol}");
        assert_eq!(transport.finish(), Ok(()), "{protocol}");
    }
}

#[tokio::test]
async fn fails_the_chosen_request_of_a_session() {
    let transport = MemoryTransport::new();
    let broken = Reply::error(TransportError::transient("connection reset"));
    // The session and the first chunk succeed, the second chunk fails twice.
    transport
        .on::<Create>()
        .reply(Reply::proceed())
        .times(2)
        .then()
        .reply(broken)
        .times(2)
        .then()
        .respond(&note("1", ""));
    let progress = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&progress);
    let upload = create(&client(transport.clone()), &note("", "")).call().upload(UPLOAD, Body::from(media()));
    let upload =
        upload.resumable(true).chunk_size(256 << 10).on_progress(move |count, _| reported.lock().unwrap().push(count));
    assert_eq!(upload.send().await.unwrap(), note("1", ""));
    assert_eq!(*progress.lock().unwrap(), [256 << 10, 512 << 10, 600 << 10]);
    assert_eq!(transport.received::<Create>()[0].media(), Some(&media()[..]));
    assert_eq!(transport.finish(), Ok(()));
}

#[tokio::test]
async fn resumes_a_session_that_was_created_elsewhere() {
    let transport = MemoryTransport::new();
    transport.on::<Create>().respond(&note("1", ""));
    let upload = create(&client(transport.clone()), &note("", "")).call().upload(UPLOAD, Body::from("media"));
    let upload = upload.resume("https://notes.example/upload/v1/notes?upload_id=x");
    assert_eq!(upload.send().await.unwrap(), note("1", ""));
    assert_eq!(transport.received::<Create>()[0].media(), Some(&b"media"[..]));
}

#[tokio::test]
async fn resumes_a_broken_download() {
    let transport = MemoryTransport::new();
    let broken = Reply::media("0123456789").break_after(4);
    transport.on::<Get>().reply(broken).then().reply(Reply::media("0123456789"));
    let notes = client(transport.clone());
    assert_eq!(get(&notes, "7").download().bytes().await.unwrap(), b"0123456789");
    let ranges: Vec<_> =
        transport.received::<Get>().iter().map(|request| request.header("range").map(str::to_owned)).collect();
    assert_eq!(ranges, [None, Some("bytes=4-".to_owned())]);
    assert_eq!(get(&notes, "7").download().range(2..5).bytes().await.unwrap(), b"234");
    assert!(get(&notes, "7").download().range(20..).bytes().await.is_err());
}
