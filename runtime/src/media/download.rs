//! Downloads: the bytes as they come, taken up again where a connection broke.

use std::fmt;
use std::future::{Future, poll_fn};
use std::ops::{Bound, RangeBounds};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE};

use super::checksum::Checksum;
use crate::body::Body;
use crate::error::MediaError;
use crate::error::TransportError;
use crate::error::{BuildError, Error, Result};
use crate::execute::Executor;
use crate::request::UntypedCall;
use crate::retry::Row;

/// A download that has not begun.
#[must_use = "nothing is asked for until the download is sent"]
pub struct Download {
    parts: Box<UntypedCall>,
    range: Option<(u64, Option<u64>)>,
}

impl Download {
    pub(crate) fn new(parts: Box<UntypedCall>) -> Self {
        Self { parts, range: None }
    }

    /// Asks for these bytes alone, counted from 0. What lies behind the end is left out; a start behind the end is an error of the
    /// server's: 416.
    pub fn range(mut self, range: impl RangeBounds<u64>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last.checked_add(1),
            Bound::Excluded(&end) => Some(end),
            Bound::Unbounded => None,
        };
        if end.is_some_and(|end| end <= start) {
            self.parts.fail(BuildError::new(format!("the range of bytes {start}..{} is empty", end.unwrap_or(0))));
        }
        self.range = Some((start, end));
        self
    }

    /// Sends the request. The bytes come as they are asked for, and the call's limit of time holds up to the first of them: how
    /// long the rest takes is the caller's matter, too. A connection on which nothing comes is given up after a minute, or after the time
    /// that the [`RetryPolicy`](crate::RetryPolicy) gives an attempt.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(self) -> Result<Media> {
        let sender = self.parts.executor();
        self.open(sender).await
    }

    async fn open(self, sender: Executor) -> Result<Media> {
        let template = format!("{}{}", self.parts.client.api().service_path(), self.parts.method.path());
        let mut request = self.parts.request_to(&template, "media", self.parts.encoded_body())?;
        // A checksum is one of bytes as they are stored, and so are their numbers.
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let (start, end) = self.range.unwrap_or((0, None));
        if self.range.is_some() {
            ask(&mut request, start, end)?;
        }
        let response = sender.open(request.clone()).await?;
        let (head, body) = response.into_parts();
        let partial = head.status == http::StatusCode::PARTIAL_CONTENT;
        let refused = |why: &str| Err(sender.with_context(MediaError::new(why).into()));
        let expected = match (partial, end) {
            (true, _) => match ContentRange::of(&head.headers) {
                Some(range) if range.first == start => range.left(end).or(body.length()),
                _ => return refused("the server sent other bytes than those that were asked for"),
            },
            (false, _) if start > 0 => return refused("the server sent all bytes where a part was asked for"),
            // All of them, of which the first ones are wanted.
            (false, Some(end)) => Some(body.length().map_or(end, |all| all.min(end))),
            (false, None) => body.length(),
        };
        Ok(Media {
            // Of a part there is none.
            checksum: if partial || end.is_some() { None } else { Checksum::of(&head.headers) },
            expected,
            headers: head.headers,
            request,
            sender,
            start,
            end,
            got: 0,
            row: Row::default(),
            state: State::Open(body),
        })
    }

    /// All bytes, in memory. The call's limit of time holds for all of them.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn bytes(self) -> Result<Vec<u8>> {
        let sender = self.parts.executor();
        let reading = pin!(async {
            let mut media = self.open(sender.clone()).await?;
            let mut all = Vec::new();
            while let Some(bytes) = media.next().await {
                all.extend_from_slice(&bytes?);
            }
            Ok(all)
        });
        sender.in_time(reading).await
    }

    /// Writes the bytes to a file: beside it first, then in its place, so that the file is there in full or as it was. Returns how
    /// many there were. The call's limit of time holds for all of them.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    #[cfg(feature = "tokio")]
    pub async fn to_file(self, path: impl AsRef<std::path::Path>) -> Result<u64> {
        let sender = self.parts.executor();
        let writing = pin!(async { super::file::write(path.as_ref(), self.open(sender.clone()).await?).await });
        sender.in_time(writing).await
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("call", &self.parts).field("range", &self.range).finish()
    }
}

/// Bytes from a server: a [`Stream`]; `next` does the same without a trait.
///
/// If the connection breaks, the rest is asked for, as often as the call's [`RetryPolicy`](crate::RetryPolicy) allows without a
/// byte in between, if the server tells by a strong `ETag` or a generation that it is still the same. Where it sends a
/// checksum, that is compared behind the last byte; a stream without an error is complete and right.
#[must_use = "the bytes come as they are asked for"]
pub struct Media {
    headers: HeaderMap,
    request: http::Request<Bytes>,
    sender: Executor,
    /// What was asked for, in bytes of the whole.
    start: u64,
    end: Option<u64>,
    got: u64,
    /// How many bytes there are to be.
    expected: Option<u64>,
    checksum: Option<Checksum>,
    /// How often the connection broke without a byte in between.
    row: Row,
    state: State,
}

