//! Bodies whose connection breaks.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::error::TransportError;

/// Returns a body of this declared length that ends with an error after some bytes.
pub(super) fn broken_after(body: &Bytes, bytes: usize, length: Option<u64>) -> Body {
    let broken = TransportError::transient("the connection broke during the response");
    let chunk = body.slice(..bytes.min(body.len()));
    let chunk = if chunk.is_empty() { None } else { Some(Ok(chunk)) };
    Body::stream(Chunks(chunk.into_iter().chain([Err(broken)]).collect()), length)
}

/// The chunks of a body.
struct Chunks(VecDeque<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}
