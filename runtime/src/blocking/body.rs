//! Bodies that are read from a reader.

use std::io::{ErrorKind, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::body::Body;
use crate::error::TransportError;

/// The size of the buffer that is read at once.
const CHUNK_SIZE: usize = 256 << 10;

impl Body {
    /// Creates a body from a reader. `length` is the total number of bytes, if it is known.
    ///
    /// At most a few chunks of 256 KiB are in memory, whatever the size of the body is. A dedicated
    /// thread reads them, from the first time that the body is polled until the end or until the
    /// body is dropped. The body can therefore also be sent by async code, and the reader may
    /// [block](super::block_on): a download can be the source of an upload.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    #[must_use]
    pub fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(ReaderStream::Pending(Some(Box::new(reader))), length)
    }
}

/// A chunk from the thread, or `None` at the end of the reader. A thread that panics sends neither.
type Chunk = Result<Option<Bytes>, TransportError>;

enum ReaderStream {
    /// The stream was not polled yet.
    Pending(Option<Box<dyn Read + Send>>),
    Reading(Receiver<Chunk>),
    Done,
}

impl Stream for ReaderStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Pending(reader) = &mut *self {
            *self = match reader.take().map(spawn_reader_thread) {
                Some(Ok(chunks)) => Self::Reading(chunks),
                Some(Err(error)) => {
                    *self = Self::Done;
                    return Poll::Ready(Some(Err(error)));
                }
                None => Self::Done,
            };
        }
        let Self::Reading(chunks) = &mut *self else { return Poll::Ready(None) };
        let chunk = ready!(chunks.poll_recv(context));
        let chunk = chunk.unwrap_or_else(|| Err(TransportError::new("reader of the body panicked"))).transpose();
        if !matches!(chunk, Some(Ok(_))) {
            *self = Self::Done;
        }
        Poll::Ready(chunk)
    }
}

/// Spawns a thread outside of the runtime, because a reader must not block on a thread of the
/// runtime.
fn spawn_reader_thread(reader: Box<dyn Read + Send>) -> Result<Receiver<Chunk>, TransportError> {
    let (sender, receiver) = channel(1);
    let thread = thread::Builder::new().name("discovery-runtime-body".to_owned());
    match thread.spawn(move || send_chunks(reader, &sender)) {
        Ok(_) => Ok(receiver),
        Err(error) => {
            Err(TransportError::new("thread for the reader of the body could not be spawned").with_source(error))
        }
    }
}

/// Sends one chunk after the other, until the end of the reader or until the body is dropped.
fn send_chunks(mut reader: Box<dyn Read + Send>, chunks: &Sender<Chunk>) {
    let mut buffer = vec![0; CHUNK_SIZE];
    loop {
        let chunk = match reader.read(&mut buffer) {
            Ok(0) => Ok(None),
            Ok(count) => Ok(buffer.get(..count).map(Bytes::copy_from_slice)),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(TransportError::new("reader of the body failed").with_source(error)),
        };
        let is_last = !matches!(chunk, Ok(Some(_)));
        if chunks.blocking_send(chunk).is_err() || is_last {
            return;
        }
    }
}
