//! Calls that block the current thread, against a local server.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Read};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body as Sent, Bytes};
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::routing::{get, post, put};
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::blocking::{self, Wait};
use discovery_runtime::media::Upload;
use discovery_runtime::pagination::{Items, PageToken};
use discovery_runtime::{
    ApiDescriptor, Batch, Body, Call, CallOptions as _, Client, ClientBuilder, Error, ErrorKind, Json, MemoryTransport,
    MethodDescriptor, NoRetry, UnknownFields, call, message, operation, operation_message,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::resumable("upload/v1/notes");

/// Returns the content of a download, which does not repeat itself.
fn film() -> Vec<u8> {
    (0..600_000_u32).flat_map(u32::to_le_bytes).collect()
}

/// The state of the server.
#[derive(Clone, Default)]
struct Seen {
    /// The uploaded bytes.
    media: Arc<Mutex<Vec<u8>>>,
    /// The addresses of the clients, one for each connection.
    callers: Arc<Mutex<BTreeSet<SocketAddr>>>,
}

/// Starts a server on a separate thread with its own runtime.
fn server() -> (String, Seen) {
    let seen = Seen::default();
    let note = |Path(id): Path<String>, ConnectInfo(caller), State(seen): State<Seen>, query: RawQuery| async move {
        seen.callers.lock().expect("not poisoned").insert(caller);
        if query.0.is_some_and(|query| query.contains("alt=media")) {
            return Ok(film());
        }
        if id == "slow" {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        if id == "none" {
            Err(axum::http::StatusCode::NOT_FOUND)
        } else {
            Ok(json!({"id": id}).to_string().into_bytes())
        }
    };
    let list = |RawQuery(query): RawQuery| async move {
        let second = query.unwrap_or_default().contains("pageToken=b");
        if second { r#"{"items":[3]}"# } else { r#"{"items":[1,2],"nextPageToken":"b"}"# }
    };
    let begin = |headers: HeaderMap| async move {
        let host = headers["host"].to_str().expect("a host");
        [("location", format!("http://{host}/session"))]
    };
    let chunk = |State(seen): State<Seen>, headers: HeaderMap, bytes: Bytes| async move {
        let mut media = seen.media.lock().expect("not poisoned");
        media.extend_from_slice(&bytes);
        let range = headers["content-range"].to_str().expect("a range");
        let is_complete = range.ends_with(&format!("/{}", media.len()));
        let response = axum::response::Response::builder().status(if is_complete { 200 } else { 308 });
        let received = format!("bytes=0-{}", media.len() - 1);
        response
            .header("range", received)
            .body(Sent::from(json!({"size": media.len()}).to_string()))
            .expect("a response")
    };
    let router = Router::new()
        .route("/v1/notes/{id}", get(note))
        .route("/v1/notes", get(list))
        .route("/upload/v1/notes", post(begin))
        .route("/token", post(async || r#"{"access_token":"T","expires_in":3600,"token_type":"Bearer"}"#))
        .route("/session", put(chunk).layer(axum::extract::DefaultBodyLimit::disable()))
        .with_state(seen.clone());
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            sender.send(listener.local_addr().expect("an address")).expect("a receiver");
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await
        })
    });
    (format!("http://{}/", receiver.recv().expect("an address")), seen)
}

fn client(url: &str) -> Client {
    ClientBuilder::new(API).endpoint(url).retry(NoRetry).build().expect("a client")
}

fn note(client: &Client, id: &str) -> Call<Json> {
    Call::new(client, &GET).path_text("id", id)
}

fn items(client: &Client) -> Items<Json, Json> {
    let open = |page: Json| page["items"].as_array().cloned().unwrap_or_default();
    Call::<Json>::new(client, &LIST).items(PageToken::Query, open)
}

fn upload(client: &Client, media: Body) -> Upload<Json> {
    Call::new(client, &INSERT).upload(UPLOAD, media)
}

#[test]
fn waits_for_calls_and_returns_their_errors() {
    let client = client(&server().0);
    assert_eq!(note(&client, "7").send().wait().unwrap(), json!({"id": "7"}));
    assert_eq!(note(&client, "7").send_with_response().wait().unwrap().status(), 200);
    assert!(note(&client, "none").send().wait().unwrap_err().is_not_found());
    assert!(Batch::new().send().wait().is_ok());
    let refused = ClientBuilder::<Client>::new(API).endpoint("http://127.0.0.1:1/").retry(NoRetry).build().unwrap();
    let error = note(&refused, "7").send().wait().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(error) if error.is_transient()), "{error:?}");
}

#[test]
fn applies_timeouts() {
    let client = client(&server().0);
    let start = Instant::now();
    let error = note(&client, "slow").timeout(Duration::from_millis(200)).send().wait().unwrap_err();
    assert!(error.is_timeout() && start.elapsed() < Duration::from_secs(30), "{error:?}");
    // The canceled call does not affect later ones.
    assert_eq!(note(&client, "7").send().wait().unwrap(), json!({"id": "7"}));
}

