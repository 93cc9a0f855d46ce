//! The progress of a transfer, reported to a callback.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A function that receives the number of transferred bytes and, if it is known, that of all bytes.
type Callback = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// Counts transferred bytes and reports them, if there is a callback. Clones share the count: they
/// are for the parts of a transfer.
#[derive(Clone, Default)]
pub(super) struct Progress(Option<Arc<Mutex<State>>>);

struct State {
    transferred: u64,
    total: Option<u64>,
    callback: Callback,
}

impl Progress {
    pub(super) fn new(callback: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        Self(Some(Arc::new(Mutex::new(State { transferred: 0, total: None, callback: Box::new(callback) }))))
    }

    /// Sets the number of bytes of the whole transfer, `None` if it is not known.
    pub(super) fn set_total(&self, total: Option<u64>) {
        if let Some(mut state) = self.state() {
            state.total = total;
        }
    }

    /// Adds bytes to those that have been transferred, and reports them.
    pub(super) fn advance(&self, bytes: u64) {
        if let Some(mut state) = self.state() {
            state.transferred = state.transferred.saturating_add(bytes);
            state.report();
        }
    }

    /// Sets the number of bytes that have been transferred and that of all bytes, and reports them.
    /// After the loss of a resumable session, fewer may have been transferred than before.
    pub(super) fn advance_to(&self, transferred: u64, total: Option<u64>) {
        if let Some(mut state) = self.state() {
            (state.transferred, state.total) = (transferred, total);
            state.report();
        }
    }

    fn state(&self) -> Option<MutexGuard<'_, State>> {
        // The count is right even if the callback has panicked.
        Some(self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn report(&mut self) {
        (self.callback)(self.transferred, self.total);
    }
}
