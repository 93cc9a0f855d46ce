//! Replies of a transport for tests.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LOCATION, RANGE};
use http::{Response, StatusCode};

use super::failure::Failure;
use super::received::ReceivedCall;
use crate::error::TransportError;
use crate::request::{http_body, in_data_wrapper};
use crate::wire::{Json, Map, Wire, decode, encode};

/// The reply of a [`MemoryTransport`](crate::MemoryTransport) to a request.
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::testing::Reply;
/// use discovery_runtime::{Json, TransportError};
///
/// let slow = Reply::message(&Json::from("milk")).after(Duration::from_secs(90));
/// let missing = Reply::api_error(404, "NOT_FOUND", "note not found");
/// let broken = Reply::error(TransportError::transient("connection reset"));
/// let media = Reply::media("0123456789").break_after(4);
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    content: Content,
    headers: HeaderMap,
    delay: Duration,
    break_after: Option<usize>,
}

#[derive(Clone, Debug)]
enum Content {
    /// A message, in JSON.
    Message(Bytes),
    /// Messages of one response, in JSON.
    Messages(Vec<Bytes>),
    Media(Bytes),
    Http(Response<Bytes>),
    Error(Failure),
    Proceed,
}

impl Reply {
    fn new(content: Content) -> Self {
        Self { content, headers: HeaderMap::new(), delay: Duration::ZERO, break_after: None }
    }

    /// Creates a successful response with a message.
    #[must_use]
    pub fn message(message: &dyn Wire) -> Self {
        Self::new(Content::Message(encode(message).into()))
    }

    /// Creates a successful response of several messages, for
    /// [`ResponseStream`](crate::streaming::ResponseStream): an array, or server-sent events if the
    /// request asks for them.
    #[must_use]
    pub fn messages<'m, T: Wire + 'm>(messages: impl IntoIterator<Item = &'m T>) -> Self {
        Self::new(Content::Messages(messages.into_iter().map(|message| encode(message).into()).collect()))
    }

    /// Creates the response to a download. A request for a range receives the bytes of the range.
    #[must_use]
    pub fn media(media: impl Into<Bytes>) -> Self {
        Self::new(Content::Media(media.into()))
    }

    /// Creates a response with this status and an empty body. An invalid status is replaced with
    /// 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::http(with_status(status, Bytes::new()))
    }

    /// Creates an error response with the body that Google's APIs send, e.g. `404`, `NOT_FOUND` and
    /// a message.
    #[must_use]
    pub fn api_error(code: u16, status: &str, message: &str) -> Self {
        let error = serde_json::json!({"error": {"code": code, "message": message, "status": status}});
        let mut reply = Self::status(code);
        if let Content::Http(response) = &mut reply.content {
            *response.body_mut() = error.to_string().into();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        reply
    }

    /// Creates a reply from an HTTP response.
    #[must_use]
    pub fn http(response: Response<Bytes>) -> Self {
        Self::new(Content::Http(response))
    }

    /// Creates an error that is returned instead of a response, e.g. of a lost connection.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "the error is the reply")]
    pub fn error(error: TransportError) -> Self {
        Self::new(Content::Error(Failure::of(&error)))
    }

    /// Creates the reply with which a resumable upload proceeds: its session is created, or a chunk
    /// accepted. Followed by another reply, it chooses the request that fails.
    #[must_use]
    pub fn proceed() -> Self {
        Self::new(Content::Proceed)
    }

    /// Sets a header of the response. An invalid name or value is ignored.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Lets this much virtual time pass before the reply, so that timeouts expire without waiting.
    /// With [`Duration::MAX`], there is never a reply.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Breaks the connection after this many bytes of the body.
    #[must_use]
    pub fn break_after(mut self, bytes: usize) -> Self {
        self.break_after = Some(bytes);
        self
    }

    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    pub(super) fn breaks_after(&self) -> Option<usize> {
        self.break_after
    }

    /// Returns `true` if the reply lets a resumable upload proceed.
    pub(super) fn is_proceed(&self) -> bool {
        matches!(self.content, Content::Proceed)
    }

    /// Returns `true` if the reply is for any request of a resumable upload, and not only for the
    /// last one: a failure, or the URL of a session.
    pub(super) fn is_for_any_request(&self) -> bool {
        match &self.content {
            Content::Http(response) => !response.status().is_success() || response.headers().contains_key(LOCATION),
            Content::Error(_) => true,
            Content::Message(_) | Content::Messages(_) | Content::Media(_) | Content::Proceed => false,
        }
    }

    /// Returns the response to a request.
    pub(super) fn into_response(self, call: &ReceivedCall) -> Result<Response<Bytes>, TransportError> {
        let mut response = match self.content {
            Content::Message(message) => message_response(message, call),
            Content::Messages(messages) => messages_response(&messages, call),
            Content::Media(media) => media_response(&media, call.http.headers()),
            Content::Http(response) => response,
            Content::Error(failure) => return Err(failure.into_error()),
            Content::Proceed => {
                let message = "`Reply::proceed` is a reply to requests of resumable uploads only";
                return Err(TransportError::new(message));
            }
        };
        response.headers_mut().extend(self.headers);
        Ok(response)
    }
}

