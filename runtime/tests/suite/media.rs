//! Uploads and downloads, also against a server that loses connections, responses and bytes at
//! random, from a seed.

mod checksum;
mod download;
#[cfg(feature = "tokio")]
mod file;
mod on_progress;
mod parts;
mod progress;
mod range;
mod redirect;
mod resume;
mod scripted;
mod server;
#[cfg(feature = "tokio")]
mod slices;
mod upload;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{ApiDescriptor, Call, CallOptions as _, Client, Json, MethodDescriptor};
use serde_json::json;

use self::server::FaultyServer;

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

/// Tasks spawned on a multi-threaded runtime must be `Send`.
#[test]
fn transfers_can_be_spawned() {
    fn assert_send<T: Send>(_: T) {}
    let client = FaultyServer::new(1, 0).client();
    assert_send(insert(&client).upload(UPLOAD, "abc".into()).send());
    assert_send(insert(&client).upload(UPLOAD, "abc".into()).send_with_response());
    assert_send(insert(&client).upload(UPLOAD, "abc".into()).parts(2).send());
    assert_send(get(&client).download().send());
    assert_send(get(&client).download().bytes());
    #[cfg(feature = "tokio")]
    assert_send(get(&client).download().to_file("object"));
    #[cfg(feature = "tokio")]
    assert_send(get(&client).download().slices(8).to_file("object"));
}

#[test]
fn debug_output_contains_no_secrets() {
    let client = FaultyServer::new(1, 0).client();
    let upload = insert(&client).header("authorization", "SECRET").upload(UPLOAD, "abc".into());
    let download = get(&client).header("x-goog-encryption-key", "SECRET").download().range(..4);
    let debug = format!("{upload:?} {download:?}");
    assert!(debug.contains("storage.objects.insert") && debug.contains("storage.objects.get"), "{debug}");
    assert!(!debug.contains("SECRET"), "{debug}");
}
