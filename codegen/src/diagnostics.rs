//! Errors and warnings about a document or about the options.

pub(crate) mod pointer;

use std::fmt;

use crate::diagnostics::pointer::Pointer;

/// The reason why nothing was generated.
///
/// The generator never sees file names; callers put the name of the document in front. `{}` prints
/// one line, `{:#}` and `{:?}` add the [`hint`](Error::hint) on a second line.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    location: Location,
    message: String,
    help: Option<String>,
}

/// The part of the input that an [`Error`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// A value of the document, as a JSON pointer; empty for the whole document.
    Pointer(String),
    /// A position in the text, if it is not JSON. Both numbers start at 1.
    Text {
        /// The line.
        line: usize,
        /// The column, in bytes.
        column: usize,
    },
    /// The [`Options`](crate::Options), not the document.
    Options,
}

/// Prints the error and its hint, for a `main` that returns an error.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl Error {
    pub(crate) fn at(pointer: &Pointer<'_>, message: impl Into<String>) -> Self {
        Self { location: Location::Pointer(pointer.to_string()), message: message.into(), help: None }
    }

    pub(crate) fn text(line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { location: Location::Text { line, column }, message: message.into(), help: None }
    }

    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self { location: Location::Options, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the part of the input that is wrong.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Returns what is wrong and what was expected.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns advice on how to fix the error, if there is any.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.location {
            Location::Pointer(pointer) if pointer.is_empty() => {}
            Location::Pointer(pointer) => write!(f, "{pointer}: ")?,
            Location::Text { line, column } => write!(f, "line {line}, column {column}: ")?,
            Location::Options => {}
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) if f.alternate() => write!(f, "\n  help: {help}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// A deviation in the document that the generator worked around or ignored. The output is usable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The value concerned, as a JSON pointer; empty for the whole document.
    pub pointer: String,
    /// The deviation and how it was handled.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message)
    }
}

/// The warnings collected so far.
#[derive(Debug, Default)]
pub(crate) struct Warnings(Vec<Warning>);

impl Warnings {
    pub(crate) fn push(&mut self, pointer: &Pointer<'_>, message: impl Into<String>) {
        self.0.push(Warning { pointer: pointer.to_string(), message: message.into() });
    }

    pub(crate) fn into_sorted(mut self) -> Vec<Warning> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

/// Returns the first `limit` characters of a document's text, with control characters escaped.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut short: String = text.chars().take(limit).flat_map(char::escape_debug).collect();
    if text.chars().nth(limit).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_help_only_in_the_alternate_form() {
        let error = Error::at(&Pointer::ROOT.key("name"), "`name` is missing").help("add it");
        assert_eq!(error.to_string(), "/name: `name` is missing");
        assert_eq!(format!("{error:#}"), "/name: `name` is missing\n  help: add it");
        assert_eq!(format!("{error:?}"), format!("{error:#}"));
    }

    #[test]
    fn excerpts_escape_control_characters() {
        assert_eq!(excerpt("a\u{1b}[31mb", 20), "a\\u{1b}[31mb");
        assert_eq!(excerpt("abc", 2), "ab…");
    }
}
