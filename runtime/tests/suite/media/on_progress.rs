//! The progress that transfers report to their callers.

use std::sync::{Arc, Mutex};

use discovery_runtime::media::Download;
use discovery_runtime::{Body, TransportError};

use super::download::GENERATION;
use super::scripted::{ScriptedTransport, response};
use super::server::{Pieces, pieces};
use super::{UPLOAD, get, insert};

/// The reports of a download: the bytes that have arrived, and all of them.
type Log = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

fn logged(download: Download) -> (Log, Download) {
    let log = Log::default();
    let entries = Arc::clone(&log);
    let download = download.on_progress(move |received, total| {
        entries.lock().expect("no poisoned lock").push((received, total));
    });
    (log, download)
}

/// Returns the reports of a download into memory.
async fn reports(transport: &ScriptedTransport, options: impl FnOnce(Download) -> Download) -> Vec<(u64, Option<u64>)> {
    let (log, download) = logged(options(get(&transport.client()).download()));
    download.bytes().await.expect("media");
    let log = log.lock().expect("no poisoned lock");
    log.clone()
}

fn broken(bytes: &'static str, length: Option<u64>) -> Body {
    let error = Some(TransportError::transient("connection reset"));
    Body::stream(Pieces { bytes: bytes.into(), size: 2, error }, length)
}

#[tokio::test]
async fn a_download_reports_all_bytes_that_have_arrived() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], pieces(&"abcde".into(), 2, Some(5))));
    assert_eq!(reports(&transport, |it| it).await, [(2, Some(5)), (4, Some(5)), (5, Some(5))]);
}

#[tokio::test]
async fn the_length_of_a_download_can_be_unknown() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], pieces(&"abcde".into(), 3, None)));
    assert_eq!(reports(&transport, |it| it).await, [(3, None), (5, None)]);
}

#[tokio::test]
async fn a_stream_reports_progress_when_it_is_read() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], pieces(&"abcd".into(), 2, Some(4))));
    let (log, download) = logged(get(&transport.client()).download());
    let mut media = download.send().await.unwrap();
    assert_eq!(*log.lock().unwrap(), []);
    media.next().await.unwrap().unwrap();
    assert_eq!(*log.lock().unwrap(), [(2, Some(4))]);
}

#[tokio::test]
async fn only_the_bytes_of_a_range_are_progress() {
    let part = ScriptedTransport::new(|_, _| response(206, &[("content-range", "bytes 1-3/5")], "bcd"));
    assert_eq!(reports(&part, |it| it.range(1..4)).await, [(3, Some(3))]);
    // This server does not support ranges.
    let whole = ScriptedTransport::new(|_, _| response(200, &[], pieces(&"abcde".into(), 1, Some(5))));
    assert_eq!(reports(&whole, |it| it.range(1..4)).await, [(1, Some(3)), (2, Some(3)), (3, Some(3))]);
}

#[tokio::test]
async fn a_continued_download_counts_no_byte_twice() {
    let transport = ScriptedTransport::new(|number, request| match number {
        0 => response(200, &[GENERATION], broken("abcd", Some(6))),
        // This server sends all bytes again.
        1 => response(200, &[GENERATION], broken("abcd", Some(6))),
        2 => response(200, &[GENERATION], pieces(&"abcdef".into(), 3, Some(6))),
        _ => panic!("{request:?}"),
    });
    assert_eq!(reports(&transport, |it| it).await, [(2, Some(6)), (4, Some(6)), (6, Some(6))]);
    assert_eq!(transport.take_requests().len(), 3);
}

#[tokio::test]
async fn the_length_can_become_known_when_a_download_continues() {
    let transport = ScriptedTransport::new(|number, _| match number {
        0 => response(200, &[GENERATION], broken("ab", None)),
        _ => response(206, &[GENERATION, ("content-range", "bytes 2-5/6")], "cdef"),
    });
    assert_eq!(reports(&transport, |it| it).await, [(2, None), (6, Some(6))]);
}

