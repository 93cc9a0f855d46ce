//! Response bodies of HTTP libraries.

use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;

use crate::body::Body;
use crate::error::TransportError;

/// Converts the body of a response. `into_transport_error` converts the error of an incomplete
/// body.
///
/// A short body often arrives together with the head of its response. It needs no stream then, and
/// no timer while it is read.
pub(super) fn from_http_body<B: http_body::Body + Send + Unpin + 'static>(
    body: B,
    into_transport_error: fn(B::Error) -> TransportError,
) -> Body {
    let length = body.size_hint().exact();
    let mut stream = FrameStream { first: None, body, into_transport_error };
    // The reader of the body polls it again with a waker.
    if let Poll::Ready(first) = stream.poll_body(&mut Context::from_waker(Waker::noop())) {
        match first {
            // HTTP/2 resets a stream whose end has not been received.
            Some(Ok(bytes)) if length == Some(bytes.len() as u64) && stream.body.is_end_stream() => {
                return bytes.into();
            }
            first => stream.first = Some(first),
        }
    }
    Body::stream(stream, length)
}

struct FrameStream<B: http_body::Body> {
    /// The first result of the body, if it has been polled already.
    first: Option<Option<Result<Bytes, TransportError>>>,
    body: B,
    into_transport_error: fn(B::Error) -> TransportError,
}

impl<B: http_body::Body + Unpin> FrameStream<B> {
    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
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

impl<B: http_body::Body + Unpin> Stream for FrameStream<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.first.take() {
            Some(first) => Poll::Ready(first),
            None => self.poll_body(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use http_body::{Frame, SizeHint};

    use super::*;

    /// A body of a declared length. `None` is a frame that has not arrived when it is first polled.
    struct Frames(VecDeque<Option<Result<&'static str, TransportError>>>, Option<u64>);

    impl http_body::Body for Frames {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            match self.0.pop_front() {
                Some(None) => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                frame => Poll::Ready(frame.flatten().map(|data| data.map(|text| Frame::data(text.into())))),
            }
        }

        fn is_end_stream(&self) -> bool {
            self.0.is_empty()
        }

        fn size_hint(&self) -> SizeHint {
            self.1.map_or_else(SizeHint::new, SizeHint::with_exact)
        }
    }

    fn body(
        frames: impl IntoIterator<Item = Option<Result<&'static str, TransportError>>>,
        length: Option<u64>,
    ) -> Body {
        from_http_body(Frames(frames.into_iter().collect(), length), |error| error)
    }

    #[test]
    fn a_body_that_has_arrived_is_in_memory() {
        assert_eq!(body([Some(Ok("abc"))], Some(3)).as_bytes(), Some(&Bytes::from("abc")));
    }

    #[tokio::test]
    async fn any_other_body_is_a_stream_from_its_beginning() {
        for (frames, length) in [
            (vec![Some(Ok("abc"))], None),
            (vec![Some(Ok("ab")), Some(Ok("c"))], Some(3)),
            (vec![None, Some(Ok("abc"))], Some(3)),
            (vec![Some(Ok("abc")), None], Some(3)),
            (vec![Some(Ok("ab")), None, Some(Ok("c"))], None),
        ] {
            let body = body(frames, length);
            assert_eq!((body.as_bytes(), body.length()), (None, length));
            assert_eq!(body.collect().await.expect("a complete body"), b"abc");
        }
    }

    #[tokio::test]
    async fn an_error_is_returned_when_the_body_is_read() {
        let mut body = body([Some(Err(TransportError::new("broken")))], Some(3));
        let error = body.chunk().await.expect("an error").expect_err("a broken body");
        assert_eq!(error.to_string(), "broken");
        assert!(body.chunk().await.is_none());
    }
}
