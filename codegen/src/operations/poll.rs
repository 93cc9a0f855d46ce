//! The methods that return, wait for and cancel an operation.

use super::{OperationKind, needs_only_path};
use crate::discovery::{HttpMethod, RestMethod};

/// A method that returns an operation by its name, and the methods that belong to it.
#[derive(Debug)]
pub(crate) struct Poll<'d> {
    pub(crate) get: &'d RestMethod,
    /// The method that responds when the operation is done, or after some time.
    pub(crate) wait: Option<&'d RestMethod>,
    pub(crate) cancel: Option<&'d RestMethod>,
}

impl<'d> Poll<'d> {
    /// Adds a method if it waits for the operation or cancels it: its path continues that of `get`
    /// with the custom verb.
    pub(super) fn add_companion(&mut self, method: &'d RestMethod) {
        if method.http_method != HttpMethod::Post || !is_of_operations(method) {
            return;
        }
        let slot = match method.path.strip_prefix(&self.get.path) {
            Some(":wait" | "/wait") => &mut self.wait,
            Some(":cancel" | "/cancel") => &mut self.cancel,
            _ => return,
        };
        slot.get_or_insert(method);
    }

    /// Returns `true` if a method is one of these.
    pub(super) fn has(&self, method: &RestMethod) -> bool {
        let is_same = |other: &RestMethod| other.path == method.path;
        is_of_operations(method) && [self.wait, self.cancel].into_iter().flatten().any(is_same)
    }
}

/// Returns `true` for methods of operations. Methods of other resources may have the same path, if
/// that is only `{+name}:cancel`: canceling a job can start an operation.
fn is_of_operations(method: &RestMethod) -> bool {
    method.id.to_ascii_lowercase().contains("operation")
}

/// Returns `true` if a method that returns an operation does so by its name.
pub(super) fn is_poll(method: &RestMethod, kind: OperationKind) -> bool {
    let segments: Vec<&str> = method.path.split('/').collect();
    let last_is_variable = segments.last().is_some_and(|last| is_variable(last));
    // A name of several segments may be that of an operation; a single segment is its id.
    let names_operation = method.path.ends_with("{+name}") || method.path.to_ascii_lowercase().contains("operation");
    method.http_method == HttpMethod::Get
        && last_is_variable
        && needs_only_path(method)
        && (kind == OperationKind::Status || names_operation)
        && segments.iter().all(|segment| is_variable(segment) || !segment.contains('{'))
}

fn is_variable(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}') && segment.matches('{').count() == 1
}