/// Returns a response with this status, or 500 if it is invalid.
pub(super) fn with_status(status: u16, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Returns a successful response with this content type, which is left out if it is invalid.
pub(super) fn with_type(body: Bytes, content_type: &str) -> Response<Bytes> {
    let mut response = Response::new(body);
    if let Ok(content_type) = HeaderValue::try_from(content_type) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

fn message_response(message: Bytes, call: &ReceivedCall) -> Response<Bytes> {
    if call.method.has_raw_response() {
        // The message describes the body.
        let members: Map<Json> = decode(&message).unwrap_or_default();
        let content_type = members.get(http_body::CONTENT_TYPE).and_then(Json::as_str).unwrap_or_default();
        let data = members.get(http_body::DATA).map(Json::to_string).unwrap_or_default();
        let data: Vec<u8> = decode(data.as_bytes()).unwrap_or_default();
        return with_type(data.into(), content_type);
    }
    let message = if call.has_data_wrapper { in_data_wrapper(&message) } else { message };
    with_type(message, "application/json")
}

fn messages_response(messages: &[Bytes], call: &ReceivedCall) -> Response<Bytes> {
    if call.values("alt").iter().any(|alt| alt == "sse") {
        let events: Vec<u8> = messages.iter().flat_map(|message| [b"data: ", &message[..], b"\n\n"].concat()).collect();
        return with_type(events.into(), "text/event-stream");
    }
    with_type([b"[", &messages.join(&b","[..])[..], b"]"].concat().into(), "application/json")
}

/// Returns the bytes of the requested range, or all of them without one.
fn media_response(media: &Bytes, request: &HeaderMap) -> Response<Bytes> {
    let (range, total) = (request.get(RANGE).and_then(|range| range.to_str().ok()), media.len());
    let bounds = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let bounds = bounds.and_then(|(first, last)| {
        let last = if last.is_empty() { usize::MAX } else { last.parse().ok()? };
        Some((first.parse::<usize>().ok()?, last.min(total.wrapping_sub(1))))
    });
    let mut response = match bounds {
        None => with_type(media.clone(), "application/octet-stream"),
        Some((first, last)) if first < total && first <= last => {
            let mut response = with_type(media.slice(first..=last), "application/octet-stream");
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            if let Ok(range) = HeaderValue::try_from(format!("bytes {first}-{last}/{total}")) {
                response.headers_mut().insert(CONTENT_RANGE, range);
            }
            response
        }
        Some(_) => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            response
        }
    };
    // An interrupted download continues only if the version of the media is known.
    response.headers_mut().insert(ETAG, HeaderValue::from_static("\"1\""));
    response
}
