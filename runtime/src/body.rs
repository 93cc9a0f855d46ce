//! Bodies of requests and responses, whole or as they come.

#[cfg(feature = "tokio")]
mod http_body;
pub(crate) mod multipart;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

#[cfg(feature = "tokio")]
pub(crate) use self::http_body::incoming;
use crate::error::TransportError;

/// A body: bytes in memory, or a stream of them.
#[derive(Default)]
pub struct Body(Kind);

enum Kind {
    /// What has not been handed out yet.
    Bytes(Bytes),
    Stream {
        stream: Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>,
        length: Option<u64>,
    },
}

impl Default for Kind {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// A body that comes piece by piece; `length` is in bytes, if it is known beforehand. To have more is an error.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Kind::Stream { stream: Box::pin(stream), length })
    }

    /// How many bytes are still to come, if that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Kind::Stream { length, .. } => *length,
        }
    }

    /// The bytes, if all of them are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// The next piece; `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All of it.
    ///
    /// # Errors
    ///
    /// If the body breaks off.
    pub async fn collect(mut self) -> Result<Vec<u8>, TransportError> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            if all.is_empty() { all = Vec::from(chunk) } else { all.extend_from_slice(&chunk) }
        }
        Ok(all)
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream { stream, length } => {
                let next = ready!(stream.as_mut().poll_next(context));
                if let (Some(left), Some(Ok(piece))) = (length, &next) {
                    let Some(after) = left.checked_sub(piece.len() as u64) else {
                        // Who sends it with this length would leave out the rest, and say nothing.
                        let message = format!("a body has more bytes than it was to have: {left} were left");
                        return Poll::Ready(Some(Err(TransportError::new(message))));
                    };
                    *left = after;
                }
                Poll::Ready(next)
            }
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Kind::Bytes(Bytes::from_static(text.as_bytes())))
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
