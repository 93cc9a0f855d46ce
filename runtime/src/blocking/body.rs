//! Bodies of what reads, such as a pipe.

use std::io::{ErrorKind, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::body::Body;
use crate::error::TransportError;

/// What is read at a time.
const PIECE: usize = 256 << 10;

impl Body {
    /// What there is to read, piece by piece; `length` is in bytes, if it is known beforehand. However much it is, a few pieces of
    /// 256 KiB are in memory.
    ///
    /// A thread of its own reads, from when the body is first asked for bytes until the end, or until the first read after the body was
    /// dropped. So it may be sent by async code, too, and the reader may [wait](super::block_on): one download can be another's upload.
    pub fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(Reading::Waiting(Some(Box::new(reader))), length)
    }
}

/// What the thread has to say; `None` at the end, as a thread that panics says nothing.
type Piece = Result<Option<Bytes>, TransportError>;

enum Reading {
    /// For the first poll.
    Waiting(Option<Box<dyn Read + Send>>),
    Begun(Receiver<Piece>),
    Over,
}

impl Stream for Reading {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Waiting(reader) = &mut *self {
            *self = match reader.take().map(begin) {
                Some(Ok(pieces)) => Self::Begun(pieces),
                Some(Err(error)) => {
                    *self = Self::Over;
                    return Poll::Ready(Some(Err(error)));
                }
                None => Self::Over,
            };
        }
        let Self::Begun(pieces) = &mut *self else { return Poll::Ready(None) };
        let piece = ready!(pieces.poll_recv(context));
        let piece = piece.unwrap_or_else(|| Err(TransportError::new("the body's reader panicked"))).transpose();
        if !matches!(piece, Some(Ok(_))) {
            *self = Self::Over;
        }
        Poll::Ready(piece)
    }
}

/// Not on a thread of the runtime's: those do not let a reader wait.
fn begin(reader: Box<dyn Read + Send>) -> Result<Receiver<Piece>, TransportError> {
    let (sender, receiver) = channel(1);
    let thread = thread::Builder::new().name("discovery-runtime-body".to_owned());
    let begun = thread.spawn(move || give(reader, &sender));
    begun
        .map(|_| receiver)
        .map_err(|error| TransportError::new("there is no thread to read the body on").with_displayed_cause(error))
}

/// Gives one piece after the other, until the end or until nobody takes them.
fn give(mut reader: Box<dyn Read + Send>, taker: &Sender<Piece>) {
    let mut buffer = vec![0; PIECE];
    loop {
        let piece = match reader.read(&mut buffer) {
            Ok(0) => Ok(None),
            Ok(count) => Ok(buffer.get(..count).map(Bytes::copy_from_slice)),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(TransportError::new("the body cannot be read").with_displayed_cause(error)),
        };
        let last = !matches!(piece, Ok(Some(_)));
        if taker.blocking_send(piece).is_err() || last {
            return;
        }
    }
}
