//! The stream of downloaded bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::range::{ByteRange, ContentRange};
use super::version::MediaVersion;
use crate::body::Body;
use crate::error::{Error, MediaError, Result, TransportError};
use crate::execute::Executor;
use crate::future::BoxFuture;
use crate::media::checksum::Checksum;
use crate::retry::RetryTracker;

/// The media of a response: a [`Stream`] of bytes. [`next`](Self::next) is for callers that do not
/// use the trait.
///
/// If the connection is lost, the stream requests the remaining bytes, provided that the
/// [`RetryPolicy`](crate::RetryPolicy) of the call allows it and that the server identifies the
/// version of the media by a strong `ETag` or a generation. Attempts count from the last byte
/// received.
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
    checksum: Option<Checksum>,
    state: State,
    retries: RetryTracker,
}

enum State {
    Open(Body),
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
        length: Option<u64>,
        checksum: Option<Checksum>,
    ) -> Self {
        let (state, retries) = (State::Open(body), RetryTracker::for_transfer());
        Self { executor, request, range, headers, received: 0, length, checksum, state, retries }
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

    /// Counts bytes from the body. Returns `None` if all expected bytes arrived before.
    fn receive(&mut self, mut bytes: Bytes) -> Option<Bytes> {
        let missing = self.length.map_or(u64::MAX, |length| length - self.received);
        bytes.truncate(usize::try_from(missing).unwrap_or(usize::MAX));
        if bytes.is_empty() && missing == 0 {
            return None;
        }
        self.received += bytes.len() as u64;
        self.retries.reset();
        if let Some(checksum) = &mut self.checksum {
            checksum.update(&bytes);
        }
        Some(bytes)
    }

    fn is_complete(&self) -> bool {
        self.length.is_none_or(|length| self.received >= length)
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
        let Some(version) = MediaVersion::of_response(&self.headers) else { return Err(error) };
        let mut request = self.request.clone();
        ByteRange { start: self.position(), ..self.range }.apply_to(&mut request)?;
        version.apply_to(&mut request);
        let executor = self.executor.clone();
        let mut retries = std::mem::take(&mut self.retries);
        self.state = State::Reopening(Box::pin(async move {
            executor.wait_after(error, &mut retries).await?;
            Ok((executor.open(request).await?, retries))
        }));
        Ok(())
    }

    /// Returns the position of the next byte in the media.
    fn position(&self) -> u64 {
        self.range.start + self.received
    }

    /// Returns `true` if the response continues at the next byte, in the same version of the media.
    fn is_continued_by(&self, response: &http::Response<Body>) -> bool {
        response.status() == StatusCode::PARTIAL_CONTENT
            && ContentRange::of_response(response.headers()).is_some_and(|range| range.first == self.position())
            && MediaVersion::of_response(response.headers()) == MediaVersion::of_response(&self.headers)
    }
}

impl Stream for Media {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let error = match &mut this.state {
                State::Done => return Poll::Ready(None),
                State::Reopening(reopening) => match ready!(reopening.as_mut().poll(context)) {
                    Ok((response, retries)) if this.is_continued_by(&response) => {
                        (this.state, this.retries) = (State::Open(response.into_body()), retries);
                        continue;
                    }
                    Ok(_) => {
                        let error = MediaError::new("the media changed on the server during the download");
                        return Poll::Ready(this.fail(error.into()));
                    }
                    Err(error) => return Poll::Ready(this.fail(error)),
                },
                State::Open(body) => match ready!(Pin::new(body).poll_next(context)) {
                    Some(Ok(bytes)) => {
                        return Poll::Ready(match this.receive(bytes) {
                            Some(bytes) => Some(Ok(bytes)),
                            None => this.finish(),
                        });
                    }
                    Some(Err(error)) => error,
                    None if this.is_complete() => return Poll::Ready(this.finish()),
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
