//! Records the exchanges of a transport.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde_json::json;

use super::error::CassetteError;
use super::scrub::Scrubber;
use super::{MAX_BODY, VERSION, describe};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::temporary_file::TemporaryFile;
use crate::transport::Transport;
use crate::wire::Json;

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
/// occurs again. Binary bodies with a known secret are left out. Whatever else is a secret has to be
/// named: see [`secret`](Self::secret). Review the file before you commit it.
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

#[derive(Default)]
struct Recording {
    scrubber: Scrubber,
    exchanges: Vec<Exchange>,
}

/// A request and what was received for it.
struct Exchange {
    method: Option<&'static MethodDescriptor>,
    request: http::Request<Vec<u8>>,
    outcome: Outcome,
    /// Set once the body of the response has ended.
    is_complete: bool,
    is_too_large: bool,
    /// The declared length of the response's body.
    length: Option<u64>,
}

enum Outcome {
    Pending,
    Response(http::Response<Vec<u8>>),
    Error { message: String, timeout: bool, transient: bool },
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
        self.recording().scrubber.add_name(name);
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
        if let Some(index) = recording.exchanges.iter().position(|exchange| exchange.is_too_large) {
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

fn lock(recording: &Mutex<Recording>) -> MutexGuard<'_, Recording> {
    recording.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recording {
    /// Returns the content of the file.
    fn describe(&mut self) -> Json {
        let Self { scrubber, exchanges } = self;
        let mut describe = || exchanges.iter().map(|exchange| exchange.describe(scrubber)).collect::<Json>();
        // A secret of a later exchange may occur in an earlier one.
        let _ = describe();
        let mut exchanges = describe();
        scrubber.everywhere(&mut exchanges);
        json!({"version": VERSION, "exchanges": exchanges})
    }

    fn exchange(&mut self, index: usize) -> Option<&mut Exchange> {
        self.exchanges.get_mut(index)
    }
}

impl Exchange {
    fn new(method: Option<&'static MethodDescriptor>, request: http::Request<Vec<u8>>) -> Self {
        Self { method, request, outcome: Outcome::Pending, is_complete: false, is_too_large: false, length: None }
    }

    fn describe(&self, scrubber: &mut Scrubber) -> Json {
        let mut response = match &self.outcome {
            Outcome::Pending => json!({"error": {"message": "the request was canceled", "transient": true}}),
            Outcome::Response(response) => describe::response(self.method, self.request.uri(), response, scrubber),
            Outcome::Error { message, timeout, transient } => {
                json!({"error": {"message": scrubber.text(message), "timeout": timeout, "transient": transient}})
            }
        };
        if !self.is_complete && matches!(self.outcome, Outcome::Response(_)) {
            insert(&mut response, "incomplete", json!({"length": self.length}));
        }
        let id = self.method.map_or("batch", MethodDescriptor::id);
        let request = describe::request(self.method, &self.request, scrubber);
        json!({"id": id, "request": request, "response": response})
    }
}

fn insert(object: &mut Json, name: &str, value: Json) {
    if let Json::Object(members) = object {
        members.insert(name.to_owned(), value);
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
            let index = {
                let mut recording = self.recording();
                recording.exchanges.push(Exchange::new(method, recorded));
                recording.exchanges.len() - 1
            };
            let result = self.transport.send(http::Request::from_parts(head, Body::from(bytes))).await;
            let mut recording = self.recording();
            let Some(exchange) = recording.exchange(index) else { return result };
            match &result {
                Ok(response) => {
                    let mut recorded = http::Response::new(Vec::new());
                    *recorded.status_mut() = response.status();
                    *recorded.headers_mut() = response.headers().clone();
                    exchange.outcome = Outcome::Response(recorded);
                    exchange.length = response.body().length();
                }
                Err(error) => {
                    let (timeout, transient) = (error.is_timeout(), error.is_transient());
                    exchange.outcome = Outcome::Error { message: error.to_string(), timeout, transient };
                }
            }
            drop(recording);
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

    fn request_id(&self) -> Option<String> {
        self.transport.request_id()
    }
}

/// The body of a response, which is recorded while it is read.
struct RecordedBody {
    body: Body,
    recording: Arc<Mutex<Recording>>,
    index: usize,
    limit: u64,
}

impl Stream for RecordedBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.body).poll_next(context));
        let mut recording = lock(&self.recording);
        if let Some(exchange) = recording.exchange(self.index)
            && let Outcome::Response(response) = &mut exchange.outcome
        {
            match &item {
                None => exchange.is_complete = true,
                Some(Ok(bytes)) if (response.body().len() + bytes.len()) as u64 > self.limit => {
                    exchange.is_too_large = true;
                    response.body_mut().clear();
                }
                Some(Ok(bytes)) if !exchange.is_too_large => response.body_mut().extend_from_slice(bytes),
                Some(_) => {}
            }
            // A reader that knows the length does not ask for the end.
            exchange.is_complete |= self.body.length() == Some(0);
        }
        drop(recording);
        Poll::Ready(item)
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
        let exchanges = lock(&self.recording).exchanges.len();
        f.debug_struct("Recorder")
            .field("transport", &self.transport)
            .field("exchanges", &exchanges)
            .finish_non_exhaustive()
    }
}
