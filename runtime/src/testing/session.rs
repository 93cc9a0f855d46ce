//! Resumable sessions, from the point of view of a server.

use bytes::Bytes;
use http::header::{CONTENT_RANGE, HeaderMap, HeaderValue, LOCATION, RANGE};
use http::{Response, StatusCode, Uri};

/// A resumable session.
pub(super) struct Session {
    /// The rule that created it.
    pub(super) rule: usize,
    /// The index of the request that created it.
    pub(super) call: usize,
    media: Vec<u8>,
}

impl Session {
    pub(super) fn new(rule: usize, call: usize) -> Self {
        Self { rule, call, media: Vec::new() }
    }

    /// Adds the bytes of a chunk. Returns all media if they are complete.
    pub(super) fn receive(&mut self, headers: &HeaderMap, chunk: &[u8]) -> Option<Vec<u8>> {
        let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let (range, total) = range.strip_prefix("bytes ")?.split_once('/')?;
        if let Some(start) = range.split_once('-').and_then(|(first, _)| first.parse::<usize>().ok()) {
            // A chunk that is sent again may begin before the end of what was received.
            let known = self.media.len().checked_sub(start);
            self.media.extend_from_slice(known.and_then(|known| chunk.get(known..)).unwrap_or_default());
        }
        let total: usize = total.parse().ok()?;
        (self.media.len() >= total).then(|| std::mem::take(&mut self.media))
    }

    /// Returns the response that reports how many bytes were received.
    pub(super) fn progress(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
        let range = self.media.len().checked_sub(1).map(|last| format!("bytes=0-{last}"));
        if let Some(range) = range.and_then(|range| HeaderValue::try_from(range).ok()) {
            response.headers_mut().insert(RANGE, range);
        }
        response
    }
}

/// Returns the URL of a session that a request to `url` creates.
pub(super) fn session_url(url: &Uri, number: usize) -> String {
    let text = url.to_string();
    let base = text.split_once('?').map_or(text.as_str(), |(base, _)| base);
    format!("{base}?uploadType=resumable&upload_id={number}")
}

/// Returns the response to the request that creates a session.
pub(super) fn created(url: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    if let Ok(url) = HeaderValue::try_from(url) {
        response.headers_mut().insert(LOCATION, url);
    }
    response
}