#[tokio::test]
async fn the_message_of_a_single_request_is_not_progress() {
    let transport = ScriptedTransport::new(|_, _| response(200, &[], "{}"));
    let log = Arc::new(Mutex::new(Vec::new()));
    let entries = Arc::clone(&log);
    let upload = insert(&transport.client()).upload(UPLOAD, "abc".into());
    let upload = upload.on_progress(move |sent, total| entries.lock().expect("no poisoned lock").push((sent, total)));
    upload.send().await.unwrap();
    assert_eq!(*log.lock().unwrap(), [(3, Some(3))]);
    let requests = transport.take_requests();
    assert!(requests[0].uri().query().is_some_and(|query| query.contains("uploadType=multipart")), "{requests:?}");
}

#[cfg(feature = "tokio")]
mod files {
    use bytes::Bytes;
    use discovery_runtime::RetryBudget;

    use super::super::SEED;
    use super::super::server::{FaultyServer, random_bytes, requested_range};
    use super::*;

    /// Asserts that the reports grow to the length of the media, which is always known.
    fn assert_grows(log: &Log, length: usize, context: &str) {
        let log = log.lock().expect("no poisoned lock");
        let length = length as u64;
        assert!(log.is_sorted_by(|one, next| one.0 < next.0), "{context}: {log:?}");
        assert_eq!(log.last(), Some(&(length, Some(length))), "{context}");
        assert!(log.iter().all(|(_, total)| *total == Some(length)), "{context}: {log:?}");
    }

    #[tokio::test]
    async fn downloads_to_files_report_progress_despite_faults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("object");
        for number in 0..20 {
            let context = format!("seed {SEED} + {number}");
            let mut rng = fastrand::Rng::with_seed(SEED + number);
            let server = FaultyServer::new(rng.u64(..), 3);
            let size = rng.usize(1..300_000);
            server.set_object(random_bytes(&mut rng, size).to_vec());
            let client = server.builder().retry_budget(RetryBudget::unlimited()).build().unwrap();
            let (log, download) = logged(get(&client).download());
            download.to_file(&path).await.unwrap_or_else(|error| panic!("{context}: {error}"));
            assert_grows(&log, size, &context);
            let (log, download) = logged(get(&client).download());
            let sliced = download.slices(8).min_slice_size(40_000);
            sliced.to_file(&path).await.unwrap_or_else(|error| panic!("{context}: {error}"));
            assert_grows(&log, size, &context);
        }
    }

    #[tokio::test]
    async fn slices_report_the_bytes_of_a_range() {
        let folder = tempfile::tempdir().unwrap();
        let transport = ScriptedTransport::new(|_, request| {
            let range = requested_range(request, 1000).expect("a range");
            let content_range = format!("bytes {}-{}/1000", range.start, range.end - 1);
            response(206, &[GENERATION, ("content-range", &content_range)], Bytes::from(vec![7; range.len()]))
        });
        let (log, download) = logged(get(&transport.client()).download().range(100..700));
        download.slices(3).min_slice_size(100).to_file(folder.path().join("object")).await.unwrap();
        assert_grows(&log, 600, "a range");
        assert_eq!(transport.take_requests().len(), 4);
    }

    #[tokio::test]
    async fn slices_that_become_one_stream_report_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("object");
        let whole = ScriptedTransport::new(|_, _| response(200, &[], "abcde"));
        let no_version = ScriptedTransport::new(|number, _| match number {
            0 => response(206, &[("content-range", "bytes 0-1/5")], "ab"),
            _ => response(200, &[], "abcde"),
        });
        for transport in [whole, no_version] {
            let (log, download) = logged(get(&transport.client()).download());
            download.slices(3).min_slice_size(2).to_file(&path).await.unwrap();
            assert_eq!(*log.lock().unwrap(), [(5, Some(5))]);
        }
    }
}
