//! Response bodies of HTTP libraries.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;

use crate::body::Body;
use crate::error::TransportError;

/// Converts the body of a response. `into_transport_error` converts the error of an incomplete
/// body.
pub(super) fn from_http_body<B: http_body::Body + Send + Unpin + 'static>(
    body: B,
    into_transport_error: fn(B::Error) -> TransportError,
) -> Body {
    let length = body.size_hint().exact();
    Body::stream(FrameStream { body, into_transport_error }, length)
}

struct FrameStream<B: http_body::Body> {
    body: B,
    into_transport_error: fn(B::Error) -> TransportError,
}

impl<B: http_body::Body + Unpin> Stream for FrameStream<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => Poll::Ready(None),
                Some(Err(error)) => Poll::Ready(Some(Err((self.into_transport_error)(error)))),
                Some(Ok(frame)) => match frame.into_data() {
                    // Does not copy if the data is `Bytes`.
                    Ok(mut data) => Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining())))),
                    // Trailers are ignored.
                    Err(_) => continue,
                },
            };
        }
    }
}
