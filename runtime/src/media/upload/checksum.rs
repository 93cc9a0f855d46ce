//! Checksums of uploaded media: sent to Cloud Storage, and compared with the response of any API.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_ENCODING, HeaderValue};

use crate::body::Body;
use crate::error::{MediaError, TransportError};
use crate::media::checksum::{HASH, in_message, to_header, to_text, verify_stored};
use crate::request::{UntypedCall, member, with_member};

/// How the CRC-32C of the media of a call is used.
#[derive(Clone, Copy)]
pub(super) struct ChecksumUse {
    /// Whether the server accepts the checksum and rejects other media.
    is_sent: bool,
    /// Whether the server stores the bytes that are sent.
    is_compared: bool,
}

impl ChecksumUse {
    pub(super) fn of_call(call: &UntypedCall) -> Self {
        // The server stores compressed media without the compression of the request.
        let is_compared = !call.headers().contains_key(CONTENT_ENCODING);
        let is_storage = call.client.api().id().starts_with("storage:");
        Self { is_sent: is_storage && is_compared && !call.headers().contains_key(HASH), is_compared }
    }

    /// Returns the header for the last request of a resumable session.
    pub(super) fn header(self, crc32c: u32) -> Option<HeaderValue> {
        if self.is_sent { to_header(crc32c) } else { None }
    }

    /// Returns the message of a single request with the checksum, unless it has one already.
    pub(super) fn add_to_message(self, message: Bytes, crc32c: u32) -> Bytes {
        let is_set = |name| member(Some(&message), name).is_some();
        if !self.is_sent || is_set("crc32c") || is_set("md5Hash") {
            return message;
        }
        // A message that is not an object cannot have a checksum.
        with_member(Some(&message), "crc32c", &to_text(crc32c).into()).unwrap_or(message)
    }

    /// Compares the checksum of the sent bytes with that in the response, if it has one.
    pub(super) fn verify(self, crc32c: u32, response: &http::Response<Vec<u8>>) -> Result<(), MediaError> {
        if self.is_compared { verify_stored(crc32c, in_message(response.body())) } else { Ok(()) }
    }
}

/// The CRC-32C of the bytes that have been read of a body.
#[derive(Clone, Default)]
pub(super) struct RunningChecksum(Arc<AtomicU32>);

impl RunningChecksum {
    /// Returns a body with the same bytes, of which this is the checksum.
    pub(super) fn of_body(&self, body: Body) -> Body {
        let length = body.length();
        Body::stream(Summed { body, sum: self.clone() }, length)
    }

    pub(super) fn value(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn update(&self, bytes: &[u8]) {
        self.0.store(crc32c::crc32c_append(self.value(), bytes), Ordering::Relaxed);
    }
}

struct Summed {
    body: Body,
    sum: RunningChecksum,
}

impl Stream for Summed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut self.body).poll_next(context));
        if let Some(Ok(bytes)) = &next {
            self.sum.update(bytes);
        }
        Poll::Ready(next)
    }
}
