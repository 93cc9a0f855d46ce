//! A time limit for response bodies that make no progress.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::client::Client;
use crate::error::TransportError;
use crate::future::BoxFuture;

/// The default of the longest time without a byte, unless the timeout of an attempt is shorter.
pub(super) const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Wraps a body so that it fails when no byte arrives for as long as the limit says.
pub(super) fn with_idle_timeout(body: Body, client: &Client, limit: Duration) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.length();
    Body::stream(IdleTimeout { body, client: client.clone(), limit, alarm: None }, length)
}

struct IdleTimeout {
    body: Body,
    client: Client,
    limit: Duration,
    /// Set only while a byte is awaited, so that time during which the caller does not read does
    /// not count.
    alarm: Option<BoxFuture<'static, ()>>,
}

impl Stream for IdleTimeout {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let item = Pin::new(&mut this.body).poll_next(context);
        let is_empty_chunk = matches!(&item, Poll::Ready(Some(Ok(bytes))) if bytes.is_empty());
        if item.is_ready() && !is_empty_chunk {
            this.alarm = None;
            return item;
        }
        let alarm = this.alarm.get_or_insert_with(|| this.client.settings().transport.alarm(this.limit));
        if alarm.as_mut().poll(context).is_pending() {
            if is_empty_chunk {
                // The chunk is skipped; a body of such chunks must not keep others from running.
                context.waker().wake_by_ref();
            }
            return Poll::Pending;
        }
        // Dropping the body closes the connection; a completed alarm must not be polled again.
        (this.body, this.alarm) = (Body::default(), None);
        let message = format!("response body made no progress for {:?}", this.limit);
        Poll::Ready(Some(Err(TransportError::timed_out(message))))
    }
}
