//! The operations that are dropped.

use std::path::PathBuf;
use std::sync::Arc;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    AuthorizedUser, Batch, Body, BoxFuture, Call, CallOptions as _, Client, Json, MethodDescriptor, Result, modify,
};

use crate::printing::Print;

const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");
const INSERT_OBJECT: MethodDescriptor = MethodDescriptor::new("storage.objects.insert", "POST", "b/{bucket}/o");
const UPDATE: MethodDescriptor = MethodDescriptor::new("notes.update", "PUT", "notes/{id}");
const WATCH: MethodDescriptor = MethodDescriptor::new("notes.watch", "GET", "notes:watch");
const PRINT: MethodDescriptor = MethodDescriptor::new("notes.print", "POST", "notes:print");

/// Returns a description of the result. The folder contains the file `source`.
pub(crate) type Operation = fn(Client, PathBuf) -> BoxFuture<'static, Result<String>>;

/// The operations, with their results.
pub(crate) const OPERATIONS: &[(&str, &str, Operation)] = &[
    ("call", r#"{"id":"7"}"#, |client, _| Box::pin(async move { Ok(get(&client).send().await?.to_string()) })),
    ("insert", r#"{"id":"7"}"#, |client, _| {
        Box::pin(async move { Ok(insert(&client).body(&Json::Null).send().await?.to_string()) })
    }),
    ("list", "[1,2]", |client, _| {
        let open = |page: Json| page["items"].as_array().cloned().unwrap_or_default();
        let items = Call::<Json>::new(&client, &LIST).items(PageToken::Query, open);
        Box::pin(async move { Ok(Json::from(items.collect().await?).to_string()) })
    }),
    ("prefetched list", "[1,2]", |client, _| {
        let open = |page: Json| page["items"].as_array().cloned().unwrap_or_default();
        let items = Call::<Json>::new(&client, &LIST).items(PageToken::Query, open).prefetch();
        Box::pin(async move { Ok(Json::from(items.collect().await?).to_string()) })
    }),
    ("stream", r#"[{"id":"1"},{"id":"2"}]"#, |client, _| {
        let stream = Call::<Json>::new(&client, &WATCH).stream();
        Box::pin(async move { Ok(Json::from(stream.collect().await?).to_string()) })
    }),
    ("long-running operation", r#"{"id":"7"}"#, |client, _| {
        Box::pin(async move { Ok(Print(Call::new(&client, &PRINT)).operation().await?.to_string()) })
    }),
    ("modify", r#"{"pages":1}"#, |client, _| {
        Box::pin(async move {
            let page = Call::<Json>::new(&client, &GET).path_text("id", "8");
            let update = |page: Json| Call::<Json>::new(&client, &UPDATE).path_text("id", "8").body(&page);
            Ok(modify(page, |page| page["pages"] = 1.into(), update).await?.to_string())
        })
    }),
    ("download", "0123456789", |client, _| {
        Box::pin(async move { Ok(String::from_utf8_lossy(&get(&client).download().bytes().await?).into_owned()) })
    }),
    ("redirected download", "0123456789", |client, _| {
        let call = Call::<Json>::new(&client, &GET).path_text("id", "10");
        Box::pin(async move { Ok(String::from_utf8_lossy(&call.download().bytes().await?).into_owned()) })
    }),
    ("to_file", "10", |client, folder| {
        Box::pin(async move { Ok(get(&client).download().to_file(folder.join("object")).await?.to_string()) })
    }),
    ("sliced to_file", "10", |client, folder| {
        Box::pin(async move {
            let download = Call::<Json>::new(&client, &GET).path_text("id", "9").download();
            Ok(download.slices(2).min_slice_size(4).to_file(folder.join("object")).await?.to_string())
        })
    }),
    ("upload", r#"{"id":"7"}"#, |client, _| {
        Box::pin(async move { Ok(insert(&client).upload(UPLOAD, "abc".into()).send().await?.to_string()) })
    }),
    ("streamed upload", r#"{"id":"7"}"#, |client, folder| {
        Box::pin(async move {
            let media = Body::file(folder.join("source")).await?;
            Ok(insert(&client).upload(UPLOAD, media).resumable(false).send().await?.to_string())
        })
    }),
    ("resumable upload", r#"{"id":"7"}"#, |client, folder| {
        Box::pin(async move {
            let file = Body::file(folder.join("source")).await?;
            // The length is unknown, so that progress has to be distinguished from the end.
            let upload = insert(&client).upload(UPLOAD, Body::stream(file, None)).resumable(true);
            Ok(upload.chunk_size(256 << 10).send().await?.to_string())
        })
    }),
    ("call with a refused token", r#"{"id":"7"}"#, |client, _| {
        let user = AuthorizedUser::new("id", "secret", "refresh").token_url("https://notes.example/token");
        let user = Arc::new(user.expect("a URL"));
        let call = Call::<Json>::new(&client, &GET).path_text("id", "11").credentials(user);
        Box::pin(async move { Ok(call.send().await?.to_string()) })
    }),
    ("upload in parts", r#""25""#, |client, _| {
        Box::pin(async move {
            let call = Call::<Json>::new(&client, &INSERT_OBJECT).path_text("bucket", "b").query_text("name", "n");
            let media = "0123456789012345678901234";
            Ok(call.upload(UPLOAD, media.into()).parts(2).part_size(10).send().await?["size"].to_string())
        })
    }),
    ("batch", r#"{"id":"7"} {"id":"7"}"#, |client, _| {
        Box::pin(async move {
            let mut batch = Batch::new();
            let keys = [(); 2].map(|()| batch.add(get(&client)));
            let mut results = batch.send().await?;
            let [first, second] = keys.map(|key| results.take(key));
            Ok(format!("{} {}", first?, second?))
        })
    }),
];

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("id", "7")
}

fn insert(client: &Client) -> Call<Json> {
    Call::new(client, &INSERT)
}
