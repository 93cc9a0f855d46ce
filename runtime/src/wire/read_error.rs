//! Why a value could not be read.

use std::fmt;

use super::Event;
use super::trail::Trail;

/// Why a value could not be read. It does not say where: [`DecodeError`](crate::DecodeError) does.
pub struct ReadError(Box<Cause>);

enum Cause {
    Message(String),
    /// What could not be read is a part of the value.
    Below(Trail, String),
    /// The source of an array or object keeps the error itself, with its position.
    Kept,
}

impl ReadError {
    /// An error with a message of its own.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Cause::Message(message.into())))
    }

    /// Says what was wanted (`a string`) and, shortened, what came.
    pub fn expected(wanted: &str, found: &Event<'_>) -> Self {
        Self::new(format!("expected {wanted}, found {}", Found(found)))
    }

    /// The message speaks of the value at the end of `trail`, which starts at the one that is being read.
    pub(super) fn below(trail: Trail, message: String) -> Self {
        Self(Box::new(Cause::Below(trail, message)))
    }

    /// The way down from the value that was read to the one that could not be.
    pub(super) fn take_trail(&mut self) -> Trail {
        match &mut *self.0 {
            Cause::Below(trail, _) => std::mem::take(trail),
            Cause::Message(_) | Cause::Kept => Trail::default(),
        }
    }

    pub(super) fn kept() -> Self {
        Self(Box::new(Cause::Kept))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Message(message) | Cause::Below(_, message) => f.write_str(message),
            Cause::Kept => f.write_str("the input could not be read"),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}

/// How many characters of a string an error shows.
const EXCERPT: usize = 40;

struct Found<'e, 'v>(&'e Event<'v>);

impl fmt::Display for Found<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Event::Null => f.write_str("null"),
            Event::Bool(value) => write!(f, "{value}"),
            Event::I64(value) => write!(f, "{value}"),
            Event::U64(value) => write!(f, "{value}"),
            Event::F64(value) => write!(f, "{value:?}"),
            Event::Str(text) => match text.char_indices().nth(EXCERPT) {
                Some((end, _)) => write!(f, "{:?}…", text.get(..end).unwrap_or_default()),
                None => write!(f, "{text:?}"),
            },
            Event::Seq(_) => f.write_str("an array"),
            Event::Map(_) => f.write_str("an object"),
        }
    }
}