#[test]
fn uploads_files() {
    let (url, seen) = server();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film");
    let missing = Body::file(&path).wait().unwrap_err();
    assert!(missing.to_string().contains(path.to_str().unwrap()), "{missing}");
    std::fs::write(&path, film()).unwrap();
    let media = Body::file(&path).wait().unwrap();
    assert_eq!(media.length(), Some(film().len() as u64));
    assert_eq!(upload(&client(&url), media).send().wait().unwrap(), json!({"size": film().len()}));
    assert!(*seen.media.lock().unwrap() == film());
}

#[test]
fn iterates_over_items_and_pages() {
    let (url, _) = server();
    let client = client(&url);
    let all: Result<Vec<_>, _> = blocking::iter(items(&client)).collect();
    assert_eq!(all.unwrap(), [json!(1), json!(2), json!(3)]);
    assert_eq!(items(&client).collect().wait().unwrap().len(), 3);
    let pages = Call::<Json>::new(&client, &LIST).pages(PageToken::Query);
    assert_eq!(blocking::iter(pages).map(|page| page.unwrap()["items"].as_array().unwrap().len()).sum::<usize>(), 3);
    let mut none = blocking::iter(note(&client, "none").pages(PageToken::Query));
    assert!(none.next().unwrap().unwrap_err().is_not_found());
    assert!(none.next().is_none());
}

/// A call that starts an operation.
struct Print(Call<Json>);
call! { Print -> Json }
operation! { Print -> Printing => Json }

#[derive(Clone)]
struct Printing {
    name: Option<String>,
    unknown_fields: UnknownFields,
}
message! { Printing { "name" => name } }
operation_message! { Printing: Json, response { get "notes.operations.get" "{+name}"; } }

fn print(transport: &MemoryTransport) -> Print {
    let client: Client = ClientBuilder::new(API).transport(transport.clone()).build().expect("a client");
    Print(Call::new(&client, &INSERT))
}

#[test]
fn waits_for_operations_and_iterates_over_their_states() {
    let state = |percent: u8| format!(r#"{{"name":"operations/1","metadata":{{"percent":{percent}}}}}"#);
    let done = r#"{"name":"operations/1","done":true,"response":{"id":"7"}}"#;
    let transport = || MemoryTransport::new().answer(200, state(0)).answer(200, state(50)).answer(200, done);
    assert_eq!(print(&transport()).operation().wait().unwrap(), json!({"id": "7"}));
    let started = print(&transport()).operation().start().wait().unwrap();
    assert_eq!((started.name(), started.is_done()), ("operations/1", false));
    let states: Vec<_> = blocking::iter(started).map(|state| state.unwrap()).collect();
    let states: Vec<_> =
        states.iter().map(|state| (state.metadata.as_ref().map(|m| &m["percent"]), state.done)).collect();
    assert_eq!(states, [(Some(&json!(0)), false), (Some(&json!(50)), false), (None, true)]);
    let failed = r#"{"name":"operations/1","done":true,"error":{"code":9,"message":"No paper."}}"#;
    let error = print(&MemoryTransport::new().answer(200, failed)).operation().wait().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Operation(error) if error.message() == "No paper."), "{error:?}");
}

#[test]
fn iterates_over_the_messages_of_a_stream() {
    let transport = MemoryTransport::new().answer(200, r#"[{"id":1},{"id":2},{"error":{"code":503}}]"#);
    let messages: Vec<_> = blocking::iter(print(&transport).call().stream()).collect();
    let [Ok(first), Ok(second), Err(error)] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!(
        (&first["id"], &second["id"], error.status().map(|status| status.as_u16())),
        (&json!(1), &json!(2), Some(503))
    );
}

#[test]
fn reads_downloads() {
    let (url, _) = server();
    let client = client(&url);
    assert_eq!(note(&client, "7").download().bytes().wait().unwrap(), film());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film");
    assert_eq!(note(&client, "7").download().to_file(&path).wait().unwrap(), film().len() as u64);
    let mut reader = blocking::read(note(&client, "7").download().send().wait().unwrap());
    assert_eq!(reader.media().length(), Some(film().len() as u64));
    let mut start = [0; 5];
    reader.read_exact(&mut start).unwrap();
    assert!(!reader.fill_buf().unwrap().is_empty());
    let mut rest = Vec::new();
    io::copy(&mut reader, &mut rest).unwrap();
    assert_eq!([&start[..], &rest].concat(), film());
    assert_eq!(reader.read(&mut start).unwrap(), 0);
}

/// A reader that counts the bytes and returns at most 77,777 at once.
struct Counting {
    left: usize,
    read: Arc<AtomicUsize>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.left.min(buffer.len()).min(77_777);
        buffer[..count].fill(7);
        self.left -= count;
        self.read.fetch_add(count, Ordering::SeqCst);
        Ok(count)
    }
}

