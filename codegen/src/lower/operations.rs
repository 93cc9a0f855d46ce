//! Long-running operations in terms of the crate's types.

use super::context::Context;
use crate::discovery::{RestMethod, RestResource};
use crate::model::{Endpoint, Operation, OperationMessage, Poll, Ty};
use crate::operations::{OperationKind, OperationResult};

/// Returns the operation that a method starts.
pub(super) fn of_method(
    context: &Context<'_>,
    method: &RestMethod,
    name: &str,
    resource: &RestResource,
) -> Option<Operation> {
    let started = context.operations.started_by(method, name, resource)?;
    let (result, get) = match started.result {
        OperationResult::Nothing => (Ty::Unit, None),
        OperationResult::Unknown => (Ty::Json, None),
        OperationResult::Message => (schema(context, started.message)?, None),
        OperationResult::Response(name) => (schema(context, name)?, None),
        OperationResult::Resource { schema: name, get } => (schema(context, name)?, Some(endpoint(get))),
    };
    Some(Operation { result, get })
}

/// Returns the messages that represent operations, as far as they are part of the crate.
pub(super) fn messages(context: &Context<'_>) -> Vec<OperationMessage> {
    let messages = context.operations.messages().filter(|(name, _)| context.selection.contains_schema(name));
    let messages = messages.filter_map(|(name, message)| {
        let has_response = message.kind == OperationKind::Response;
        let metadata = match message.metadata {
            Some(metadata) => schema(context, metadata)?,
            None if has_response => Ty::Json,
            None => schema(context, name)?,
        };
        let polls = message.polls.iter().map(|poll| Poll {
            get: endpoint(poll.get),
            wait: poll.wait.map(endpoint),
            cancel: poll.cancel.map(endpoint),
        });
        let type_name = context.type_name(name)?.to_owned();
        Some(OperationMessage { type_name, metadata, has_response, polls: polls.collect() })
    });
    messages.collect()
}

/// Returns the type of the operations that most methods start, if it is part of the crate.
pub(super) fn main_message(context: &Context<'_>) -> Option<String> {
    let name = context.operations.main_message().filter(|name| context.selection.contains_schema(name))?;
    context.type_name(name).map(str::to_owned)
}

fn schema(context: &Context<'_>, name: &str) -> Option<Ty> {
    let is_selected = context.selection.contains_schema(name);
    context.type_name(name).filter(|_| is_selected).map(|name| Ty::Schema(name.to_owned()))
}

fn endpoint(method: &RestMethod) -> Endpoint {
    Endpoint { id: method.id.clone(), path: method.path.clone() }
}
