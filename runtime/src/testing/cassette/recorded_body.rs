//! The bodies of responses, recorded while they are read.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::recording::{Recording, lock};
use crate::body::Body;
use crate::error::TransportError;

/// The body of a response, which is recorded while it is read.
pub(super) struct RecordedBody {
    pub(super) body: Body,
    pub(super) recording: Arc<Mutex<Recording>>,
    /// The position of the exchange.
    pub(super) index: usize,
    /// The maximum length of the recorded body, in bytes.
    pub(super) limit: u64,
}

impl Stream for RecordedBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.body).poll_next(context));
        let mut recording = lock(&self.recording);
        if let Some(Ok(bytes)) = &item {
            recording.add_bytes(self.index, bytes, self.limit);
        }
        // A reader that knows the length does not ask for the end.
        if item.is_none() || self.body.length() == Some(0) {
            recording.complete(self.index);
        }
        drop(recording);
        Poll::Ready(item)
    }
}