#[test]
fn uploads_from_a_reader_with_bounded_memory() {
    const ALL: usize = 20 << 20;
    const CHUNK: usize = 1 << 20;
    let (url, seen) = server();
    let read = Arc::new(AtomicUsize::new(0));
    let media = Body::reader(Counting { left: ALL, read: Arc::clone(&read) }, None);
    let most = Arc::new(AtomicUsize::new(0));
    let (reading, ahead) = (Arc::clone(&read), Arc::clone(&most));
    let upload = upload(&client(&url), media).chunk_size(CHUNK).on_progress(move |sent, _| {
        let held = reading.load(Ordering::SeqCst) - usize::try_from(sent).expect("a size");
        ahead.fetch_max(held, Ordering::SeqCst);
    });
    assert_eq!(upload.send().wait().unwrap(), json!({"size": ALL}));
    assert_eq!(seen.media.lock().unwrap().len(), ALL);
    assert!(seen.media.lock().unwrap().iter().all(|&byte| byte == 7));
    let most = most.load(Ordering::SeqCst);
    assert!(most <= 3 * CHUNK, "{most} bytes were read and not sent");
}

#[test]
fn uploads_a_download() {
    let (from, (to, seen)) = (client(&server().0), server());
    let media = blocking::read(note(&from, "7").download().send().wait().unwrap());
    let length = media.media().length();
    upload(&client(&to), Body::reader(media, length)).send().wait().unwrap();
    assert!(*seen.media.lock().unwrap() == film());
}

#[test]
fn a_failing_reader_does_not_complete_the_upload() {
    struct BadReader(bool);
    impl Read for BadReader {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            if self.0 { panic!("on purpose") } else { Err(io::Error::other("a bad disk")) }
        }
    }
    let (url, seen) = server();
    for (panics, message) in [(false, "reader of the body failed"), (true, "reader of the body panicked")] {
        let media = Body::reader(io::repeat(1).take(300_000).chain(BadReader(panics)), None);
        let error = upload(&client(&url), media).send().wait().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(seen.media.lock().unwrap().is_empty());
    }
}

#[test]
fn threads_share_connections() {
    let (url, seen) = server();
    let client = client(&url);
    for _ in 0..20 {
        note(&client, "7").send().wait().unwrap();
    }
    // The runtime outlives the calls, and so do connections. A connection may not be idle again
    // immediately.
    let connections = seen.callers.lock().unwrap().len();
    assert!(connections < 10, "{connections} connections for 20 calls");
    thread::scope(|scope| {
        for number in 0..32 {
            let client = &client;
            scope.spawn(move || {
                for turn in 0..10 {
                    let id = format!("{number}-{turn}");
                    assert_eq!(note(client, &id).send().wait().unwrap()["id"], id.as_str());
                }
            });
        }
    });
}

#[test]
fn rejects_waiting_on_a_thread_with_a_runtime() {
    let (url, _) = server();
    let client = client(&url);
    let media = note(&client, "7").download().send().wait().unwrap();
    let refused = |error: &Error| {
        let message = error.to_string();
        assert!(message.contains("use `.await`") && !error.is_retryable(), "{message}");
    };
    let single = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for runtime in [&single, &many] {
        runtime.block_on(async { refused(&note(&client, "7").send().wait().unwrap_err()) });
        runtime.block_on(async {
            let mut items = blocking::iter(items(&client));
            refused(&items.next().unwrap().unwrap_err());
            assert!(items.next().is_none());
        });
    }
    let error = single.block_on(async { blocking::read(media).read_to_end(&mut Vec::new()).unwrap_err() });
    refused(&error.downcast::<Error>().unwrap());
    let outer = blocking::block_on(async { note(&client, "7").send().wait() });
    refused(&outer.unwrap().unwrap_err());
    // The alternative that the message suggests.
    let call = note(&client, "7").send();
    let waiting = async { tokio::task::spawn_blocking(|| tokio::runtime::Handle::current().block_on(call)).await };
    assert_eq!(many.block_on(waiting).unwrap().unwrap(), json!({"id": "7"}));
}

#[cfg(feature = "google-cloud-auth")]
#[test]
fn creates_credentials_on_the_shared_runtime() {
    use discovery_runtime::google_cloud_auth::credentials::user_account;

    let _ = rustls::crypto::ring::default_provider().install_default();
    let (url, _) = server();
    let user = json!({
        "type": "authorized_user", "client_id": "id", "client_secret": "s", "refresh_token": "r",
        "token_uri": format!("{url}token"),
    });
    let credentials = blocking::block_on(async { user_account::Builder::new(user).build() }).unwrap().unwrap();
    let transport = discovery_runtime::MemoryTransport::new().answer(200, "{}");
    let client =
        ClientBuilder::<Client>::new(API).transport(transport.clone()).credentials(credentials).build().unwrap();
    note(&client, "7").send().wait().unwrap();
    assert_eq!(transport.requests()[0].headers()["authorization"], "Bearer T");
}
