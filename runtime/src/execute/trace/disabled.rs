//! The trace without the feature `tracing`: it does nothing, at no cost.

use std::time::Duration;

use crate::error::Error;
use crate::observe::{AttemptReport, CallReport, CallTarget};

pub(crate) fn is_enabled() -> bool {
    false
}

#[derive(Debug, Default)]
pub(crate) struct CallSpan(());

impl CallSpan {
    pub(crate) fn new(_: &CallTarget<'_>) -> Self {
        Self(())
    }

    pub(crate) fn instrument<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(crate) fn end(&self, _: &CallReport<'_>) {}
}

pub(crate) fn attempt(_: &AttemptReport<'_>) {}

pub(crate) fn retry(_: &CallTarget<'_>, _: &Error, _: Duration) {}

pub(crate) fn report_kept_field(_: &'static str, _: &str) {}
