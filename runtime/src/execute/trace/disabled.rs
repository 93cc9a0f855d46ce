//! The trace without the feature `tracing`: it does nothing, at no cost.

use crate::descriptor::MethodDescriptor;

#[derive(Clone, Debug)]
pub(crate) struct Trace;

impl Trace {
    pub(crate) fn of_method(_: &MethodDescriptor) -> Self {
        Self
    }

    pub(crate) fn of_batch(_: &'static str) -> Self {
        Self
    }

    pub(crate) fn call<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn attempt<F>(&self, work: F) -> F {
        work
    }
}

pub(crate) fn report_kept_field(_: &'static str, _: &str) {}
