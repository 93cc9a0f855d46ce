//! The life of buckets and objects on a real server, through the crate generated from storage.v1. `cargo xtask live storage`
//! generates the crate, starts the server, and runs this with the server's URL.

use std::error::Error;
use std::sync::{Arc, Mutex};

use storage_v1::Client;
use storage_v1::runtime::{Body, send_empty};
use storage_v1::schemas::{Bucket, Object};

/// Names that are easy to get wrong in a URL.
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

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let url = std::env::args().nth(1).ok_or("expected the server's URL")?;
    let client = Client::builder().endpoint(url).build()?;
    let bucket = "a-bucket";
    buckets(&client, bucket).await?;
    names(&client, bucket).await?;
    pages(&client, bucket).await?;
    uploads(&client, bucket).await?;
    downloads(&client, bucket).await?;
    patches(&client, bucket).await?;
    clean_up(&client, bucket).await?;
    println!("storage: all as it should be");
    Ok(())
}

async fn buckets(client: &Client, bucket: &str) -> Outcome {
    let made = Bucket { name: Some(bucket.to_owned()), ..Default::default() };
    let made = client.buckets().insert("project", made).send().await?;
    check("the bucket's name", made.name.as_deref(), Some(bucket))?;
    check("the bucket again", client.buckets().get(bucket).send().await?.id, made.id)?;
    let error = client.buckets().get("no-such-bucket").send().await.err().ok_or("a bucket that is not there")?;
    check("a missing bucket", error.is_not_found(), true)
}

async fn names(client: &Client, bucket: &str) -> Outcome {
    for name in NAMES {
        let content = format!("the content of {name}");
        let object = Object { name: Some((*name).to_owned()), ..Default::default() };
        let upload = client.objects().insert(bucket, object).upload(Body::from(content.clone().into_bytes()));
        let made = upload.content_type("text/plain").send().await?;
        check("an object's name", made.name.as_deref(), Some(*name))?;
        check("an object's size", made.size, Some(content.len() as u64))?;
        let got = client.objects().get(bucket, name).send().await?;
        check("an object's type", got.content_type.as_deref(), Some("text/plain"))?;
        let bytes = client.objects().get(bucket, name).download().bytes().await?;
        check("an object's content", String::from_utf8(bytes)?, content)?;
    }
    let error =
        client.objects().get(bucket, "no/such object").send().await.err().ok_or("an object that is not there")?;
    check("a missing object", error.is_not_found(), true)
}

async fn pages(client: &Client, bucket: &str) -> Outcome {
    let mut expected: Vec<&str> = NAMES.to_vec();
    expected.sort_unstable();
    for size in [1, 3, 100] {
        let items = client.objects().list(bucket).max_results(size).items().collect().await?;
        let mut names: Vec<String> = items.into_iter().filter_map(|object| object.name).collect();
        names.sort_unstable();
        check("the names on all pages", names, expected.iter().map(|&name| name.to_owned()).collect())?;
    }
    let mut pages = client.objects().list(bucket).prefix("a/").pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.items.len();
    }
    check("objects below a/", count, 1)
}

/// More than one piece of a session, and not a multiple of its unit.
const LARGE: usize = 3 * (256 << 10) + 12_345;

fn large() -> Vec<u8> {
    (0..LARGE).map(|index| (index * 31 % 251) as u8).collect()
}

async fn uploads(client: &Client, bucket: &str) -> Outcome {
    let insert =
        |name: &str| client.objects().insert(bucket, Object { name: Some(name.to_owned()), ..Default::default() });
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let upload = insert("session").upload(large()).resumable(true).chunk_size(256 << 10);
    let upload = upload.on_progress(move |count| telling.lock().map(|mut told| told.push(count)).unwrap_or_default());
    check("the size after a session", upload.send().await?.size, Some(LARGE as u64))?;
    let told = told.lock().map_err(|_| "poisoned")?.clone();
    check("the progress", told, vec![262_144, 524_288, 786_432, LARGE as u64])?;
    let file = std::env::temp_dir().join(format!("discovery-live-{}", std::process::id()));
    std::fs::write(&file, large())?;
    let upload = insert("file").upload(Body::file(&file).await?).chunk_size(256 << 10);
    check("the size of a file", upload.send().await?.size, Some(LARGE as u64))?;
    let written = client.objects().get(bucket, "file").download().to_file(&file).await?;
    check("the bytes in the file", written, LARGE as u64)?;
    check("the file", std::fs::read(&file)? == large(), true)?;
    std::fs::remove_file(&file)?;
    // Without a message the name goes into the query.
    let media = client.objects().insert(bucket, Object::default()).name("at once").upload("abc");
    check("the size of media at once", media.send().await?.size, Some(3))
}

async fn downloads(client: &Client, bucket: &str) -> Outcome {
    let all = large();
    let get = || client.objects().get(bucket, "session").download();
    check("the whole", get().bytes().await? == all, true)?;
    check("a range", get().range(100..300_000).bytes().await? == all[100..300_000], true)?;
    check("the end", get().range(LARGE as u64 - 5..).bytes().await? == all[LARGE - 5..], true)?;
    let mut media = get().send().await?;
    let mut count = 0;
    while let Some(bytes) = media.next().await {
        count += bytes?.len();
    }
    check("the bytes of a stream", count, LARGE)?;
    let error =
        client.objects().get(bucket, "none").download().bytes().await.err().ok_or("media that are not there")?;
    check("missing media", error.is_not_found(), true)
}

async fn patches(client: &Client, bucket: &str) -> Outcome {
    let labels = [("kept", "no"), ("color", "red")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let object = Object { metadata: labels.into(), ..Default::default() };
    let labelled = client.objects().patch(bucket, "session", object).send().await?;
    check("the labels", labelled.metadata.len(), 2)?;
    let other = Object { cache_control: Some("no-store".to_owned()), ..Default::default() };
    let patched = client.objects().patch(bucket, "session", other).send().await?;
    check("labels that a patch leaves alone", patched.metadata, labelled.metadata)?;
    let mut none = Object::default();
    send_empty!(none.metadata);
    let cleared = client.objects().patch(bucket, "session", none).send().await?;
    check("labels that were cleared", cleared.metadata.len(), 0)?;
    check("what another patch set", cleared.cache_control.as_deref(), Some("no-store"))
}

async fn clean_up(client: &Client, bucket: &str) -> Outcome {
    for object in client.objects().list(bucket).items().collect().await? {
        client.objects().delete(bucket, object.name.as_deref().unwrap_or_default()).send().await?;
    }
    check("objects that are left", client.objects().list(bucket).items().collect().await?.len(), 0)?;
    client.buckets().delete(bucket).send().await?;
    let error = client.buckets().get(bucket).send().await.err().ok_or("a bucket that was deleted")?;
    check("a deleted bucket", error.is_not_found(), true)
}

fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}
