//! Code as text. The frequent items are written as the printer would print them, which is obvious as
//! long as nothing has to be broken: most of a generator's time would be spent on their tokens.

use std::fmt::{Display, Write};

use proc_macro2::Literal;

use super::comments::Comment;

/// The longest line that prettyplease prints.
const WIDTH: usize = 89;

/// The spaces per level of indentation.
const INDENT: usize = 4;

/// Lines of code, one item or member of an `impl` block.
#[derive(Default)]
pub(super) struct Code {
    text: String,
    level: usize,
    needs_printer: bool,
}

impl Code {
    /// Starts a member of an `impl` block.
    pub(super) fn member() -> Self {
        Self { level: 1, ..Self::default() }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: impl Display) {
        let start = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', INDENT * self.level));
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
        self.needs_printer |= self.text.len() - start > WIDTH + 1;
    }

    /// Adds a line that the printer breaks even if it fits, such as a struct literal.
    pub(super) fn line_to_break(&mut self, line: impl Display) {
        self.line(line);
        self.needs_printer = true;
    }

    /// Adds a line that opens a block.
    pub(super) fn open(&mut self, head: impl Display) {
        self.line(format_args!("{head} {{"));
        self.level += 1;
    }

    /// Closes a block.
    pub(super) fn close(&mut self) {
        self.level = self.level.saturating_sub(1);
        self.line("}");
    }

    /// Adds the documentation of what follows.
    pub(super) fn docs(&mut self, comment: Option<Comment>) {
        if let Some(comment) = comment {
            self.line(comment);
        }
    }

    /// Marks what follows as deprecated.
    pub(super) fn deprecated(&mut self, deprecated: bool) {
        if deprecated {
            self.line("#[deprecated]");
        }
    }

    /// Adds attributes of the caller to what follows. Their syntax was checked, but not their layout.
    pub(super) fn attributes(&mut self, attributes: &[String]) {
        for attribute in attributes {
            self.line_to_break(attribute);
        }
    }

    /// Returns `true` if the printer has to break lines.
    pub(super) fn needs_printer(&self) -> bool {
        self.needs_printer
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// Returns whether a line at the start of a file needs not be broken.
pub(super) fn fits(line: &str) -> bool {
    line.len() <= WIDTH
}

/// Returns a string literal.
pub(super) fn literal(text: &str) -> Literal {
    Literal::string(text)
}