enum State {
    Open(Body),
    Opening(Pin<Box<dyn Future<Output = Result<http::Response<Body>>> + Send>>),
    Done,
}

impl Media {
    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes there are, if the server says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.expected
    }

    /// The next bytes; `None` behind the last ones.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn end(&mut self) -> Poll<Option<Result<Bytes>>> {
        self.state = State::Done;
        match self.checksum.take().map(|sum| sum.check()) {
            Some(Err(error)) => Poll::Ready(Some(Err(self.sender.with_context(error.into())))),
            _ => Poll::Ready(None),
        }
    }

    fn stop(&mut self, error: Error) -> Poll<Option<Result<Bytes>>> {
        self.state = State::Done;
        Poll::Ready(Some(Err(self.sender.with_context(error))))
    }

    /// Asks for the rest, or gives the error back if that cannot be done.
    fn take_up(&mut self, error: Error) -> Result<()> {
        let Some(pause) = self.row.failed(&error, self.sender.is_idempotent(), self.sender.policy()) else {
            return Err(error);
        };
        let Some(same) = Same::of(&self.headers) else { return Err(error) };
        let mut request = self.request.clone();
        ask(&mut request, self.start + self.got, self.end)?;
        if let Same::Tag(tag) = same {
            request.headers_mut().insert(IF_RANGE, tag);
        }
        let sender = self.sender.clone();
        self.state = State::Opening(Box::pin(async move {
            sender.sleep(pause).await;
            sender.open(request).await
        }));
        Ok(())
    }

    /// The new response goes on where the old one ended, and is about the same thing.
    fn fits(&self, response: &http::Response<Body>) -> bool {
        response.status() == http::StatusCode::PARTIAL_CONTENT
            && ContentRange::of(response.headers()).is_some_and(|range| range.first == self.start + self.got)
            && Same::of(response.headers()) == Same::of(&self.headers)
    }
}

impl Stream for Media {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let broken = match &mut this.state {
                State::Done => return Poll::Ready(None),
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(response) if this.fits(&response) => {
                        this.state = State::Open(response.into_body());
                        continue;
                    }
                    Ok(_) => {
                        let changed = "the connection broke, and what the server has now is something else";
                        return this.stop(MediaError::new(changed).into());
                    }
                    Err(error) => return this.stop(error),
                },
                State::Open(body) => match ready!(Pin::new(body).poll_next(context)) {
                    Some(Ok(mut bytes)) => {
                        let left = this.expected.map_or(u64::MAX, |all| all - this.got);
                        bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                        if bytes.is_empty() && left == 0 {
                            return this.end();
                        }
                        this.got += bytes.len() as u64;
                        this.row = Row::default();
                        if let Some(sum) = &mut this.checksum {
                            sum.add(&bytes);
                        }
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    Some(Err(error)) => error,
                    None if this.expected.is_none_or(|all| this.got >= all) => return this.end(),
                    None => TransportError::transient("the response ended before its last byte"),
                },
            };
            if let Err(error) = this.take_up(broken.into()) {
                return this.stop(error);
            }
        }
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").field("got", &self.got).field("of", &self.expected).finish_non_exhaustive()
    }
}

/// How a server tells that the bytes are those of before.
#[derive(PartialEq)]
enum Same {
    Tag(HeaderValue),
    Generation(HeaderValue),
}

impl Same {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
        // A generation is never used again; `If-Range` needs a tag.
        match headers.get("x-goog-generation") {
            Some(generation) => Some(Self::Generation(generation.clone())),
            None => headers.get(ETAG).filter(strong).map(|tag| Self::Tag(tag.clone())),
        }
    }
}

/// `bytes 4-8/9`: which bytes a response has, the first and the last one, and of how many if that is known.
struct ContentRange {
    first: u64,
    all: Option<u64>,
}

impl ContentRange {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let (places, all) = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
        let (first, _) = places.split_once('-')?;
        Some(Self { first: first.trim().parse().ok()?, all: all.trim().parse().ok() })
    }

    /// How many bytes there are from the first one to `end`. A response may have less.
    fn left(&self, end: Option<u64>) -> Option<u64> {
        let end = end.map_or(self.all, |end| Some(self.all.map_or(end, |all| all.min(end))));
        Some(end?.saturating_sub(self.first))
    }
}

fn ask(request: &mut http::Request<Bytes>, start: u64, end: Option<u64>) -> Result<()> {
    let last = end.map_or_else(String::new, |end| end.saturating_sub(1).to_string());
    let range = HeaderValue::try_from(format!("bytes={start}-{last}"));
    let range = range.map_err(|error| BuildError::new(error.to_string()))?;
    request.headers_mut().insert(RANGE, range);
    Ok(())
}
