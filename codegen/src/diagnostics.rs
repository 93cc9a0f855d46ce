//! What can be wrong with a document or a selection.

pub(crate) mod pointer;

use std::fmt;

use crate::diagnostics::pointer::Pointer;

/// Why nothing could be generated.
///
/// The generator never sees a file name; callers put it in front.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    place: Place,
    message: String,
    help: Option<String>,
}

/// What part of the input an [`Error`] speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A value of the document, as a JSON pointer; empty for the whole document.
    Pointer(String),
    /// A place in the text, when it is not JSON. Both count from 1.
    Text {
        /// The line.
        line: usize,
        /// The column, in bytes.
        column: usize,
    },
    /// What the caller asked for, not the document.
    Request,
}

/// As `Display`: a `main` that returns an error prints this.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error {
    pub(crate) fn at(pointer: &Pointer<'_>, message: impl Into<String>) -> Self {
        Self { place: Place::Pointer(pointer.to_string()), message: message.into(), help: None }
    }

    pub(crate) fn text(line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { place: Place::Text { line, column }, message: message.into(), help: None }
    }

    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self { place: Place::Request, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What part of the input is wrong.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong, and what was expected.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Pointer(pointer) if pointer.is_empty() => {}
            Place::Pointer(pointer) => write!(f, "{pointer}: ")?,
            Place::Text { line, column } => write!(f, "line {line}, column {column}: ")?,
            Place::Request => {}
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// Something in the document that the generator worked around or does not know. The output is good all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// Where, as a JSON pointer; empty for the whole document.
    pub pointer: String,
    /// What, and what was done about it.
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

/// Collects warnings along the way.
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

/// At most so many characters of a document's text, with nothing in it that could trouble a terminal.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut short: String = text.chars().take(limit).flat_map(char::escape_debug).collect();
    if text.chars().nth(limit).is_some() {
        short.push('…');
    }
    short
}
