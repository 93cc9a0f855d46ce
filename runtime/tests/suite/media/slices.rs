//! Downloads in slices.

use std::fs;

use bytes::Bytes;
use discovery_runtime::{Error, ErrorKind, RetryBudget};
use http::Request;

use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::server::{FaultyServer, hash, random_bytes, requested_range};
use super::{SEED, get};

const KIB: usize = 1 << 10;

/// The smallest size of a slice.
const MIN_SIZE: usize = 64 * KIB;

/// Returns the bytes of the requested range, of a version and with a checksum.
fn serve(media: &Bytes, request: &Request<Vec<u8>>, headers: &[(&str, &str)]) -> ResponseResult {
    let range = requested_range(request, media.len()).expect("a range");
    if range.start >= media.len() {
        return response(416, &[], "");
    }
    let content_range = format!("bytes {}-{}/{}", range.start, range.end - 1, media.len());
    let hash = hash(media);
    let headers = [&[("content-range", &*content_range), ("x-goog-hash", &*hash)], headers].concat();
    response(206, &headers, media.slice(range))
}

const VERSION: (&str, &str) = ("x-goog-generation", "7");

fn media(size: usize) -> Bytes {
    random_bytes(&mut fastrand::Rng::with_seed(SEED), size)
}

/// Returns a transport to a server with these media.
fn server(media: &Bytes) -> ScriptedTransport {
    let media = media.clone();
    ScriptedTransport::new(move |_, request| serve(&media, request, &[VERSION]))
}

fn ranges(transport: &ScriptedTransport) -> Vec<String> {
    let requests = transport.take_requests();
    requests.iter().map(|request| request.headers()["range"].to_str().expect("text").to_owned()).collect()
}

/// Downloads in 3 slices to a file with other content. Returns what it contains, or the error if it
/// is unchanged and the only file in its folder.
async fn download(transport: &ScriptedTransport) -> Result<Bytes, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("object");
    fs::write(&path, "unchanged").expect("a file");
    let result = get(&transport.client()).download().slices(3).min_slice_size(MIN_SIZE as u64).to_file(&path).await;
    let content = Bytes::from(fs::read(&path).expect("a file"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    match result {
        Ok(length) => {
            assert_eq!(length, content.len() as u64);
            Ok(content)
        }
        Err(error) => {
            assert_eq!(content, "unchanged");
            Err(error)
        }
    }
}

#[tokio::test]
async fn slices_arrive_complete_despite_faults() {
    for number in 0..40 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let server = FaultyServer::new(rng.u64(..), 3);
        let size = rng.usize(..500 * KIB);
        let media = random_bytes(&mut rng, size);
        server.set_object(media.to_vec());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("object");
        // A third of the requests fail, most of them with less progress than a request is worth.
        let client = server.builder().retry_budget(RetryBudget::unlimited()).build().unwrap();
        let length = get(&client).download().slices(8).min_slice_size(40_000).to_file(&path).await;
        assert_eq!(length.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}")), media.len() as u64);
        assert!(fs::read(&path).unwrap() == media, "seed {SEED} + {number}");
    }
}

#[tokio::test]
async fn requests_slices_of_one_generation() {
    let media = media(216 * KIB);
    let transport = server(&media);
    assert!(download(&transport).await.unwrap() == media);
    let requests = transport.take_requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| (request.headers()["range"].to_str().unwrap(), request.uri().query().unwrap()))
        .collect();
    let generation = "alt=media&generation=7";
    assert_eq!(sent[0], ("bytes=0-65535", "alt=media"));
    // The first slice continues after the first response.
    assert_eq!(sent[1], ("bytes=65536-73727", generation));
    assert_eq!(sent[2..], [("bytes=73728-147455", generation), ("bytes=147456-221183", generation)]);
}

#[tokio::test]
async fn requests_slices_of_one_etag() {
    let media = media(136 * KIB);
    let body = media.clone();
    let transport = ScriptedTransport::new(move |_, request| serve(&body, request, &[("etag", "\"a\"")]));
    assert!(download(&transport).await.unwrap() == media);
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[1..].iter().all(|request| request.headers()["if-range"] == "\"a\""));
    assert!(requests[1..].iter().all(|request| request.uri().query() == Some("alt=media")));
}

