//! Uploads and downloads against a server in memory that loses connections, answers and bytes, by a seed.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

mod downloads;
mod odd;
mod server;
mod uploads;

use bytes::Bytes;
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{ApiDescriptor, Body, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor};
use http::Response;
use serde_json::json;

use crate::server::Storage;

const API: ApiDescriptor = ApiDescriptor::new("storage:v1", "https://storage.example/", "storage/v1/");
const INSERT: MethodDescriptor = MethodDescriptor::new("storage.objects.insert", "POST", "b/{bucket}/o");
const GET: MethodDescriptor = MethodDescriptor::new("storage.objects.get", "GET", "b/{bucket}/o/{object}");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/storage/v1/b/{bucket}/o");

fn insert(client: &Client) -> Call<Json> {
    Call::new(client, &INSERT).path_text("bucket", "b").body(&json!({"name": "n"}))
}

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("bucket", "b").path_text("object", "n")
}

const SEED: u64 = 20_261_123;

#[cfg(feature = "tokio")]
#[tokio::test]
async fn files_are_whole_or_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    let storage = Storage::new(3, 0);
    storage.keep(vec![7; 100_000]);
    assert_eq!(get(&storage.client()).download().to_file(&path).await.unwrap(), 100_000);
    assert_eq!(std::fs::read(&path).unwrap(), vec![7; 100_000]);
    let hash = Response::builder().header("x-goog-hash", "crc32c=AAAAAA==").body(Bytes::from_static(b"x")).unwrap();
    let client: Client = ClientBuilder::new(API).transport(MemoryTransport::new().respond(hash)).build().unwrap();
    get(&client).download().to_file(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap().len(), 100_000);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let body = Body::file(&path).await.unwrap();
    assert_eq!(body.length(), Some(100_000));
    insert(&storage.client()).upload(UPLOAD, body).send().await.unwrap();
    assert_eq!(storage.object(), vec![7; 100_000]);
    let error = Body::file(folder.path().join("none")).await.unwrap_err().to_string();
    assert!(error.contains("none cannot be read"), "{error}");
}

/// A runtime with several threads takes nothing else.
#[test]
fn transfers_can_be_spawned() {
    fn can<T: Send>(_: T) {}
    let client = Storage::new(1, 0).client();
    can(insert(&client).upload(UPLOAD, "abc".into()).send());
    can(insert(&client).upload(UPLOAD, "abc".into()).send_with_response());
    can(get(&client).download().send());
    can(get(&client).download().bytes());
    #[cfg(feature = "tokio")]
    can(get(&client).download().to_file("object"));
}
