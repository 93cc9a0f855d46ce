//! Bodies as hyper and its kin know them, in both directions.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::Body;
use crate::error::TransportError;

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.poll_next(context).map_ok(Frame::data)
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// The body of a response; `failed` says what it means if it breaks off.
pub(crate) fn incoming<B: http_body::Body + Send + Unpin + 'static>(
    body: B,
    failed: fn(B::Error) -> TransportError,
) -> Body {
    let length = body.size_hint().exact();
    Body::stream(Incoming { body, failed }, length)
}

struct Incoming<B: http_body::Body> {
    body: B,
    failed: fn(B::Error) -> TransportError,
}

impl<B: http_body::Body + Unpin> Stream for Incoming<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => Poll::Ready(None),
                Some(Err(error)) => Poll::Ready(Some(Err((self.failed)(error)))),
                Some(Ok(frame)) => match frame.into_data() {
                    // Of `Bytes`, this copies nothing.
                    Ok(mut data) => Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining())))),
                    // Trailers say nothing that a caller could ask for.
                    Err(_) => continue,
                },
            };
        }
    }
}
