//! Replays recorded exchanges.

use std::fmt;
use std::fs;
use std::future::{pending, ready};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::error::CassetteError;
use super::scrub::Scrubber;
use super::{MAX_FILE, VERSION, describe, matching, response};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::future::BoxFuture;
use crate::testing::broken_body::broken_after;
use crate::testing::expectation::ExpectationError;
use crate::testing::next_request_id;
use crate::transport::Transport;
use crate::wire::Json;

/// A transport that replays the exchanges that a [`Recorder`](super::Recorder) has written. It
/// never uses the network.
///
/// Requests may come in another order than recorded; equal ones receive their responses in the
/// order of the recording, each once. A request that was not recorded fails, with an error that
/// says how it differs from the nearest one. Secrets, request ids and the boundaries of multipart
/// bodies are ignored. Pauses end immediately, timeouts never expire, and request ids count from 1.
#[derive(Clone)]
pub struct Replay {
    shared: Arc<Mutex<State>>,
}

struct State {
    exchanges: Vec<Exchange>,
    /// The errors of requests that were not recorded.
    unknown: Vec<String>,
    scrubber: Scrubber,
    request_ids: u64,
    /// The time of the replay: the pauses so far, since it was opened.
    now: Instant,
}

struct Exchange {
    id: String,
    request: Json,
    response: Json,
    is_used: bool,
}

impl Replay {
    /// Opens a recording.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, is larger than 256 MiB, or is not a recording.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let path = path.as_ref();
        let unreadable = |error| CassetteError::io(path, "the recording cannot be read", error);
        if fs::metadata(path).map_err(unreadable)?.len() > MAX_FILE {
            return Err(CassetteError::new(path, "the recording is larger than 256 MiB"));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let invalid = |problem: &str| CassetteError::new(path, &format!("the file is not a recording: {problem}"));
        let recording: Json = serde_json::from_slice(&bytes).map_err(|error| invalid(&error.to_string()))?;
        if recording.get("version").and_then(Json::as_u64) != Some(VERSION) {
            return Err(invalid("its version is unknown"));
        }
        let Some(exchanges) = recording.get("exchanges").and_then(Json::as_array) else {
            return Err(invalid("it has no exchanges"));
        };
        let exchanges = exchanges.iter().map(|exchange| Exchange {
            id: text(exchange, "id").to_owned(),
            request: exchange.get("request").cloned().unwrap_or_default(),
            response: exchange.get("response").cloned().unwrap_or_default(),
            is_used: false,
        });
        let (exchanges, scrubber) = (exchanges.collect(), Scrubber::for_replay());
        let state = State { exchanges, unknown: Vec::new(), scrubber, request_ids: 0, now: Instant::now() };
        Ok(Self { shared: Arc::new(Mutex::new(state)) })
    }

    /// Adds the name of a member, query parameter or form field whose values are secrets: see
    /// [`Recorder::secret`](super::Recorder::secret).
    #[must_use]
    pub fn secret(self, name: &str) -> Self {
        self.state().scrubber.add_name(name);
        self
    }

    /// Checks that every recorded exchange was replayed, and that every request was recorded.
    ///
    /// # Errors
    ///
    /// Returns an error that lists the exchanges and requests for which this is not so.
    pub fn finish(&self) -> Result<(), ExpectationError> {
        let state = self.state();
        let unused = state.exchanges.iter().enumerate().filter(|(_, exchange)| !exchange.is_used);
        let unused =
            unused.map(|(index, exchange)| format!("exchange {} of `{}` was not replayed", index + 1, exchange.id));
        ExpectationError::from_problems(unused.chain(state.unknown.iter().cloned()).collect())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the recorded response to a request.
    fn replay(
        &mut self,
        method: Option<&'static MethodDescriptor>,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Body>, TransportError> {
        let described = describe::request(method, request, &mut self.scrubber);
        let id = method.map_or("batch", MethodDescriptor::id);
        let mut nearest: Option<(usize, String)> = None;
        let mut repeated = 0;
        for (index, exchange) in self.exchanges.iter_mut().enumerate().filter(|(_, exchange)| exchange.id == id) {
            match matching::difference(&exchange.request, &described) {
                None if exchange.is_used => repeated += 1,
                None => {
                    exchange.is_used = true;
                    let response = response::restore(&exchange.response, request)?;
                    let incomplete = exchange.response.get("incomplete").cloned();
                    return Ok(response.map(|body| match incomplete {
                        Some(incomplete) => {
                            broken_after(&body, body.len(), incomplete.get("length").and_then(Json::as_u64))
                        }
                        None => Body::from(body),
                    }));
                }
                Some(difference) => {
                    let is_nearer = exchange.request.get("url") == described.get("url");
                    if nearest.is_none() || is_nearer {
                        nearest = Some((index, difference));
                    }
                }
            }
        }
        let method = request.method();
        let path = text(&described, "url");
        let problem = match nearest {
            _ if repeated > 0 => format!("it was recorded {repeated} times, and all of them were replayed"),
            Some((index, difference)) => format!("the nearest one is exchange {}, but {difference}", index + 1),
            None => format!("the recording contains no request of `{id}`"),
        };
        let message = format!("request of `{id}` was not recorded: {method} {path}: {problem}");
        self.unknown.push(message.clone());
        Err(TransportError::new(message))
    }
}

fn text<'j>(object: &'j Json, name: &str) -> &'j str {
    object.get(name).and_then(Json::as_str).unwrap_or_default()
}

impl Transport for Replay {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let method = request.extensions().get::<&'static MethodDescriptor>().copied();
            let (head, body) = request.into_parts();
            let request = http::Request::from_parts(head, body.collect().await?);
            self.state().replay(method, &request)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.state();
        state.now = state.now.checked_add(duration).unwrap_or(state.now);
        drop(state);
        Box::pin(ready(()))
    }

    /// Returns a time that passes only in pauses between attempts.
    fn now(&self) -> Instant {
        self.state().now
    }

    /// Never completes, because requests take no time in a replay.
    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }

    /// Counts, starting with `00000000-0000-4000-8000-000000000001`.
    fn request_id(&self) -> Option<String> {
        Some(next_request_id(&mut self.state().request_ids))
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("exchanges", &self.state().exchanges.len()).finish_non_exhaustive()
    }
}
