//! Long-running operations: which messages represent them, which methods start and return them,
//! and what their results are.
//!
//! The format says none of this. Messages are recognized by their shape, so that dialects are
//! found, too: `google.longrunning.Operation` has `done` and a `response`; operations of Compute
//! Engine, Cloud SQL, Cloud DNS and others have a `status` that becomes `DONE`.

mod message;
mod poll;
mod prose;
mod result;

use std::collections::BTreeMap;

pub(crate) use message::OperationKind;
pub(crate) use poll::Poll;
pub(crate) use result::OperationResult;

use crate::discovery::{HttpMethod, Location, RestDescription, RestMethod, RestResource};

/// The operations of a document.
#[derive(Debug)]
pub(crate) struct Operations<'d> {
    description: &'d RestDescription,
    messages: BTreeMap<&'d str, OperationMessage<'d>>,
}

/// A message that represents a long-running operation.
#[derive(Debug)]
pub(crate) struct OperationMessage<'d> {
    pub(crate) kind: OperationKind,
    /// The schema of the metadata, if there is only one that it can be.
    pub(crate) metadata: Option<&'d str>,
    /// The methods that return the operation by its name.
    pub(crate) polls: Vec<Poll<'d>>,
    /// The number of methods that start such operations.
    starts: usize,
}

/// The operation that a method starts.
#[derive(Debug)]
pub(crate) struct StartedOperation<'d> {
    /// The schema of the operation's message.
    pub(crate) message: &'d str,
    pub(crate) result: OperationResult<'d>,
    /// The schemas that the metadata may have: that of the message, and one of this method.
    metadata: [Option<&'d str>; 2],
}

impl<'d> StartedOperation<'d> {
    /// Returns the schemas of the result and the metadata, to which the message does not refer.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = &'d str> {
        self.metadata.into_iter().chain([self.result.schema()]).flatten()
    }
}

impl<'d> Operations<'d> {
    /// Finds the operations of a document.
    pub(crate) fn new(description: &'d RestDescription) -> Self {
        let messages = description.schemas.iter().filter_map(|(name, schema)| {
            let kind = message::kind(schema)?;
            let metadata = (kind == OperationKind::Response).then(|| message::metadata(description)).flatten();
            Some((name.as_str(), OperationMessage { kind, metadata, polls: Vec::new(), starts: 0 }))
        });
        let mut operations = Self { description, messages: messages.collect() };
        if !operations.messages.is_empty() {
            let mut methods = Vec::new();
            collect(&description.root, &mut methods);
            operations.add_polls(&methods);
            operations.count_starts(&methods);
            operations.messages.retain(|_, message| message.starts > 0 && !message.polls.is_empty());
        }
        operations
    }

    fn add_polls(&mut self, methods: &[&'d RestMethod]) {
        for method in methods {
            let Some(message) = response(method).and_then(|name| self.messages.get_mut(name)) else { continue };
            // Resources of one API often have the same method for operations.
            let is_new = !message.polls.iter().any(|poll| poll.get.path == method.path);
            if is_new && poll::is_poll(method, message.kind) {
                message.polls.push(Poll { get: method, wait: None, cancel: None });
            }
        }
        for poll in self.messages.values_mut().flat_map(|message| &mut message.polls) {
            methods.iter().for_each(|method| poll.add_companion(method));
        }
    }

    fn count_starts(&mut self, methods: &[&'d RestMethod]) {
        for method in methods {
            if let Some(message) = response(method).and_then(|name| self.messages.get_mut(name)) {
                message.starts += usize::from(message.is_started_by(method));
            }
        }
    }

    /// Returns the messages that represent operations, with their schemas.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (&'d str, &OperationMessage<'d>)> {
        self.messages.iter().map(|(name, message)| (*name, message))
    }

    /// Returns the schema of the operations that most methods start.
    pub(crate) fn main_message(&self) -> Option<&'d str> {
        let (name, _) = self.messages.iter().rev().max_by_key(|(_, message)| message.starts)?;
        Some(name)
    }

    /// Returns the operation that a method starts. `name` is the method's name in its resource.
    pub(crate) fn started_by(
        &self,
        method: &'d RestMethod,
        name: &str,
        resource: &'d RestResource,
    ) -> Option<StartedOperation<'d>> {
        let (schema, message) = self.messages.get_key_value(response(method)?)?;
        if !message.is_started_by(method) {
            return None;
        }
        let finder = result::Finder { description: self.description, method, name, resource };
        let result = finder.result(schema, message.kind);
        let of_method = if message.kind == OperationKind::Response { finder.metadata() } else { None };
        Some(StartedOperation { message: schema, result, metadata: [message.metadata, of_method] })
    }
}

impl OperationMessage<'_> {
    /// Returns `true` if a method that returns the message starts an operation: a `GET` changes
    /// nothing, and the others belong to an operation that exists.
    fn is_started_by(&self, method: &RestMethod) -> bool {
        method.http_method != HttpMethod::Get && !self.polls.iter().any(|poll| poll.has(method))
    }
}

/// Collects the methods of a resource and of those nested in it.
fn collect<'d>(resource: &'d RestResource, methods: &mut Vec<&'d RestMethod>) {
    methods.extend(resource.methods.values());
    resource.resources.values().for_each(|child| collect(child, methods));
}

/// Returns the name of the schema of a method's response.
fn response(method: &RestMethod) -> Option<&str> {
    method.response.as_ref()?.reference()
}

/// Returns the name of the schema of a method's request.
fn request(method: &RestMethod) -> Option<&str> {
    method.request.as_ref()?.reference()
}

/// Returns `true` if the variables of the path are all that a method requires.
fn needs_only_path(method: &RestMethod) -> bool {
    let mut required = method.parameters.values().filter(|parameter| parameter.required);
    required.all(|parameter| parameter.location == Some(Location::Path))
}
