//! What stands in for `trace` without the feature `tracing`: nothing, at no cost.

use crate::descriptor::MethodDescriptor;

#[derive(Clone)]
pub(crate) struct Trace;

impl Trace {
    pub(crate) fn new(_: &MethodDescriptor) -> Self {
        Self
    }

    pub(crate) fn batch(_: &'static str) -> Self {
        Self
    }

    pub(crate) fn call<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn attempt<F>(&self, work: F) -> F {
        work
    }
}
