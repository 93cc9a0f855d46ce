//! A session: pieces of the media, each acknowledged, and after a break from what the server has got.

use std::collections::VecDeque;

use bytes::Bytes;
use http::header::{
    CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, RANGE,
};
use http::{StatusCode, Uri};

use super::upload::Options;
use crate::body::Body;
use crate::error::MediaError;
use crate::error::TransportError;
use crate::error::{BuildError, Error, Result};
use crate::execute::Executor;
use crate::retry::Row;

pub(super) struct Session {
    sender: Executor,
    url: Uri,
    /// The caller's, of all requests of the call.
    headers: HeaderMap,
    media: Window,
    options: Options,
}

/// What the server says about the media so far.
enum Progress {
    /// It has this many bytes and wants more.
    Has(u64),
    Done(http::Response<Vec<u8>>),
}

impl Session {
    pub(super) fn new(
        sender: Executor,
        url: &str,
        mut headers: HeaderMap,
        media: Body,
        options: Options,
    ) -> Result<Self> {
        let bad = |why: &str| Error::from(BuildError::new(format!("the URL of the upload's session {why}")));
        let url: Uri = url.parse().map_err(|_| bad("is not a URL"))?;
        if !crate::client::endpoint::is_secure(&url) {
            return Err(bad("is not https, and not on this machine"));
        }
        // The URL is leave enough. Elsewhere than where the API is, nobody must see a token.
        let sender = if sender.is_at_home(&url) {
            // The conditions were for the beginning.
            for condition in [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE] {
                headers.remove(condition);
            }
            sender
        } else {
            headers.clear();
            sender.without_credentials()
        };
        Ok(Self { sender, url, headers, media: Window::new(media), options })
    }

    /// From the first byte.
    pub(super) async fn run(mut self) -> Result<http::Response<Vec<u8>>> {
        let mut row = Row::default();
        loop {
            self.media.fill(self.options.chunk).await?;
            let (before, last) = (self.media.start, self.media.is_last(self.options.chunk));
            let mut outcome = self.send().await;
            // What became of the piece is not known: the server is.
            while let Err(error) = outcome {
                wait(&self.sender, &mut row, error).await?;
                outcome = self.ask().await;
            }
            match outcome? {
                Progress::Done(response) if last => {
                    self.tell(self.media.end());
                    return Ok(response);
                }
                Progress::Done(_) => {
                    let message = "the server says that the upload is complete, and has not been sent all of it";
                    return Err(Error::from(MediaError::new(message)));
                }
                Progress::Has(count) => {
                    self.media.advance(count)?;
                    if self.media.start > before {
                        row = Row::default();
                        self.tell(count);
                    } else {
                        let stalled = TransportError::transient("the server takes no bytes");
                        wait(&self.sender, &mut row, stalled.into()).await?;
                    }
                }
            }
        }
    }

    /// From what the server has of an earlier run.
    pub(super) async fn take_up(mut self) -> Result<http::Response<Vec<u8>>> {
        let mut row = Row::default();
        loop {
            match self.ask().await {
                Ok(Progress::Done(response)) => return Ok(response),
                Ok(Progress::Has(count)) => {
                    self.media.skip(count).await?;
                    self.tell(count);
                    return self.run().await;
                }
                Err(error) => wait(&self.sender, &mut row, error).await?,
            }
        }
    }

    fn tell(&mut self, count: u64) {
        if let Some(told) = &mut self.options.progress {
            told(&count);
        }
    }

    /// Sends what is in the window.
    async fn send(&mut self) -> Result<Progress> {
        let piece = self.media.piece(self.options.chunk);
        let (start, end) = (self.media.start, self.media.start + piece.len() as u64);
        let total = self.media.total().map_or_else(|| "*".to_owned(), |total| total.to_string());
        let range =
            if piece.is_empty() { format!("bytes */{total}") } else { format!("bytes {start}-{}/{total}", end - 1) };
        self.put(range, piece).await
    }

    /// Asks how many bytes the server has.
    async fn ask(&mut self) -> Result<Progress> {
        let total = self.media.total().map_or_else(|| "*".to_owned(), |total| total.to_string());
        self.put(format!("bytes */{total}"), Bytes::new()).await
    }

