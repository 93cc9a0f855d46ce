//! The stream of downloaded bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::content::Content;
use super::range::ByteRange;
use super::redirect;
use super::version::MediaVersion;
use crate::body::Body;
use crate::error::{Error, MediaError, Result, TransportError};
use crate::execute::Executor;
use crate::future::BoxFuture;
use crate::media::checksum::Checksum;
use crate::media::progress::Progress;
use crate::retry::RetryTracker;

/// The media of a response: a [`Stream`] of bytes. [`next`](Self::next) is for callers that do not
/// use the trait.
///
/// If the connection is lost, the stream requests the remaining bytes, provided that the
/// [`RetryPolicy`](crate::RetryPolicy) of the call allows it and that the server identifies the
/// version of the media by a strong `ETag` or a generation. If the server sends all bytes again,
/// those that have been received are skipped. Attempts count from the last byte received, and time
/// from the first failure after which 64 KiB have not arrived yet. See
/// [`RetryBudget`](crate::RetryBudget) for when such a request is a retry.
///
/// If the server sends a checksum, it is verified after the last byte. A stream that ends without
/// an error is complete.
#[must_use = "streams do nothing unless polled"]
pub struct Media {
    executor: Executor,
    request: http::Request<Bytes>,
    range: ByteRange,
    headers: HeaderMap,
    received: u64,
    /// The number of bytes of the complete stream.
    length: Option<u64>,
    /// The length of the media, of which the stream may be a part.
    total: Option<u64>,
    checksum: Option<Checksum>,
    state: State,
    retries: RetryTracker,
    progress: Progress,
}

enum State {
    Open {
        body: Body,
        /// The number of bytes to discard before the next one that is expected.
        skip: u64,
        /// The number of missing bytes of a response that is a part of the media.
        part: Option<u64>,
    },
    Reopening(BoxFuture<'static, Result<(http::Response<Body>, RetryTracker)>>),
    Done,
}

impl Media {
    pub(super) fn new(
        executor: Executor,
        request: http::Request<Bytes>,
        range: ByteRange,
        headers: HeaderMap,
        body: Body,
        content: Content,
    ) -> Self {
        // The checksum covers the whole media, so it cannot verify a range.
        let is_all = content.is_whole() && range.start == 0 && range.end.is_none();
        let skip = if content.is_whole() { range.start } else { 0 };
        Self {
            executor,
            request,
            range,
            received: 0,
            length: content.length_of(range),
            total: content.total,
            checksum: if is_all { Checksum::of_response(&headers) } else { None },
            headers,
            state: State::Open { body, skip, part: content.part_length() },
            retries: RetryTracker::for_transfer(),
            progress: Progress::default(),
        }
    }

    /// Returns a stream of a slice, i.e. another part of the media whose first response had these
    /// headers. `None` if the server does not identify the version of the media.
    #[cfg(feature = "tokio")]
    pub(super) fn of_slice(
        executor: &Executor,
        request: &http::Request<Bytes>,
        slice: ByteRange,
        headers: &HeaderMap,
        total: u64,
    ) -> Result<Option<Self>> {
        let mut media = Self {
            executor: executor.concurrent(),
            request: request.clone(),
            range: slice,
            headers: headers.clone(),
            received: 0,
            length: slice.length(),
            total: Some(total),
            checksum: None,
            state: State::Done,
            retries: RetryTracker::for_transfer(),
            progress: Progress::default(),
        };
        let Some(request) = media.request_for_rest()? else { return Ok(None) };
        let executor = media.executor.clone();
        media.state = State::Reopening(Box::pin(async move {
            Ok((redirect::open(&executor, request).await?, RetryTracker::for_transfer()))
        }));
        Ok(Some(media))
    }

