//! Media that are read from files and written to files.

use std::fs;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use discovery_runtime::{Body, Result};

use super::scripted::{ScriptedTransport, response};
use super::server::FaultyServer;
use super::{UPLOAD, get, insert};

/// Returns a transport whose every response has the body `new`.
fn transport() -> ScriptedTransport {
    ScriptedTransport::new(|_, _| response(200, &[], "new"))
}

async fn download(transport: &ScriptedTransport, path: impl AsRef<Path>) -> Result<u64> {
    get(&transport.client()).download().to_file(path).await
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn uploads_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    std::fs::write(&path, vec![7; 100_000]).unwrap();
    let body = Body::file(&path).await.unwrap();
    assert_eq!(body.length(), Some(100_000));
    let server = FaultyServer::new(3, 0);
    insert(&server.client()).upload(UPLOAD, body).send().await.unwrap();
    assert_eq!(server.object(), vec![7; 100_000]);
    let error = Body::file(folder.path().join("none")).await.unwrap_err().to_string();
    assert!(error.contains("none cannot be read"), "{error}");
}

#[tokio::test]
async fn ignores_bytes_appended_to_a_file_after_opening() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    std::fs::write(&path, "0123456789").unwrap();
    let body = Body::file(&path).await.unwrap();
    std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"ABC").unwrap();
    let transport = ScriptedTransport::new(|_, _| response(200, &[], "{}"));
    insert(&transport.client()).upload(UPLOAD, body).resumable(false).send().await.unwrap();
    let sent = String::from_utf8(transport.take_requests().remove(0).into_body()).unwrap();
    assert!(sent.contains("\r\n\r\n0123456789\r\n--"), "{sent}");
}

#[tokio::test]
async fn failed_download_leaves_file_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    let server = FaultyServer::new(3, 0);
    server.set_object(vec![7; 100_000]);
    assert_eq!(get(&server.client()).download().to_file(&path).await.unwrap(), 100_000);
    assert_eq!(std::fs::read(&path).unwrap(), vec![7; 100_000]);
    let transport = ScriptedTransport::new(|_, _| response(200, &[("x-goog-hash", "crc32c=AAAAAA==")], "x"));
    get(&transport.client()).download().to_file(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap().len(), 100_000);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn download_keeps_the_permissions_of_an_existing_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    for mode in [0o600, 0o640, 0o664] {
        fs::write(&path, "old content").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(download(&transport(), &path).await.unwrap(), 3);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn download_replaces_the_target_of_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (link, other) = (folder.path().join("link"), tempfile::tempdir().unwrap());
    let target = other.path().join("target");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    for _ in ["missing", "existing"] {
        download(&transport(), &link).await.unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!((names(folder.path()), names(other.path())), (vec!["link".to_owned()], vec!["target".to_owned()]));
        fs::write(&target, "old").unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn download_to_something_else_than_a_file_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (pipe, link, endless) = (folder.path().join("pipe"), folder.path().join("link"), folder.path().join("endless"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    std::os::unix::fs::symlink(&endless, &endless).unwrap();
    let inside = |name: &str| folder.path().join(name);
    for (path, problem) in [
        (folder.path().to_owned(), "it is a folder"),
        (inside("new/"), "the path is that of a folder"),
        (inside(".."), "the path is that of a folder"),
        (pipe, "it is not a regular file"),
        (link, "it is not a regular file"),
        ("/dev/null".into(), "it is not a regular file"),
        (endless, ""),
        (inside("none/object"), ""),
    ] {
        let transport = transport();
        let error = download(&transport, &path).await.unwrap_err().to_string();
        assert!(error.contains("cannot be written: ") && error.contains(problem), "{error}");
        assert!(transport.take_requests().is_empty(), "{}", path.display());
    }
    assert_eq!(names(folder.path()).len(), 3);
}

#[tokio::test]
async fn download_accepts_a_name_of_the_maximum_length() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x".repeat(255));
    download(&transport(), &path).await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

/// The only thread for blocking work does one thing after the other. If it is quick, the first poll
/// reaches the end of the download, which is then completed.
#[test]
fn download_that_is_dropped_at_once_leaves_no_temporary_file() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        for _ in 0..20 {
            let mut download = Box::pin(download_to(folder.path()));
            assert!(download.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            drop(download);
            tokio::task::spawn_blocking(|| ()).await.unwrap();
            assert!(names(folder.path()).iter().all(|name| name == "object"), "{:?}", names(folder.path()));
        }
    });
}

async fn download_to(folder: &Path) {
    let _ = download(&transport(), folder.join("object")).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn uploads_a_file_of_unknown_length_completely() {
    let media = Body::file("/proc/self/mountinfo").await.unwrap();
    assert_eq!(media.length(), None);
    let server = FaultyServer::new(3, 0);
    insert(&server.client()).upload(UPLOAD, media).send().await.unwrap();
    assert_eq!(String::from_utf8(server.object()), String::from_utf8(fs::read("/proc/self/mountinfo").unwrap()));
    assert!(!server.object().is_empty());
}

#[tokio::test]
async fn an_empty_file_has_length_zero() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let media = Body::file(file.path()).await.unwrap();
    assert_eq!((media.length(), media.collect().await.unwrap()), (Some(0), vec![]));
}

#[tokio::test]
async fn a_folder_cannot_be_uploaded() {
    let folder = tempfile::tempdir().unwrap();
    let error = Body::file(folder.path()).await.unwrap_err().to_string();
    assert!(error.contains("cannot be read: "), "{error}");
}

#[test]
fn files_outside_of_a_runtime_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    let poll = |future: &mut dyn FnMut(&mut Context<'_>) -> Poll<String>| match future(&mut Context::from_waker(
        Waker::noop(),
    )) {
        Poll::Ready(error) => assert!(error.contains("only available in a tokio runtime"), "{error}"),
        Poll::Pending => panic!("pending"),
    };
    let client = transport().client();
    let mut to_file = pin!(get(&client).download().to_file(&path));
    poll(&mut |context| to_file.as_mut().poll(context).map(|result| result.unwrap_err().to_string()));
    let mut body = pin!(Body::file(&path));
    poll(&mut |context| body.as_mut().poll(context).map(|result| result.unwrap_err().to_string()));
}
