//! Downloads: a stream of bytes that continues after a lost connection.

mod content;
mod range;
mod redirect;
#[cfg(feature = "tokio")]
mod sliced;
mod stream;
mod version;

use std::fmt;
use std::ops::RangeBounds;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, HeaderValue};

use self::content::Content;
use self::range::ByteRange;
#[cfg(feature = "tokio")]
pub use self::sliced::SlicedDownload;
#[cfg(feature = "tokio")]
pub(super) use self::sliced::{Slice, Slices};
pub use self::stream::Media;
use crate::body::Body;
use crate::error::{BuildError, Error, Result, TransportError};
use crate::execute::{Executor, FirstByte};
use crate::media::progress::Progress;
use crate::request::UntypedCall;

/// A request builder for a download.
///
/// The headers, timeout and retry policy of the request builder that the download was created from
/// apply to the download.
///
/// If the server redirects a `GET` to another host that stores the media, that host receives the
/// headers that describe the requested bytes, such as `Range`, but no credentials and no other
/// headers of the caller. It must be `https`.
#[must_use = "downloads do nothing until sent"]
pub struct Download {
    call: Box<UntypedCall>,
    range: Option<ByteRange>,
    /// Counts the bytes that have arrived.
    progress: Progress,
}

impl Download {
    pub(crate) fn new(call: Box<UntypedCall>) -> Self {
        Self { call, range: None, progress: Progress::default() }
    }

    /// Requests only these bytes, counted from 0. A range may extend beyond the end of the media. If
    /// it also starts there, the server returns an error with status 416, except for empty media: a
    /// range that starts at 0 succeeds, and the download is empty.
    ///
    /// If the server does not support ranges and sends all bytes, the others are discarded.
    pub fn range(mut self, range: impl RangeBounds<u64>) -> Self {
        let range = ByteRange::new(&range);
        if range.is_empty() {
            self.call.fail(BuildError::new(format!("byte range {range} is empty")));
        }
        self.range = Some(range);
        self
    }

