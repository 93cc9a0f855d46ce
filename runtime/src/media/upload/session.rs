//! The requests of a resumable session.

use bytes::Bytes;
use http::header::{
    CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_UNMODIFIED_SINCE, LOCATION, RANGE,
};
use http::{StatusCode, Uri};

use crate::body::Body;
use crate::error::{BuildError, MediaError, Result};
use crate::execute::{Executor, FirstByte, SuccessStatus};
use crate::media::checksum::HASH;
use crate::printable::Printable;
use crate::request::UntypedCall;

/// A resumable session: a URL that accepts media in chunks and reports which bytes it has.
pub(super) struct ResumableSession {
    executor: Executor,
    url: Uri,
    headers: HeaderMap,
    content_type: HeaderValue,
}

/// The state of the upload that a session reports.
pub(super) enum Progress {
    /// The server has this many bytes and expects more.
    Received(u64),
    Complete(http::Response<Vec<u8>>),
}

impl ResumableSession {
    /// Creates a session for media of this type and length. Returns the URL of the session.
    pub(super) async fn create(
        executor: &Executor,
        call: &UntypedCall,
        path: &str,
        content_type: &HeaderValue,
        length: Option<u64>,
    ) -> Result<String> {
        let mut request = call.request_as(path, "resumable", call.encoded_body())?;
        let headers = request.headers_mut();
        headers.insert("x-upload-content-type", content_type.clone());
        if let Some(length) = length {
            headers.insert("x-upload-content-length", HeaderValue::from(length));
        }
        // Creating a session is always retried: an unused session does no harm.
        let response = executor.clone().with_idempotent(true).send(&request).await?;
        let url = response.headers().get(LOCATION).and_then(|url| url.to_str().ok());
        let url = url.ok_or_else(|| MediaError::new("the server created a resumable session without a `Location`"))?;
        Ok(url.to_owned())
    }

    /// Returns the session at this URL. `headers` are those that the caller set on the call.
    pub(super) fn open(
        executor: &Executor,
        mut headers: HeaderMap,
        url: &str,
        content_type: &HeaderValue,
    ) -> Result<Self> {
        let invalid = |why: &str| BuildError::new(format!("the URL of the resumable session {why}"));
        let url: Uri = url.parse().map_err(|_| invalid("is not a URL"))?;
        if !executor.may_send_media_to(&url) {
            let why = "must be `https`, unless it and the client's endpoint are on this machine";
            // Without a scheme, the text may be anything, also a secret.
            let host =
                url.host().filter(|_| url.scheme().is_some()).map(|host| format!(": host `{}`", Printable(host)));
            return Err(invalid(&format!("{why}{}", host.unwrap_or_default())).into());
        }
        let executor = executor
            .clone()
            .with_idempotent(true)
            .with_success(SuccessStatus::OkOrResumeIncomplete)
            .with_first_byte(FirstByte::Unlimited);
        // The URL authorizes the upload on its own. Another origin must not receive tokens or
        // the caller's headers.
        let executor = if executor.is_own_origin(&url) {
            // Preconditions apply to the request that creates the session.
            for condition in [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE] {
                headers.remove(condition);
            }
            for (name, value) in executor.client_headers() {
                headers.entry(name).or_insert_with(|| value.clone());
            }
            executor
        } else {
            headers.clear();
            executor.for_other_origin(&url)
        };
        Ok(Self { executor, url, headers, content_type: content_type.clone() })
    }

    pub(super) fn executor(&self) -> &Executor {
        &self.executor
    }

    /// Sends a chunk that begins at `start`. `total` is the length of the media, once it is known,
    /// and `hash` the header with their checksum, for the last chunk.
    pub(super) async fn send_chunk(
        &self,
        start: u64,
        chunk: Bytes,
        total: Option<u64>,
        hash: Option<HeaderValue>,
    ) -> Result<Progress> {
        let range = match (chunk.len() as u64).checked_sub(1) {
            Some(length) => format!("{start}-{}", start.saturating_add(length)),
            None => "*".to_owned(),
        };
        self.put(format!("bytes {range}/{}", total_or_unknown(total)), chunk, hash).await
    }

    /// Asks the server how many bytes it has. If those are all, this completes the upload.
    pub(super) async fn query_progress(&self, total: Option<u64>) -> Result<Progress> {
        self.put(format!("bytes */{}", total_or_unknown(total)), Bytes::new(), None).await
    }

    async fn put(&self, content_range: String, chunk: Bytes, hash: Option<HeaderValue>) -> Result<Progress> {
        let invalid = |error: http::Error| BuildError::new(error.to_string());
        let content_range = HeaderValue::try_from(content_range).map_err(|error| invalid(error.into()))?;
        let mut request = http::Request::put(self.url.clone()).body(()).map_err(invalid)?;
        let headers = request.headers_mut();
        headers.extend(self.headers.clone());
        headers.extend(hash.map(|hash| (HeaderName::from_static(HASH), hash)));
        headers.insert(CONTENT_RANGE, content_range);
        headers.insert(CONTENT_TYPE, self.content_type.clone());
        headers.insert(CONTENT_LENGTH, HeaderValue::from(chunk.len()));
        let response = self.executor.send_once(request.map(|()| Body::from(chunk))).await;
        let response = response.map_err(|error| match error.status() {
            Some(StatusCode::NOT_FOUND | StatusCode::GONE) => MediaError::session_gone(&error).into(),
            _ => error,
        })?;
        Ok(match response.status() {
            StatusCode::PERMANENT_REDIRECT => Progress::Received(received_bytes(response.headers())?),
            _ => Progress::Complete(response),
        })
    }
}

fn total_or_unknown(total: Option<u64>) -> String {
    total.map_or_else(|| "*".to_owned(), |total| total.to_string())
}

/// Parses the header `Range`: `bytes=0-42` are 43 bytes. Without the header, the server has no
/// bytes.
fn received_bytes(headers: &HeaderMap) -> Result<u64, MediaError> {
    let Some(range) = headers.get(RANGE) else { return Ok(0) };
    let text = String::from_utf8_lossy(range.as_bytes());
    count(text.trim())
        .ok_or_else(|| MediaError::new(format!("the server reported the bytes that it has as {:?}", Printable(&text))))
}

/// Returns the number of bytes in a range that begins at 0.
fn count(range: &str) -> Option<u64> {
    let range = range.strip_prefix("bytes").map_or(range, |rest| rest.trim_start_matches(['=', ' ']));
    let last = range.strip_prefix("0-")?;
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| last.parse::<u64>().ok()?.checked_add(1))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(range: &'static str) -> Option<u64> {
        received_bytes(&HeaderMap::from_iter([(RANGE, HeaderValue::from_static(range))])).ok()
    }

    #[test]
    fn counts_received_bytes() {
        for (range, received) in
            [("bytes=0-42", 43), ("bytes 0-0", 1), ("0-9", 10), ("bytes=0-18446744073709551614", u64::MAX)]
        {
            assert_eq!(parse(range), Some(received), "{range}");
        }
        assert_eq!(received_bytes(&HeaderMap::new()).ok(), Some(0));
    }

    #[test]
    fn rejects_malformed_ranges() {
        for range in ["nonsense", "", "bytes=0-", "bytes=-5", "bytes=0-+5", "bytes=5-9", "bytes=0-18446744073709551615"]
        {
            assert_eq!(parse(range), None, "{range}");
        }
    }
}
