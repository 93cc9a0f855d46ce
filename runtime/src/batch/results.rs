//! What became of the calls of a batch.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::error::BatchError;
use crate::error::{Error, Result};
use crate::response::ResponseDecoder;
use crate::wire::Wire;

/// Stands for a call in a batch; its result is to be had for it, once.
#[must_use = "without it there is no way to the call's result"]
pub struct BatchKey<R> {
    pub(super) batch: Arc<()>,
    pub(super) index: usize,
    pub(super) response: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for BatchKey<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BatchKey").field(&self.index).finish()
    }
}

/// The results of a batch that was answered, each to be taken by its key.
pub struct BatchResults {
    pub(super) batch: Arc<()>,
    pub(super) responses: Vec<(ResponseDecoder, Result<http::Response<Vec<u8>>>)>,
}

impl BatchResults {
    /// The result of a call: what sending it alone would have come to.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`ErrorKind::Batch`](crate::ErrorKind::Batch) if the server answered the batch and not this call, or the key is another batch's.
    pub fn take<R: Wire>(&mut self, key: BatchKey<R>) -> Result<R> {
        Ok(self.take_with_response(key)?.into_body())
    }

    /// Like `take`; the response comes with its status and headers.
    ///
    /// # Errors
    ///
    /// As `take`.
    #[allow(clippy::needless_pass_by_value, reason = "a key is good for one result")]
    pub fn take_with_response<R: Wire>(&mut self, key: BatchKey<R>) -> Result<http::Response<R>> {
        let place = self.responses.get_mut(key.index).filter(|_| Arc::ptr_eq(&key.batch, &self.batch));
        let other = || Error::from(BatchError::new("the key is of a call in another batch"));
        let (decoder, place) = place.ok_or_else(other)?;
        decoder.decode(std::mem::replace(place, Err(other()))?)
    }
}

impl fmt::Debug for BatchResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchResults").field("calls", &self.responses.len()).finish_non_exhaustive()
    }
}
