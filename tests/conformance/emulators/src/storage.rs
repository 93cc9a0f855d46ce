//! Cloud Storage in `gcp-storage-emulator`.

use std::sync::{Arc, Mutex};

use storage_v1::Client;
use storage_v1::runtime::{Body, send_empty};
use storage_v1::schemas::{Bucket, Object};

use crate::report::{Report, Result, check};

/// Object names that are easy to get wrong in a URL.
const NAMES: &[&str] = &[
    "plain.txt",
    "a/b/c",
    "with space",
    "hash#tag",
    "what?",
    "100%",
    "%2F",
    "+&=;:@!$'()*,",
    "日本語/é",
    "\"quoted\"",
];

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    let bucket = "a-bucket";
    report.flow("storage.v1: bucket created and read", create_bucket(&client, bucket)).await;
    report.flow("storage.v1: objects with difficult names uploaded", store_objects(&client, bucket)).await;
    report.flow("storage.v1: objects listed in pages", list_objects(&client, bucket)).await;
    report.flow("storage.v1: resumable and simple uploads", upload(&client, bucket)).await;
    report.flow("storage.v1: downloads, ranges and streams", download(&client, bucket)).await;
    report.flow("storage.v1: metadata patched and cleared", patch(&client, bucket)).await;
    report.flow("storage.v1: objects and bucket deleted", delete(&client, bucket)).await;
    Ok(())
}

async fn create_bucket(client: &Client, bucket: &str) -> Result {
    let body = Bucket { name: Some(bucket.to_owned()), ..Default::default() };
    let created = client.buckets().insert("project", body).send().await?;
    check("name of the new bucket", created.name.as_deref(), Some(bucket))?;
    check("id of the bucket", client.buckets().get(bucket).send().await?.id, created.id)?;
    let error = client.buckets().get("no-such-bucket").send().await.err().ok_or("got a bucket that does not exist")?;
    check("not found error for a missing bucket", error.is_not_found(), true)
}

async fn store_objects(client: &Client, bucket: &str) -> Result {
    for name in NAMES {
        let content = format!("the content of {name}");
        let object = Object { name: Some((*name).to_owned()), ..Default::default() };
        let upload = client.objects().insert(bucket, object).upload(Body::from(content.clone().into_bytes()));
        let created = upload.content_type("text/plain").send().await?;
        check("object name", created.name.as_deref(), Some(*name))?;
        check("object size", created.size, Some(content.len() as u64))?;
        let object = client.objects().get(bucket, name).send().await?;
        check("object content type", object.content_type.as_deref(), Some("text/plain"))?;
        let bytes = client.objects().get(bucket, name).download().bytes().await?;
        check("object content", String::from_utf8(bytes)?, content)?;
    }
    let missing = client.objects().get(bucket, "no/such object").send().await;
    check("not found error for a missing object", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn list_objects(client: &Client, bucket: &str) -> Result {
    let mut expected: Vec<&str> = NAMES.to_vec();
    expected.sort_unstable();
    for page_size in [1, 3, 100] {
        let items = client.objects().list(bucket).max_results(page_size).items().collect().await?;
        let mut names: Vec<String> = items.into_iter().filter_map(|object| object.name).collect();
        names.sort_unstable();
        check("names on all pages", names, expected.iter().map(|&name| name.to_owned()).collect())?;
    }
    let mut pages = client.objects().list(bucket).prefix("a/").pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.items.len();
    }
    check("number of objects below a/", count, 1)
}

/// The size of an upload that needs several chunks and is not a multiple of the chunk size.
const LARGE: usize = 3 * (256 << 10) + 12_345;

fn large() -> Vec<u8> {
    (0..LARGE).map(|index| (index * 31 % 251) as u8).collect()
}

async fn upload(client: &Client, bucket: &str) -> Result {
    let insert =
        |name: &str| client.objects().insert(bucket, Object { name: Some(name.to_owned()), ..Default::default() });
    let reported = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reported);
    let upload = insert("session").upload(large()).resumable(true).chunk_size(256 << 10);
    let upload = upload.on_progress(move |bytes, _| {
        if let Ok(mut reported) = sink.lock() {
            reported.push(bytes);
        }
    });
    check("size after a resumable upload", upload.send().await?.size, Some(LARGE as u64))?;
    let reported = reported.lock().map_err(|_| "the progress callback panicked")?.clone();
    check("reported progress", reported, vec![262_144, 524_288, 786_432, LARGE as u64])?;

    let file = std::env::temp_dir().join(format!("discovery-conformance-{}", std::process::id()));
    std::fs::write(&file, large())?;
    let upload = insert("file").upload(Body::file(&file).await?).chunk_size(256 << 10);
    check("size of an uploaded file", upload.send().await?.size, Some(LARGE as u64))?;
    let written = client.objects().get(bucket, "file").download().to_file(&file).await?;
    check("number of bytes downloaded to a file", written, LARGE as u64)?;
    check("equal contents of the downloaded file", std::fs::read(&file)? == large(), true)?;
    std::fs::remove_file(&file)?;

    // An upload without metadata has its name in the query.
    let media = client.objects().insert(bucket, Object::default()).name("at once").upload("abc");
    check("size of a simple upload", media.send().await?.size, Some(3))
}

async fn download(client: &Client, bucket: &str) -> Result {
    let all = large();
    let get = || client.objects().get(bucket, "session").download();
    check("equal contents", get().bytes().await? == all, true)?;
    check("equal contents of a range", get().range(100..300_000).bytes().await? == all[100..300_000], true)?;
    check("equal last bytes", get().range(LARGE as u64 - 5..).bytes().await? == all[LARGE - 5..], true)?;
    let mut media = get().send().await?;
    let mut count = 0;
    while let Some(bytes) = media.next().await {
        count += bytes?.len();
    }
    check("number of streamed bytes", count, LARGE)?;
    let missing = client.objects().get(bucket, "none").download().bytes().await;
    check("not found error for missing media", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn patch(client: &Client, bucket: &str) -> Result {
    let metadata = [("kept", "no"), ("color", "red")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let object = Object { metadata: metadata.into(), ..Default::default() };
    let labelled = client.objects().patch(bucket, "session", object).send().await?;
    check("number of metadata entries", labelled.metadata.len(), 2)?;
    let object = Object { cache_control: Some("no-store".to_owned()), ..Default::default() };
    let patched = client.objects().patch(bucket, "session", object).send().await?;
    check("metadata after patching another field", patched.metadata, labelled.metadata)?;
    let mut object = Object::default();
    send_empty!(object.metadata);
    let cleared = client.objects().patch(bucket, "session", object).send().await?;
    check("number of metadata entries after clearing", cleared.metadata.len(), 0)?;
    check("field set by the earlier patch", cleared.cache_control.as_deref(), Some("no-store"))
}

async fn delete(client: &Client, bucket: &str) -> Result {
    for object in client.objects().list(bucket).items().collect().await? {
        client.objects().delete(bucket, object.name.as_deref().unwrap_or_default()).send().await?;
    }
    check("number of remaining objects", client.objects().list(bucket).items().collect().await?.len(), 0)?;
    client.buckets().delete(bucket).send().await?;
    let deleted = client.buckets().get(bucket).send().await;
    check("not found error for the deleted bucket", deleted.is_err_and(|error| error.is_not_found()), true)
}
