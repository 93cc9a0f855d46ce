//! Diffs long-running operations: the types of their results and metadata, and how they are polled.

use super::report::{ItemPath, Report};
use super::rules::Rule;
use super::types::{Crates, written};
use crate::model::{Api, Endpoint, Operation, OperationMessage};

/// Diffs the operations that a method starts.
pub(super) fn started<'a>(
    old: &'a Operation,
    new: &'a Operation,
    call: &str,
    crates: &Crates<'a>,
    report: &mut Report,
) {
    let path = || ItemPath::call(call, "operation");
    if !crates.same(&old.result, &new.result) {
        report.push(Rule::OperationTypeChanged, path(), Some(&signature(old)), Some(&signature(new)));
    }
    let get = |operation: &Operation| match &operation.get {
        Some(get) => format!("result at {}", get.path),
        None => "result in the message".to_owned(),
    };
    report.differ(Rule::OperationPollingChanged, path(), &get(old), &get(new));
}

/// Returns the function that returns the operation, and the type of its result.
pub(super) fn signature(operation: &Operation) -> String {
    format!("operation() with {}", written(&operation.result, false))
}

/// Diffs the messages that represent operations in both crates.
pub(super) fn messages<'a>(old: &'a Api, new: &'a Api, crates: &Crates<'a>, report: &mut Report) {
    for old in &old.operations {
        let Some(new) = new.operations.iter().find(|new| new.type_name == old.type_name) else { continue };
        let owner = format!("schemas::{}", new.type_name);
        if !crates.same(&old.metadata, &new.metadata) {
            let metadata = |message: &OperationMessage| format!("metadata {}", written(&message.metadata, false));
            let (before, after) = (metadata(old), metadata(new));
            report.push(Rule::OperationTypeChanged, ItemPath::owner(&owner), Some(&before), Some(&after));
        }
        report.differ(Rule::OperationPollingChanged, ItemPath::owner(&owner), &polls(old), &polls(new));
    }
}

fn polls(message: &OperationMessage) -> String {
    let path = |name: &str, method: &Option<Endpoint>| {
        method.as_ref().map(|method| format!(", {name} at {}", method.path)).unwrap_or_default()
    };
    let polls = message
        .polls
        .iter()
        .map(|poll| format!("polled at {}{}{}", poll.get.path, path("wait", &poll.wait), path("cancel", &poll.cancel)));
    polls.collect::<Vec<_>>().join("; ")
}
