//! Response bodies that stand still.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::client::Client;
use crate::error::TransportError;
use crate::future::BoxFuture;

/// How long a body may stand still before the connection counts as broken, if an attempt may take as long.
const IDLE: Duration = Duration::from_secs(60);

/// A body that breaks off when nothing comes for a minute, or for as long as an attempt may take.
pub(crate) fn watched(body: Body, client: &Client, attempt: Option<Duration>) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.length();
    let limit = attempt.map_or(IDLE, |attempt| attempt.min(IDLE));
    Body::stream(Watched { body, client: client.clone(), limit, alarm: None }, length)
}

struct Watched {
    body: Body,
    client: Client,
    limit: Duration,
    /// Set while something is awaited: time in which nobody reads does not count.
    alarm: Option<BoxFuture<'static, ()>>,
}

impl Stream for Watched {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(piece) = Pin::new(&mut this.body).poll_next(context) {
            this.alarm = None;
            return Poll::Ready(piece);
        }
        let alarm = this.alarm.get_or_insert_with(|| this.client.settings().transport.alarm(this.limit));
        ready!(alarm.as_mut().poll(context));
        // The connection is given up, and an alarm that rang must not be asked again.
        (this.body, this.alarm) = (Body::default(), None);
        Poll::Ready(Some(Err(TransportError::timed_out(format!("no byte came for {:?}", this.limit)))))
    }
}
