//! The results of the calls in a batch.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::retry::Outcome;
use crate::error::{BatchError, Result};
use crate::request::UntypedCall;
use crate::response::ResponseDecoder;
use crate::wire::Wire;

/// The key of a call in a batch. It gives access to the result of the call, once.
#[must_use = "the result of a call is only available with its key"]
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

/// The results of the calls in a batch, by key.
#[must_use = "a batch can succeed although some of its calls failed"]
pub struct BatchResults {
    batch: Arc<()>,
    outcomes: Vec<(ResponseDecoder, Outcome)>,
}

impl BatchResults {
    pub(super) fn new(batch: Arc<()>, calls: &[UntypedCall], outcomes: Vec<Outcome>) -> Self {
        Self { batch, outcomes: calls.iter().map(ResponseDecoder::new).zip(outcomes).collect() }
    }

    pub(super) fn empty(batch: Arc<()>) -> Self {
        Self { batch, outcomes: Vec::new() }
    }

    /// Returns the result of a call: the same as if the call had been sent individually.
    ///
    /// # Errors
    ///
    /// Returns the error of the call. Fails with a [`BatchError`] if the response to the batch does
    /// not contain a response to the call, or if the key belongs to another batch.
    pub fn take<R: Wire>(&mut self, key: BatchKey<R>) -> Result<R> {
        Ok(self.take_with_response(key)?.into_body())
    }

    /// Returns the result of a call as a response with its status and headers.
    ///
    /// # Errors
    ///
    /// See [`take`](Self::take).
    #[allow(clippy::needless_pass_by_value, reason = "each key gives access to one result, once")]
    pub fn take_with_response<R: Wire>(&mut self, key: BatchKey<R>) -> Result<http::Response<R>> {
        let other = || BatchError::new("the key belongs to another batch");
        let entry = self.outcomes.get_mut(key.index).filter(|_| Arc::ptr_eq(&key.batch, &self.batch));
        let (decoder, outcome) = entry.ok_or_else(other)?;
        decoder.decode(std::mem::replace(outcome, Err(other().into()))?)
    }
}

impl fmt::Debug for BatchResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchResults").field("calls", &self.outcomes.len()).finish_non_exhaustive()
    }
}
