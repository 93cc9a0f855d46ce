//! Facts about the long-running operations of an API.

use super::MethodDescriptor;

/// How the operations of an API are polled. Declared by generated code, for the message that
/// represents an operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationDescriptor {
    /// The methods that return an operation by its name.
    pub(crate) polls: &'static [PollDescriptor],
    /// Whether the result of an operation is part of the message, as in
    /// `google.longrunning.Operation`.
    pub(crate) has_response: bool,
}

impl OperationDescriptor {
    /// Describes operations whose message contains the result, as in
    /// `google.longrunning.Operation`.
    #[must_use]
    pub const fn response(polls: &'static [PollDescriptor]) -> Self {
        Self { polls, has_response: true }
    }

    /// Describes operations whose message only has a status, as in Compute Engine.
    #[must_use]
    pub const fn status(polls: &'static [PollDescriptor]) -> Self {
        Self { polls, has_response: false }
    }
}

/// A method that returns an operation, with the methods that wait for and cancel it.
#[derive(Clone, Copy, Debug)]
pub struct PollDescriptor {
    pub(crate) get: MethodDescriptor,
    pub(crate) wait: Option<MethodDescriptor>,
    pub(crate) cancel: Option<MethodDescriptor>,
}

impl PollDescriptor {
    /// Describes a method that returns an operation, by its id and path template.
    #[must_use]
    pub const fn new(id: &'static str, path: &'static str) -> Self {
        Self { get: MethodDescriptor::new(id, "GET", path), wait: None, cancel: None }
    }

    /// Sets the method that returns the operation when it is done, or after some time.
    #[must_use]
    pub const fn with_wait(mut self, id: &'static str, path: &'static str) -> Self {
        self.wait = Some(MethodDescriptor::new(id, "POST", path));
        self
    }

    /// Sets the method that cancels the operation.
    #[must_use]
    pub const fn with_cancel(mut self, id: &'static str, path: &'static str) -> Self {
        self.cancel = Some(MethodDescriptor::new(id, "POST", path));
        self
    }
}

/// A message that represents a long-running operation. Implemented by generated code.
pub trait OperationMessage: 'static {
    /// The type of the operation's metadata.
    type Metadata;

    /// How operations are polled.
    const OPERATION: &'static OperationDescriptor;
}

/// How the result of a method's operation is found. Declared by generated code.
#[derive(Clone, Copy, Debug)]
pub struct ResultDescriptor {
    /// The name of the result's type, to compare with the `@type` of the response.
    pub(crate) type_name: &'static str,
    /// The method that returns the resource that the operation has created or changed.
    pub(crate) target: Option<&'static MethodDescriptor>,
}

impl ResultDescriptor {
    /// A result of any type.
    pub(crate) const ANY: Self = Self::new("");

    /// Describes a result of the type with this name, as `stringify!` prints it.
    #[must_use]
    pub const fn new(type_name: &'static str) -> Self {
        Self { type_name, target: None }
    }

    /// Sets the method that returns the resource which the operation has created or changed.
    #[must_use]
    pub const fn with_target(mut self, method: &'static MethodDescriptor) -> Self {
        self.target = Some(method);
        self
    }
}
