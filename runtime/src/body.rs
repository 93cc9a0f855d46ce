//! Bodies of requests and responses.

#[cfg(feature = "tokio")]
mod http_body;
pub(crate) mod multipart;
mod stream;

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use self::stream::ChunkStream;
use crate::error::TransportError;

/// The body of a request or response: bytes in memory, or a stream of bytes.
///
/// `Body::file` creates a body from a file (feature `tokio`), and `Body::reader` from a reader
/// (feature `blocking`).
#[derive(Default)]
pub struct Body(Repr);

enum Repr {
    /// The bytes that have not been read yet.
    Bytes(Bytes),
    Stream {
        stream: Pin<Box<dyn ChunkStream>>,
        length: Option<u64>,
    },
}

impl Default for Repr {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// Creates a body from a stream of chunks. `length` is the total number of bytes, if it is
    /// known; a stream with more bytes is an error.
    ///
    /// The errors of the stream can be of any type. They end the request, and are the
    /// [`source`](std::error::Error::source) of its error; a [`TransportError`] is passed on
    /// unchanged.
    ///
    /// # Examples
    ///
    /// Media of one API are uploaded to another one while they are downloaded:
    ///
    /// ```
    /// # use discovery_runtime::{Body, Error, media::{Download, Media}};
    /// # async fn example(download: Download) -> Result<Body, Error> {
    /// let media: Media = download.send().await?;
    /// let length = media.length();
    /// Ok(Body::stream(media, length))
    /// # }
    /// ```
    #[must_use]
    pub fn stream<E: Into<Box<dyn Error + Send + Sync>>>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Repr::Stream { stream: Box::pin(stream), length })
    }

    /// Returns the number of bytes that have not been read yet, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Repr::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Repr::Stream { length, .. } => *length,
        }
    }

    /// Returns the bytes, if all of them are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Repr::Bytes(bytes) => Some(bytes),
            Repr::Stream { .. } => None,
        }
    }

    /// Returns the next chunk, or `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is incomplete.
    pub async fn collect(mut self) -> Result<Vec<u8>, TransportError> {
        let mut bytes = Vec::new();
        self.read_to_limit(&mut bytes, u64::MAX).await?;
        Ok(bytes)
    }

    /// Appends the chunks of the body to `bytes` until these exceed `limit`. Returns `false` if
    /// they do. After an error, `bytes` contains what was read before it.
    pub(crate) async fn read_to_limit(&mut self, bytes: &mut Vec<u8>, limit: u64) -> Result<bool, TransportError> {
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            if bytes.is_empty() {
                *bytes = Vec::from(chunk);
            } else {
                bytes.extend_from_slice(&chunk);
            }
            if bytes.len() as u64 > limit {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Repr::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Repr::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Repr::Stream { stream, length } => {
                let next = ready!(stream.as_mut().poll_chunk(context));
                if let (Some(remaining), Some(Ok(chunk))) = (length, &next) {
                    let Some(rest) = remaining.checked_sub(chunk.len() as u64) else {
                        // An HTTP client would silently truncate the body to its declared length.
                        let message = "body is longer than its declared length";
                        return Poll::Ready(Some(Err(TransportError::new(message))));
                    };
                    *remaining = rest;
                }
                Poll::Ready(next)
            }
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Repr::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Repr::Bytes(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Repr::Bytes(Bytes::from_static(text.as_bytes())))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(…)"),
        }
    }
}
