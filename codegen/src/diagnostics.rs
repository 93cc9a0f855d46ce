//! Errors and warnings about a document or about the options.

pub(crate) mod pointer;
mod printable;

use std::fmt;

use crate::diagnostics::pointer::Pointer;

pub(crate) use printable::excerpt;
pub use printable::{Printable, is_printable, printable};

/// An error that prevented the generation of code.
///
/// The generator never sees file names; callers prefix the message with the name of the document.
/// `{}` prints one line, `{:#}` and `{:?}` add the [`hint`](Error::hint) on a second line.
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
            Location::Pointer(pointer) => write!(f, "{}: ", printable(pointer))?,
            Location::Text { line, column } => write!(f, "line {line}, column {column}: ")?,
            Location::Options => {}
        }
        printable(&self.message).fmt(f)?;
        match &self.help {
            Some(help) if f.alternate() => write!(f, "\n  help: {}", printable(help)),
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
            write!(f, "{}: ", printable(&self.pointer))?;
        }
        printable(&self.message).fmt(f)
    }
}

/// The warnings collected so far.
#[derive(Debug, Default)]
pub(crate) struct Warnings(Vec<Warning>);

impl Warnings {
    pub(crate) fn push(&mut self, pointer: &Pointer<'_>, message: impl Into<String>) {
        self.0.push(Warning { pointer: pointer.to_string(), message: message.into() });
    }

    /// Adds a warning, if there is one.
    pub(crate) fn extend(&mut self, pointer: &Pointer<'_>, message: Option<String>) {
        if let Some(message) = message {
            self.push(pointer, message);
        }
    }

    pub(crate) fn into_sorted(mut self) -> Vec<Warning> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
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
    fn text_of_a_document_cannot_control_the_terminal() {
        let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
        let directions =
            "\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{061c}\u{2028}\u{2029}\u{feff}\u{e0041}".chars();
        for c in controls.chain(directions) {
            let text = format!("a{c}b");
            let root = Pointer::ROOT;
            let pointer = root.key(&text);
            let mut warnings = Warnings::default();
            warnings.push(&pointer, &text);
            let mut outputs: Vec<String> = warnings.into_sorted().iter().map(ToString::to_string).collect();
            let error = Error::at(&pointer, &text);
            outputs.extend([format!("{error}"), format!("{error:#}"), format!("{error:?}")]);
            for output in outputs {
                assert!(!output.contains(c), "{output:?}");
                assert!(output.starts_with("/a\\"), "{output:?}");
            }
        }
        let long = Error::request("x".repeat(5000)).to_string();
        assert_eq!(long.chars().count(), 1001);
    }
}
