//! Code as text. The frequent items are written as the printer would print them: most of a
//! generator's time would be spent on their tokens.

use std::fmt::{Display, Write};

use proc_macro2::Literal;

use super::breakable::{Breakable, List};
use super::comments::Comment;

/// The longest line that prettyplease prints.
const WIDTH: usize = 89;

/// The longest literal of a struct that prettyplease prints as one line.
const STRUCT_WIDTH: usize = 35;

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

    /// Adds a line. If it is too long, the printer breaks it.
    pub(super) fn line(&mut self, line: impl Display) {
        self.needs_printer |= self.push(line) > WIDTH;
    }

    /// Adds a line that is never broken.
    pub(super) fn unbroken_line(&mut self, line: impl Display) {
        self.push(line);
    }

    /// Adds a line at the current level of indentation, and returns its length.
    fn push(&mut self, line: impl Display) -> usize {
        let start = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', INDENT * self.level));
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
        self.text.len() - start - 1
    }

    /// Adds a line if it is not too long. Returns whether it was added.
    fn push_fitting(&mut self, line: impl Display) -> bool {
        let start = self.text.len();
        let fits = self.push(line) <= WIDTH;
        if !fits {
            self.text.truncate(start);
        }
        fits
    }

    /// Adds code that is broken if it is too long for a line. The text `after` follows it.
    pub(super) fn breakable(&mut self, code: &Breakable, after: &str) {
        match code {
            Breakable::Text(text) => self.unbroken_line(format_args!("{text}{after}")),
            Breakable::List(list) => self.list(list, after, 0),
            Breakable::Chain { function, calls } => match calls.split_last() {
                None => self.list(function, after, 0),
                Some(_) if self.push_fitting(format_args!("{code}{after}")) => {}
                Some((last, others)) => {
                    // Broken arguments of the function are indented beyond the calls that follow, but type
                    // arguments are not.
                    self.list(function, "", usize::from(function.open.ends_with('(')));
                    self.level += 1;
                    others.iter().for_each(|call| self.breakable(call, ""));
                    self.breakable(last, after);
                    self.level -= 1;
                }
            },
        }
    }

    /// Adds a list, of which all lines but the first are indented by this number of levels if it is
    /// broken.
    fn list(&mut self, list: &List, after: &str, indent: usize) {
        if self.push_fitting(format_args!("{list}{after}")) {
            return;
        }
        self.unbroken_line(&list.open);
        self.level += indent + 1;
        if let Some((last, others)) = list.entries.split_last() {
            others.iter().for_each(|entry| self.breakable(entry, ","));
            self.breakable(last, "");
            // The printer does not count the last comma, which only a broken list has.
            self.text.pop();
            self.text.push_str(",\n");
        }
        self.level -= 1;
        self.line(format_args!("{}{after}", list.close));
        self.level -= indent;
    }

    /// Adds a declaration that ends with a type, which is broken if the line is too long.
    pub(super) fn typed(&mut self, declaration: impl Display, ty: &str, after: &str) {
        if !self.push_fitting(format_args!("{declaration}{ty}{after}")) {
            self.breakable(&Breakable::ty(&declaration.to_string(), ty), after);
        }
    }

    /// Adds a line that opens a block.
    pub(super) fn open(&mut self, head: impl Display) {
        self.line(format_args!("{head} {{"));
        self.level += 1;
    }

    /// Opens the block of a type.
    pub(super) fn open_type(&mut self, keyword: &str, name: &str) {
        self.unbroken_line(format_args!("pub {keyword} {name} {{"));
        self.level += 1;
    }

    /// Opens the block of a function.
    pub(super) fn open_function(&mut self, name: &str, arguments: Vec<Breakable>, ty: &str) {
        let signature = List { open: format!("pub fn {name}("), entries: arguments, close: format!(") -> {ty} {{") };
        self.list(&signature, "", 0);
        self.level += 1;
    }

    /// Adds the literal of a struct with one field.
    pub(super) fn struct_literal(&mut self, name: &str, field: &str) {
        let literal = format!("{name} {{ {field} }}");
        if literal.len() <= STRUCT_WIDTH {
            return self.line(literal);
        }
        self.open(name);
        self.line(format_args!("{field},"));
        self.close();
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
        self.needs_printer |= !attributes.is_empty();
        attributes.iter().for_each(|attribute| self.line(attribute));
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
pub(super) fn literal(text: &str) -> String {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(is_plain) { format!("\"{text}\"") } else { Literal::string(text).to_string() }
}