#[tokio::test]
async fn small_media_need_one_request() {
    for size in [1, MIN_SIZE] {
        let media = media(size);
        let transport = server(&media);
        assert!(download(&transport).await.unwrap() == media);
        assert_eq!(ranges(&transport), ["bytes=0-65535"]);
    }
}

#[tokio::test]
async fn media_can_be_empty() {
    assert!(download(&server(&Bytes::new())).await.unwrap().is_empty());
}

#[tokio::test]
async fn downloads_a_range_in_slices() {
    let media = media(136 * KIB);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    for (range, expected) in [(1000..400_000, &media[1000..]), (5..130_005, &media[5..130_005])] {
        let download = get(&server(&media).client()).download().range(range).slices(4).min_slice_size(1000);
        assert_eq!(download.to_file(&path).await.unwrap(), expected.len() as u64);
        assert!(fs::read(&path).unwrap() == expected);
    }
}

#[tokio::test]
async fn one_stream_if_the_server_ignores_ranges() {
    let media = media(160 * KIB);
    let body = media.clone();
    let transport = ScriptedTransport::new(move |_, _| response(200, &[VERSION], body.clone()));
    assert!(download(&transport).await.unwrap() == media);
    assert_eq!(transport.take_requests().len(), 1);
}

#[tokio::test]
async fn one_stream_if_the_version_is_unknown() {
    let media = media(160 * KIB);
    let body = media.clone();
    let transport = ScriptedTransport::new(move |number, request| match number {
        0 => serve(&body, request, &[("etag", "W/\"weak\"")]),
        _ => response(200, &[], body.clone()),
    });
    assert!(download(&transport).await.unwrap() == media);
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 2);
    assert!(!requests[1].headers().contains_key("range"));
}

fn assert_media_error(error: &Error, expected: &str) -> bool {
    assert!(error.to_string().contains(expected), "{error}");
    matches!(error.kind(), ErrorKind::Media(error) if error.is_checksum_mismatch())
}

#[tokio::test]
async fn damaged_bytes_of_a_slice_are_an_error() {
    let media = media(216 * KIB);
    let mut damaged = media.to_vec();
    damaged[160 * KIB] ^= 1;
    let transport = ScriptedTransport::new(move |_, request| {
        let (mut response, damaged) = (serve(&media, request, &[VERSION])?, Bytes::from(damaged.clone()));
        *response.body_mut() = serve(&damaged, request, &[VERSION])?.into_body();
        Ok(response)
    });
    assert!(assert_media_error(&download(&transport).await.unwrap_err(), "checksum mismatch"));
}

#[tokio::test]
async fn slices_of_different_versions_are_an_error() {
    for other in [&[("x-goog-generation", "8")][..], &[]] {
        let media = media(136 * KIB);
        let transport = ScriptedTransport::new(move |number, request| {
            serve(&media, request, if number == 0 { &[VERSION] } else { other })
        });
        let error = download(&transport).await.unwrap_err();
        assert!(!assert_media_error(&error, "the media changed on the server during the download"));
    }
}

#[tokio::test]
async fn media_that_are_deleted_during_the_download_are_an_error() {
    let media = media(136 * KIB);
    let transport = ScriptedTransport::new(move |number, request| match number {
        0 => serve(&media, request, &[VERSION]),
        _ => response(404, &[], "No such object"),
    });
    assert!(download(&transport).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_impossible_length_is_an_error() {
    let transport = ScriptedTransport::new(move |_, _| {
        let content_range = ("content-range", "bytes 0-65535/18446744073709551615");
        response(206, &[content_range, VERSION], media(MIN_SIZE))
    });
    download(&transport).await.unwrap_err();
}

#[tokio::test]
async fn the_smallest_slice_has_8_mib() {
    let media = media(16 << 20);
    let transport = server(&media);
    let folder = tempfile::tempdir().unwrap();
    get(&transport.client()).download().slices(8).to_file(folder.path().join("object")).await.unwrap();
    assert_eq!(ranges(&transport), ["bytes=0-8388607", "bytes=8388608-16777215"]);
}
