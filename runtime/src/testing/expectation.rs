//! The error of a test double whose expectations were not met.

use std::fmt;

use crate::printable::Printable;

/// The error of a test double that did not receive the requests that it expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectationError {
    problems: Vec<String>,
}

impl ExpectationError {
    /// Returns an error if there are problems.
    pub(super) fn from_problems(problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }

    /// Returns what was not as expected, one text for each problem.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(String::as_str)
    }
}

impl fmt::Display for ExpectationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}", Printable(problem))?;
        }
        Ok(())
    }
}

impl std::error::Error for ExpectationError {}
