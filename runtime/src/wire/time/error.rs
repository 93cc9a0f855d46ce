//! Values that the types of this module cannot represent.

use std::fmt;

/// The reason why a text or a value of another library is not a valid date, time or duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError(Cause);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Cause {
    OutOfRange,
    Expected(&'static str),
}

impl TimeError {
    /// The value lies outside the range of the type.
    pub(super) const OUT_OF_RANGE: Self = Self(Cause::OutOfRange);

    /// Creates an error from a description of the expected value.
    pub(super) const fn expected(expected: &'static str) -> Self {
        Self(Cause::Expected(expected))
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Cause::OutOfRange => f.write_str("the value is out of range"),
            Cause::Expected(expected) => write!(f, "expected {expected}"),
        }
    }
}

impl std::error::Error for TimeError {}
