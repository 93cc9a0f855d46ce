//! Streams of chunks, whose errors can be of any type.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::TransportError;
use crate::error::causes::Cause;

/// A stream of chunks, as a trait object without the type of its errors.
pub(super) trait ChunkStream: Send {
    fn poll_chunk(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>>;
}

impl<S: Stream<Item = Result<Bytes, E>> + Send, E: Into<Cause>> ChunkStream for S {
    fn poll_chunk(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.poll_next(context).map_err(|error| into_transport_error(error.into()))
    }
}

/// Converts the error of a stream. The stream cannot be read again, so the error is permanent.
fn into_transport_error(error: Cause) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(cause) => TransportError::new("stream of the body failed").with_source(cause),
    }
}
