//! The content type `multipart/related`: a message and media in one body.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::error::TransportError;
use crate::random::random_u64;

/// Returns the content type and the body of a message, in JSON, and media.
pub(crate) fn related(message: &[u8], media_type: &str, media: Body) -> (String, Body) {
    let boundary = format!("{:016x}{:016x}", random_u64(), random_u64());
    let head = [
        format!("--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n").as_bytes(),
        message,
        format!("\r\n--{boundary}\r\nContent-Type: {media_type}\r\n\r\n").as_bytes(),
    ]
    .concat();
    let tail = format!("\r\n--{boundary}--\r\n");
    let body = match media.as_bytes() {
        Some(bytes) => Body::from([&head[..], bytes, tail.as_bytes()].concat()),
        None => {
            let length = media.length().and_then(|length| length.checked_add((head.len() + tail.len()) as u64));
            let parts = [Body::from(head), media, Body::from(tail.into_bytes())];
            Body::stream(Chain(parts.into()), length)
        }
    };
    (format!("multipart/related; boundary={boundary}"), body)
}

/// Several bodies in sequence.
struct Chain(VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_next(context)) {
                Some(item) => return Poll::Ready(Some(item)),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}