    async fn put(&mut self, range: String, piece: Bytes) -> Result<Progress> {
        let failed = |error: http::Error| Error::from(BuildError::new(error.to_string()));
        let range = HeaderValue::try_from(range).map_err(|error| failed(error.into()))?;
        let mut request = http::Request::put(self.url.clone()).body(()).map_err(failed)?;
        request.headers_mut().extend(self.headers.clone());
        request.headers_mut().insert(CONTENT_RANGE, range);
        request.headers_mut().insert(CONTENT_TYPE, self.options.content_type.clone());
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(piece.len()));
        let request = request.map(|()| Body::from(piece));
        match self.sender.single(request).await {
            Ok(response) => Ok(Progress::Done(response)),
            Err(error) if error.status() == Some(StatusCode::PERMANENT_REDIRECT) => {
                Ok(Progress::Has(error.headers().map_or(0, persisted)))
            }
            Err(error) => Err(error),
        }
    }
}

/// Waits as long as the policy says, or gives the error back.
async fn wait(sender: &Executor, row: &mut Row, error: Error) -> Result<()> {
    let Some(pause) = row.failed(&error, sender.is_idempotent(), sender.policy()) else { return Err(error) };
    sender.sleep(pause).await;
    Ok(())
}

/// `Range: bytes=0-42`: 43 bytes. No such header: none.
fn persisted(headers: &HeaderMap) -> u64 {
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok()).unwrap_or("");
    let last = range.rsplit_once('-').and_then(|(_, last)| last.trim().parse::<u64>().ok());
    last.map_or(0, |last| last.saturating_add(1))
}

/// The part of the media that the server may still ask for.
struct Window {
    media: Body,
    length: Option<u64>,
    /// Where in the media the window begins.
    start: u64,
    pieces: VecDeque<Bytes>,
    held: usize,
    over: bool,
}

impl Window {
    fn new(media: Body) -> Self {
        Self { length: media.length(), media, start: 0, pieces: VecDeque::new(), held: 0, over: false }
    }

    fn end(&self) -> u64 {
        self.start + self.held as u64
    }

    /// The size of the media, once it is known.
    fn total(&self) -> Option<u64> {
        if self.over { Some(self.end()) } else { self.length }
    }

    /// Reads until there is more than a piece: the last one must be known as such.
    async fn fill(&mut self, chunk: usize) -> Result<()> {
        while !self.over && self.held <= chunk {
            match self.media.chunk().await {
                Some(Ok(bytes)) => {
                    self.held += bytes.len();
                    self.pieces.push_back(bytes);
                }
                Some(Err(error)) => return Err(error.into()),
                None => self.over = true,
            }
        }
        let end = self.end();
        match self.length {
            Some(length) if end > length || self.over && end < length => {
                let message = format!(
                    "the media were to have {length} bytes and have {}{end}",
                    if self.over { "" } else { "at least " }
                );
                Err(Error::from(MediaError::new(message)))
            }
            _ => Ok(()),
        }
    }

    /// Whether a piece of this size is the last one.
    fn is_last(&self, chunk: usize) -> bool {
        self.over && self.held <= chunk
    }

    /// The first bytes of the window: `chunk`, or all if they are the last.
    fn piece(&self, chunk: usize) -> Bytes {
        let size = self.held.min(chunk);
        match self.pieces.front() {
            Some(first) if first.len() >= size => first.slice(..size),
            _ => {
                let mut piece = Vec::with_capacity(size);
                for bytes in &self.pieces {
                    let left = size - piece.len();
                    piece.extend_from_slice(bytes.get(..left).unwrap_or(bytes));
                }
                piece.into()
            }
        }
    }

    /// Forgets what the server has.
    fn advance(&mut self, count: u64) -> Result<()> {
        let lost = || {
            let message = format!("the server has {count} bytes, and {} to {} can be sent", self.start, self.end());
            Error::from(MediaError::new(message))
        };
        if count > self.end() {
            return Err(lost());
        }
        let mut gone = count.checked_sub(self.start).and_then(|gone| usize::try_from(gone).ok()).ok_or_else(lost)?;
        self.start = count;
        self.held -= gone;
        while let Some(first) = self.pieces.front_mut() {
            if first.len() > gone {
                drop(first.split_to(gone));
                break;
            }
            gone -= first.len();
            self.pieces.pop_front();
        }
        Ok(())
    }

    /// Reads over what the server has.
    async fn skip(&mut self, count: u64) -> Result<()> {
        while self.end() < count && !self.over {
            self.advance(self.end())?;
            self.fill(0).await?;
        }
        self.advance(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_the_server_has() {
        let of = |range: &'static str| persisted(&HeaderMap::from_iter([(RANGE, HeaderValue::from_static(range))]));
        assert_eq!((of("bytes=0-42"), of("bytes 0-0"), of("0-9"), of("nonsense")), (43, 1, 10, 0));
        assert_eq!(persisted(&HeaderMap::new()), 0);
    }
}
