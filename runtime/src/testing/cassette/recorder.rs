//! Records the exchanges of a transport.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::MAX_BODY;
use super::error::CassetteError;
use super::recorded_body::RecordedBody;
use super::recording::{Recording, lock};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::temporary_file::TemporaryFile;
use crate::transport::Transport;

/// A transport that records what another one sends and receives, in a file for
/// [`Replay`](super::Replay).
///
/// [`finish`](Self::finish) writes the file; a test that fails before leaves an existing file
/// unchanged. Each attempt is a separate exchange, so that a replay repeats the retries, without
/// their pauses.
///
/// # Secrets
///
/// Credentials, cookies and other headers that neither a client nor a server needs are not written.
/// In URLs, bodies and the other headers, a placeholder replaces secrets: API keys, the ids of
/// resumable sessions, signatures of URLs, and members such as `accessToken`, `clientSecret`,
/// `password` and `privateKey`, texts with the form of such a secret, and each of these wherever it
/// occurs again. Binary bodies with a known secret are left out. Whatever else is a secret has to
/// be named: see [`secret`](Self::secret). Review the file before you commit it.
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::testing::{Recorder, Replay};
/// use discovery_runtime::{Client, ClientBuilder, HyperTransport};
/// # use discovery_runtime::ApiDescriptor;
/// # const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// // Once, with credentials:
/// let recorder = Recorder::new(HyperTransport::new()?, "tests/notes.json");
/// let client = ClientBuilder::<Client>::new(API).transport(recorder.clone()).build()?;
/// // … calls …
/// recorder.finish()?;
///
/// // In each test:
/// let replay = Replay::open("tests/notes.json")?;
/// let client = ClientBuilder::<Client>::new(API).transport(replay.clone()).build()?;
/// // … the same calls …
/// replay.finish()?;
/// # Ok(())
/// # }
/// ```
pub struct Recorder<T> {
    transport: Arc<T>,
    path: Arc<Path>,
    max_body: u64,
    recording: Arc<Mutex<Recording>>,
}

impl<T: Transport> Recorder<T> {
    /// Creates a transport that sends with `transport` and records for the file at `path`.
    #[must_use]
    pub fn new(transport: T, path: impl Into<PathBuf>) -> Self {
        let (transport, path) = (Arc::new(transport), path.into().into());
        Self { transport, path, max_body: MAX_BODY, recording: Arc::default() }
    }

    /// Adds the name of a member, query parameter or form field whose values are secrets, e.g.
    /// `data` for the payloads of Secret Manager.
    #[must_use]
    pub fn secret(self, name: &str) -> Self {
        self.recording().add_secret(name);
        self
    }

    /// Sets the largest body that is recorded, in bytes. The default is 16 MiB. A larger request is
    /// not sent; a larger response is received, but [`finish`](Self::finish) reports it.
    #[must_use]
    pub fn max_body_size(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Writes the exchanges so far to the file, which is replaced at once.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written, or if a response is too large for it. The
    /// file is unchanged then.
    pub fn finish(&self) -> Result<(), CassetteError> {
        let mut recording = self.recording();
        if let Some(index) = recording.too_large() {
            let limit = self.max_body;
            let problem = format!("the response of exchange {} exceeds the limit of {limit} bytes", index + 1);
            return Err(CassetteError::new(&self.path, &problem));
        }
        let mut text = serde_json::to_vec_pretty(&recording.describe()).unwrap_or_default();
        text.push(b'\n');
        let write = || {
            let (temporary, mut file) = TemporaryFile::create(&self.path)?;
            file.write_all(&text)?;
            temporary.persist(file)
        };
        write().map_err(|error| CassetteError::io(&self.path, "the recording cannot be written", error))
    }

    fn recording(&self) -> MutexGuard<'_, Recording> {
        lock(&self.recording)
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let method = request.extensions().get::<&'static MethodDescriptor>().copied();
            let (head, mut body) = request.into_parts();
            let mut bytes = Vec::new();
            if !body.read_to_limit(&mut bytes, self.max_body).await? {
                let message = format!("request body exceeds the limit of the recorder, {} bytes", self.max_body);
                return Err(TransportError::new(message));
            }
            let bytes = Bytes::from(bytes);
            let recorded = http::Request::from_parts(head.clone(), bytes.to_vec());
            let index = self.recording().add(method, recorded);
            let result = self.transport.send(http::Request::from_parts(head, Body::from(bytes))).await;
            self.recording().set_outcome(index, result.as_ref());
            let (recording, limit) = (Arc::clone(&self.recording), self.max_body);
            result.map(|response| {
                response.map(|body| {
                    let length = body.length();
                    Body::stream(RecordedBody { body, recording, index, limit }, length)
                })
            })
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.transport.alarm(after)
    }

    fn now(&self) -> Instant {
        self.transport.now()
    }

    fn request_id(&self) -> Option<String> {
        self.transport.request_id()
    }
}

impl<T> Clone for Recorder<T> {
    fn clone(&self) -> Self {
        let (transport, path) = (Arc::clone(&self.transport), Arc::clone(&self.path));
        Self { transport, path, max_body: self.max_body, recording: Arc::clone(&self.recording) }
    }
}

impl<T: fmt::Debug> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges = lock(&self.recording).len();
        f.debug_struct("Recorder")
            .field("transport", &self.transport)
            .field("exchanges", &exchanges)
            .finish_non_exhaustive()
    }
}
