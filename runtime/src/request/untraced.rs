//! What stands in for `trace` without the feature `tracing`: nothing, at no cost.

use super::Method;

#[derive(Clone)]
pub(super) struct Trace;

impl Trace {
    pub(super) fn new(_: &Method) -> Self {
        Self
    }

    pub(super) fn batch(_: &'static str) -> Self {
        Self
    }

    pub(super) fn call<F>(&self, work: F) -> F {
        work
    }

    pub(super) fn attempt<F>(&self, work: F) -> F {
        work
    }
}
