//! The operations of a client, with the results of a correct server.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::blocking::{self, Wait};
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    Batch, Body, BoxFuture, Call, CallOptions as _, Client, MethodDescriptor, Result, TransportError, UnknownFields,
    message,
};

use crate::{honest, long_running};

const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const INSERT_OBJECT: MethodDescriptor = MethodDescriptor::new("storage.objects.insert", "POST", "b/{bucket}/o");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

/// The most pages that are read of a list, which may be endless.
const MAX_PAGES: usize = 20;

/// The longest time in which a download is read, which may be slow.
pub(crate) const MAX_READ_TIME: Duration = Duration::from_secs(2);

#[derive(Clone)]
pub(crate) struct Note {
    id: Option<String>,
    size: Option<i64>,
    unknown_fields: UnknownFields,
}

message! { Note { "id" => id, "size" => size } }

#[derive(Clone)]
struct NoteList {
    notes: Vec<Note>,
    next_page_token: Option<String>,
    unknown_fields: UnknownFields,
}

message! { NoteList { "notes" => notes, "nextPageToken" => next_page_token } }

/// Something that a client does.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// Returns a description of the result. The path is that of a file in an empty folder.
    pub(crate) run: fn(Client, PathBuf) -> BoxFuture<'static, Result<String>>,
    /// The description of the correct result.
    pub(crate) expected: &'static str,
    /// Whether responses are read into memory, so that they are limited.
    pub(crate) in_memory: bool,
    /// The number of connections at the same time, each of which has buffers.
    pub(crate) connections: u64,
    /// The target of a request that must not be sent twice.
    pub(crate) once: Option<&'static str>,
}

pub(crate) const fn operation(
    name: &'static str,
    expected: &'static str,
    run: fn(Client, PathBuf) -> BoxFuture<'static, Result<String>>,
) -> Operation {
    Operation { name, run, expected, in_memory: true, connections: 1, once: None }
}

pub(crate) const OPERATIONS: &[Operation] = &[
    operation("call", "7", |client, _| Box::pin(async move { Ok(id(get(&client).send().await?)) })),
    Operation {
        once: Some("POST /v1/notes"),
        ..operation("insert", "7", |client, _| {
            let call =
                Call::<Note>::new(&client, &INSERT).body(&Note { id: Some("SECRET-BODY".into()), ..Note::default() });
            Box::pin(async move { Ok(id(call.send().await?)) })
        })
    },
    operation("list", "1 2 3", |client, _| Box::pin(list(client))),
    operation("download", "media", |client, _| {
        Box::pin(async move { Ok(compare(&get(&client).download().bytes().await?, &honest::media())) })
    }),
    operation("range", "media", |client, _| {
        Box::pin(async move {
            let bytes = get(&client).download().range(1000..3000).bytes().await?;
            Ok(compare(&bytes, &honest::media()[1000..3000]))
        })
    }),
    Operation { in_memory: false, ..operation("to_file", "media", |client, path| Box::pin(to_file(client, path))) },
    Operation {
        in_memory: false,
        ..operation("sliced to_file", "media", |client, path| {
            Box::pin(async move {
                get(&client).download().slices(3).min_slice_size(1000).to_file(&path).await?;
                Ok(compare(&std::fs::read(&path).expect("the file"), &honest::media()))
            })
        })
    },
    Operation {
        once: Some("POST /upload/"),
        ..operation("upload", "5", |client, _| {
            Box::pin(async move { Ok(size(insert(&client).upload(UPLOAD, "media".into()).send().await?)) })
        })
    },
    Operation {
        once: Some("POST /upload/"),
        ..operation("streamed upload", "5", |client, _| {
            Box::pin(async move {
                let media = Body::stream(Body::from("media"), None);
                Ok(size(insert(&client).upload(UPLOAD, media).resumable(false).send().await?))
            })
        })
    },
    operation("resumable upload", "614400", |client, _| {
        Box::pin(async move {
            let upload = insert(&client).upload(UPLOAD, honest::upload().into()).resumable(true).chunk_size(1);
            Ok(size(upload.send().await?))
        })
    }),
    Operation {
        connections: 3,
        ..operation("upload in parts", "614400", |client, _| {
            Box::pin(async move {
                let call = Call::<Note>::new(&client, &INSERT_OBJECT).path_text("bucket", "b").query_text("name", "n");
                let call = call.header("x-goog-encryption-key", "SECRET-HEADER");
                let upload = call.upload(UPLOAD, honest::upload().into()).parts(3).part_size(100_000);
                Ok(size(upload.send().await?))
            })
        })
    },
    long_running::STREAM,
    long_running::LONG_RUNNING,
    operation("batch", "7 7 7", |client, _| Box::pin(batch(client))),
    Operation { in_memory: false, ..operation("blocking", "7 media", |client, _| Box::pin(blocking(client))) },
];

fn get(client: &Client) -> Call<Note> {
    Call::new(client, &GET).path_text("id", "7").header("x-goog-encryption-key", "SECRET-HEADER")
}

fn insert(client: &Client) -> Call<Note> {
    Call::new(client, &INSERT)
}

pub(crate) fn id(note: Note) -> String {
    note.id.unwrap_or_default()
}

fn size(note: Note) -> String {
    note.size.unwrap_or_default().to_string()
}

fn compare(found: &[u8], expected: &[u8]) -> String {
    if found == expected { "media".to_owned() } else { format!("{} other bytes", found.len()) }
}

async fn list(client: Client) -> Result<String> {
    let mut pages = Call::<NoteList>::new(&client, &LIST).pages(PageToken::Query);
    let mut ids = Vec::new();
    for _ in 0..MAX_PAGES {
        let Some(page) = pages.next().await else { return Ok(ids.join(" ")) };
        ids.extend(page?.notes.into_iter().map(id));
    }
    Err(TransportError::new("too many pages").into())
}

async fn to_file(client: Client, path: PathBuf) -> Result<String> {
    get(&client).download().to_file(&path).await?;
    Ok(compare(&std::fs::read(&path).expect("the file"), &honest::media()))
}

async fn batch(client: Client) -> Result<String> {
    let mut batch = Batch::new();
    let keys = [(); 3].map(|()| batch.add(get(&client)));
    let mut results = batch.send().await?;
    let mut ids = Vec::new();
    for key in keys {
        ids.push(id(results.take(key)?));
    }
    Ok(ids.join(" "))
}

/// Makes a call and reads a download on a thread without an async runtime.
async fn blocking(client: Client) -> Result<String> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let work = || -> Result<String> {
            let note = get(&client).send().wait()?;
            let start = Instant::now();
            let mut bytes = Vec::new();
            for chunk in blocking::iter(get(&client).download().send().wait()?) {
                bytes.extend_from_slice(&chunk?);
                if bytes.len() > 1 << 20 || start.elapsed() > MAX_READ_TIME {
                    return Err(TransportError::new("too much").into());
                }
            }
            Ok(format!("{} {}", id(note), compare(&bytes, &honest::media())))
        };
        let _ = sender.send(work());
    });
    receiver.await.expect("the thread did not panic")
}