    /// Sets the longest time from the start of an attempt until the response begins. The default is
    /// that of the [client](crate::ClientBuilder::first_byte_timeout), and otherwise the [timeout
    /// of an attempt](crate::RetryPolicy::attempt_timeout).
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.call.first_byte_timeout(timeout);
        self
    }

    /// Sets the longest time without a byte. The default is that of the
    /// [client](crate::ClientBuilder::idle_timeout).
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.call.idle_timeout(timeout);
        self
    }

    /// Sets a callback that receives the number of bytes that have arrived and, if the server sent
    /// it, the number of all bytes of the download. It is called each time bytes arrive.
    ///
    /// Bytes that arrive again after a lost connection are not counted again. In a
    /// [range](Self::range), only its bytes are counted; with `slices`, those of all slices together.
    ///
    /// # Examples
    ///
    /// ```
    /// # use discovery_runtime::{Error, media::Download};
    /// # async fn example(download: Download) -> Result<(), Error> {
    /// let download = download.on_progress(|received, total| match total {
    ///     Some(total) => eprintln!("{received} of {total} bytes"),
    ///     None => eprintln!("{received} bytes"),
    /// });
    /// let media = download.bytes().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_progress(mut self, callback: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Progress::new(callback);
        self
    }

    fn executor(&self) -> Executor {
        self.call.executor().with_first_byte(FirstByte::AsClient)
    }

    /// Sends the request and returns the media as a stream.
    ///
    /// The timeout of the call applies until the response begins; how long the stream takes also
    /// depends on the caller. A stream fails if no byte arrives for the
    /// [idle timeout](Self::idle_timeout).
    ///
    /// # Errors
    ///
    /// Returns an [`Error`](crate::Error) if the request fails, or if the response contains other
    /// bytes than requested.
    pub async fn send(self) -> Result<Media> {
        let executor = self.executor();
        self.open(executor.clone()).await.map_err(|error| executor.with_context(error))
    }

    async fn open(self, executor: Executor) -> Result<Media> {
        let first = self.request_range(&executor, self.range).await?;
        let mut media = first.into_media(executor, self.range.unwrap_or_default());
        self.progress.set_total(media.length());
        media.set_progress(&self.progress);
        Ok(media)
    }

    /// Requests a range, or all bytes.
    async fn request_range(&self, executor: &Executor, range: Option<ByteRange>) -> Result<FirstResponse> {
        let mut request = self.call.request_to(&self.call.path_template(), "media", self.call.encoded_body())?;
        // Checksums and byte positions refer to the stored bytes, so the response must not be
        // compressed.
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(range) = range {
            range.apply_to(&mut request)?;
        }
        let (head, body) = match redirect::open(executor, request.clone()).await {
            Ok(response) => response.into_parts(),
            // Media without bytes have no range that could be sent.
            Err(error) if is_range_of_empty_media(range, &error) => {
                let headers = error.headers().cloned().unwrap_or_default();
                return Ok(FirstResponse { request, headers, body: Body::default(), content: Content::empty() });
            }
            Err(error) => return Err(error),
        };
        let content = Content::of_first_response(range, head.status, &head.headers, body.length())?;
        Ok(FirstResponse { request, headers: head.headers, body, content })
    }

    /// Downloads all bytes into memory. The timeout of the call applies to the whole download.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send); also returns the errors of the stream, and one if there are more
    /// bytes than [`ClientBuilder::max_response_size`](crate::ClientBuilder::max_response_size)
    /// allows. [`send`](Self::send) and `to_file` have no limit.
    pub async fn bytes(self) -> Result<Vec<u8>> {
        let executor = self.executor();
        let reading = pin!(async {
            let mut media = self.open(executor.clone()).await?;
            let limit = executor.max_response_size();
            let too_large = || TransportError::too_large(limit).into();
            if media.length().is_some_and(|length| length > limit) {
                return Err(too_large());
            }
            let mut all = Vec::new();
            while let Some(bytes) = media.next().await {
                all.extend_from_slice(&bytes?);
                if all.len() as u64 > limit {
                    return Err(too_large());
                }
            }
            Ok(all)
        });
        executor.run(reading).await
    }

    /// Downloads large media in up to this many slices at the same time, at most 32. The slices are
    /// parts of the media of equal size, each with its own connection.
    ///
    /// This is faster if the server or the network limits the rate of a connection. With HTTP/2,
    /// all slices may share a connection.
    ///
    /// # Examples
    ///
    /// ```
    /// # use discovery_runtime::{Error, media::Download};
    /// # async fn example(download: Download) -> Result<(), Error> {
    /// let length = download.slices(8).to_file("backup.tar").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tokio")]
    pub fn slices(self, count: usize) -> SlicedDownload {
        SlicedDownload::new(self, count)
    }

    /// Downloads to a file and returns the number of bytes. The timeout of the call applies to the
    /// whole download.
    ///
    /// The bytes are written to a temporary file in the same folder, which then replaces the file:
    /// if the download fails or is dropped, the file is unchanged. An existing file keeps its
    /// permissions, and a symbolic link is followed.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send) and the errors of the stream. Nothing is sent if the file cannot be
    /// written, or if it exists and is not a regular file, e.g. a folder, a pipe or a device.
    #[cfg(feature = "tokio")]
    pub async fn to_file(self, path: impl AsRef<std::path::Path>) -> Result<u64> {
        let executor = self.executor();
        let opening = pin!(self.open(executor.clone()));
        let writing = pin!(super::file::write(path.as_ref(), opening));
        executor.run(writing).await
    }
}

/// Returns `true` if a range from the start cannot be sent: the media are empty.
fn is_range_of_empty_media(range: Option<ByteRange>, error: &Error) -> bool {
    let starts_at_first = range.is_some_and(|range| range.start == 0);
    starts_at_first && error.status() == Some(http::StatusCode::RANGE_NOT_SATISFIABLE)
}

/// The first response of a download.
struct FirstResponse {
    request: http::Request<Bytes>,
    headers: HeaderMap,
    body: Body,
    content: Content,
}

impl FirstResponse {
    /// Returns the bytes of this range as a stream.
    fn into_media(self, executor: Executor, range: ByteRange) -> Media {
        let Self { request, headers, body, content } = self;
        Media::new(executor, request, range, headers, body, content)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("call", &self.call).field("range", &self.range).finish_non_exhaustive()
    }
}
