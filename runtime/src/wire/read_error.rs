//! The reason why a value could not be read.

use std::fmt;

use super::trail::Trail;

/// The reason why a value could not be read, without its position, which only [`DecodeError`] has.
///
/// [`DecodeError`]: crate::DecodeError
pub struct ReadError(Box<Cause>);

enum Cause {
    Message(String),
    /// A nested value could not be read; the trail leads to it.
    Nested(Trail, String),
    /// The source of the array or object holds the actual error, with its position.
    Deferred,
}

impl ReadError {
    /// Creates an error with a custom message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Cause::Message(message.into())))
    }

    /// Creates an error from a description of the expected value (`a string`) and the actual value.
    #[must_use]
    pub fn expected(expected: &str, found: &dyn fmt::Display) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    /// Creates an error about the value at the end of `trail`, relative to the one being read.
    pub(super) fn nested(trail: Trail, message: String) -> Self {
        Self(Box::new(Cause::Nested(trail, message)))
    }

    /// Removes and returns the trail from the value being read to the one that failed.
    pub(super) fn take_trail(&mut self) -> Trail {
        match &mut *self.0 {
            Cause::Nested(trail, _) => std::mem::take(trail),
            Cause::Message(_) | Cause::Deferred => Trail::default(),
        }
    }

    pub(super) fn deferred() -> Self {
        Self(Box::new(Cause::Deferred))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Message(message) | Cause::Nested(_, message) => f.write_str(message),
            Cause::Deferred => f.write_str("the input could not be read"),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}