    /// Sets where the bytes of the stream are counted, with those of other slices if there are any.
    pub(super) fn set_progress(&mut self, progress: &Progress) {
        self.progress = progress.clone();
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the number of bytes in the complete stream, if the server sent it.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the next bytes, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the number of bytes that are still expected, at most, or `None` if it is not known.
    fn missing(&self) -> Option<u64> {
        // A server without support for ranges sends all bytes; those after the range are discarded.
        let length = self.length.or(self.range.length())?;
        Some(length.saturating_sub(self.received))
    }

    /// Counts bytes from the body, without those after the last one that is expected.
    fn receive(&mut self, mut bytes: Bytes) -> Result<Bytes> {
        let size = bytes.len() as u64;
        if let State::Open { part: Some(part), .. } = &mut self.state {
            let excess = || MediaError::new("the response has more bytes than its `Content-Range`");
            *part = part.checked_sub(size).ok_or_else(excess)?;
        }
        if let State::Open { skip, .. } = &mut self.state {
            let skipped = bytes.len().min(usize::try_from(*skip).unwrap_or(usize::MAX));
            *skip = skip.saturating_sub(skipped as u64);
            bytes.advance(skipped);
        }
        if let Some(missing) = self.missing() {
            bytes.truncate(usize::try_from(missing).unwrap_or(usize::MAX));
        }
        if !bytes.is_empty() {
            self.received = self.received.saturating_add(bytes.len() as u64);
            self.retries.make_progress(bytes.len() as u64);
            self.progress.advance(bytes.len() as u64);
        }
        if let Some(checksum) = &mut self.checksum {
            checksum.update(&bytes);
        }
        Ok(bytes)
    }

    fn finish(&mut self) -> Option<Result<Bytes>> {
        self.state = State::Done;
        let mismatch = self.checksum.take()?.verify().err()?;
        self.fail(mismatch.into())
    }

    fn fail(&mut self, error: Error) -> Option<Result<Bytes>> {
        self.state = State::Done;
        Some(Err(self.executor.with_context(error)))
    }

    /// Requests the remaining bytes after a delay. Returns the error if the server does not
    /// identify the version of the media.
    fn reopen(&mut self, error: Error) -> Result<()> {
        let Some(request) = self.request_for_rest()? else { return Err(error) };
        let executor = self.executor.clone();
        let mut retries = std::mem::take(&mut self.retries);
        self.state = State::Reopening(Box::pin(async move {
            executor.wait_after(error, &mut retries).await?;
            Ok((redirect::open(&executor, request).await?, retries))
        }));
        Ok(())
    }

    /// Returns the request for the remaining bytes of the same version, or `None` if the server does
    /// not identify it.
    fn request_for_rest(&self) -> Result<Option<http::Request<Bytes>>> {
        let version = MediaVersion::of_response(&self.headers);
        let (Some(version), Some(rest)) = (version, self.rest()) else { return Ok(None) };
        let mut request = self.request.clone();
        rest.apply_to(&mut request)?;
        version.apply_to(&mut request);
        Ok(Some(request))
    }

    /// Returns the range of the bytes that have not arrived.
    fn rest(&self) -> Option<ByteRange> {
        Some(ByteRange { start: self.range.start.checked_add(self.received)?, ..self.range })
    }

    /// Continues with a response, if it has the next bytes of the same version of the media.
    fn continue_with(&mut self, response: http::Response<Body>) -> Result<(), MediaError> {
        let (head, body) = response.into_parts();
        let content = self
            .rest()
            .filter(|_| MediaVersion::of_response(&head.headers) == MediaVersion::of_response(&self.headers))
            .and_then(|rest| match head.status {
                StatusCode::PARTIAL_CONTENT => Content::of_part(rest, &head.headers, body.length()),
                // Ranges of transcoded media do not exist, so the server sends all bytes again.
                _ => Content::of_first_response(Some(rest), head.status, &head.headers, body.length()).ok(),
            })
            .filter(|content| self.total.is_none() || content.total.is_none() || self.total == content.total)
            .ok_or_else(|| MediaError::new("the media changed on the server during the download"))?;
        if self.total.is_none() && !content.is_whole() {
            self.total = content.total;
            self.length = Some(content.known_length_of(self.range)?);
            self.progress.set_total(self.length);
        }
        let skip = match self.rest() {
            Some(rest) if content.is_whole() => rest.start,
            _ => 0,
        };
        self.state = State::Open { body, skip, part: content.part_length() };
        Ok(())
    }
}

impl Stream for Media {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            // How the response ends does not matter after the last byte.
            let is_complete = this.missing() == Some(0);
            let error = match &mut this.state {
                State::Done => return Poll::Ready(None),
                State::Reopening(reopening) => match ready!(reopening.as_mut().poll(context)) {
                    Ok((response, retries)) => {
                        this.retries = retries;
                        if let Err(error) = this.continue_with(response) {
                            return Poll::Ready(this.fail(error.into()));
                        }
                        continue;
                    }
                    Err(error) => return Poll::Ready(this.fail(error)),
                },
                State::Open { .. } if is_complete => return Poll::Ready(this.finish()),
                State::Open { body, skip, .. } => match ready!(Pin::new(body).poll_next(context)) {
                    Some(Ok(bytes)) => {
                        let is_empty = bytes.is_empty();
                        match this.receive(bytes) {
                            // All of these bytes were skipped.
                            Ok(bytes) if bytes.is_empty() && !is_empty => continue,
                            Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                            Err(error) => return Poll::Ready(this.fail(error)),
                        }
                    }
                    Some(Err(error)) => error,
                    None if *skip > 0 => return Poll::Ready(this.fail(MediaError::beyond_the_end().into())),
                    None if this.length.is_none() => return Poll::Ready(this.finish()),
                    None => TransportError::transient("the response ended before its last byte"),
                },
            };
            if let Err(error) = this.reopen(error.into()) {
                return Poll::Ready(this.fail(error));
            }
        }
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").field("received", &self.received).field("length", &self.length).finish_non_exhaustive()
    }
}
