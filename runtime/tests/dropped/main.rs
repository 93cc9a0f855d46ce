//! Every operation, dropped after every poll.
//!
//! After the drop, nothing of the operation may be left: no temporary file, open file, exchange,
//! body or task. The same client must then complete the operation, and no request may have been
//! sent that a complete operation does not send, in the same order.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "test helpers")]

mod operations;
#[path = "../shared/printing.rs"]
mod printing;
mod server;
mod stepped;

use std::fs;
use std::future::poll_fn;
use std::path::Path;
use std::task::Poll;

use discovery_runtime::testing::Recorder;
use discovery_runtime::{
    ApiDescriptor, AuthContext, AuthError, BoxFuture, Client, ClientBuilder, Credentials, Transport,
};
use http::HeaderMap;
use tokio::runtime::{Builder, Handle};

use crate::operations::{OPERATIONS, Operation};
use crate::server::MEDIA;
use crate::stepped::{SteppedTransport, step};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");

/// The size of the file that is uploaded: two chunks and a half.
const FILE_SIZE: usize = 640 << 10;

/// Credentials that are not available at once, and that only one call can use at a time.
#[derive(Debug, Default)]
struct SlowCredentials(tokio::sync::Mutex<()>);

impl Credentials for SlowCredentials {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async {
            let _guard = self.0.lock().await;
            step().await;
            Ok(HeaderMap::new())
        })
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("source"), vec![b'7'; FILE_SIZE]).expect("a file");
    folder
}

/// Polls a future this many times, and returns its output or drops it.
async fn poll<T>(mut future: BoxFuture<'_, T>, times: usize) -> Option<T> {
    let mut left = times;
    poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Returns the number of open files of this process, or 0 on systems that do not list them.
fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Waits until the only thread for blocking work has nothing to do.
async fn finish_blocking_work() {
    tokio::task::spawn_blocking(|| ()).await.expect("a thread");
}

/// The names of the files in a folder other than the source.
fn new_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).filter(|name| name != "source").collect()
}

/// Drops the operation after each poll; returns the number of polls of the complete operation. The
/// client sends with `wrapped`, which sends with `transport`.
async fn check(
    name: &str,
    expected: &str,
    operation: Operation,
    transport: SteppedTransport,
    wrapped: impl Transport + 'static,
) -> usize {
    let builder = ClientBuilder::<Client>::new(API).transport(wrapped);
    let client = builder.credentials(SlowCredentials::default()).build().expect("a client");
    let result = operation(client.clone(), folder().path().to_owned()).await.expect("a result");
    assert_eq!(result, expected, "{name}");
    let requests = transport.take_requests();
    finish_blocking_work().await;
    let (files, tasks) = (open_files(), Handle::current().metrics().num_alive_tasks());
    for times in 1.. {
        let folder = folder();
        let result = poll(operation(client.clone(), folder.path().to_owned()), times).await;
        finish_blocking_work().await;
        let sent = transport.take_requests();
        assert!(requests.starts_with(&sent), "{name}, {times} polls: {sent:#?}");
        let left = (transport.open(), open_files(), Handle::current().metrics().num_alive_tasks());
        assert_eq!(left, (0, files, tasks), "{name}, {times} polls");
        for file in new_files(folder.path()) {
            let content = fs::read(folder.path().join(&file)).expect("a file");
            assert_eq!((file.as_str(), &content[..]), ("object", MEDIA), "{name}, {times} polls");
        }
        let again = operation(client.clone(), folder.path().to_owned()).await.expect("a result");
        assert_eq!((again.as_str(), transport.take_requests()), (expected, requests.clone()), "{name}, {times} polls");
        if let Some(result) = result {
            assert_eq!(result.expect("a result"), expected);
            return times;
        }
    }
    unreachable!("the operation ends")
}

// A single test, because open files are those of the process.
#[test]
fn nothing_is_left_after_an_operation_is_dropped() {
    let runtime = Builder::new_current_thread().max_blocking_threads(1).enable_time().build().expect("a runtime");
    for (name, expected, operation) in OPERATIONS {
        let transport = SteppedTransport::default();
        let polls = runtime.block_on(check(name, expected, *operation, transport.clone(), transport));
        println!("{name}: dropped after each of {polls} polls");
        assert!(polls > 5, "{name}: {polls}");

        let (folder, transport) = (folder(), SteppedTransport::default());
        let recorder = Recorder::new(transport.clone(), folder.path().join("recording.json"));
        let polls = runtime.block_on(check(name, expected, *operation, transport, recorder.clone()));
        assert!(polls > 5, "{name}, recorded: {polls}");
        assert_eq!(new_files(folder.path()), [""; 0], "{name}: nothing is written before the end");
        recorder.finish().expect("a recording with canceled requests");
        assert_eq!(new_files(folder.path()), ["recording.json"], "{name}");
    }
}
