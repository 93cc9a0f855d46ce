//! Documentation of items, kept apart from their tokens: these contain its number, and the printer
//! inserts the text.
//!
//! Most of a crate is documentation. As attributes, one per line, it would be quoted, parsed,
//! unquoted and printed, which took a third of the generator's time.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The documentation of all items of a file.
#[derive(Default)]
pub(super) struct Comments {
    /// All comments, one after the other.
    text: String,
    /// The end of each comment.
    ends: Vec<usize>,
}

impl Comments {
    /// Adds a comment. Returns the tokens to put before the documented item.
    pub(super) fn add<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> TokenStream {
        for line in lines {
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
        let number = Literal::string(&self.ends.len().to_string());
        self.ends.push(self.text.len());
        quote!(#[doc = #number])
    }

    /// Returns the lines of a comment, if the printed comment is a number. Documentation that is
    /// part of the tokens starts with a space.
    pub(super) fn lines(&self, printed: &str) -> Option<impl Iterator<Item = &str>> {
        let index: usize = printed.strip_prefix("///")?.parse().ok()?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some(self.text.get(start..*self.ends.get(index)?)?.lines())
    }
}
