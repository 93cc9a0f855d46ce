//! Documentation of items, kept apart from their code: this contains its number, and the printer
//! inserts the text.
//!
//! Most of a crate is documentation. As attributes, one per line, it would be quoted, parsed,
//! unquoted and printed, which took a third of the generator's time.

use std::fmt;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

/// The documentation of all items of a file.
#[derive(Default)]
pub(super) struct Comments {
    /// All comments, one after the other.
    text: String,
    /// The end of each comment.
    ends: Vec<usize>,
}

/// The number of a comment, to put before the documented item: in code, or in its tokens.
#[derive(Clone, Copy)]
pub(super) struct Comment(usize);

impl fmt::Display for Comment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "///{}", self.0)
    }
}

impl ToTokens for Comment {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let number = Literal::string(&self.0.to_string());
        tokens.extend(quote!(#[doc = #number]));
    }
}

impl Comments {
    /// Adds a comment.
    pub(super) fn add<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> Comment {
        for line in lines {
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
        self.ends.push(self.text.len());
        Comment(self.ends.len() - 1)
    }

    /// Returns the lines of the comment with this number, if it is one. Documentation that is part of
    /// the tokens starts with a space.
    pub(super) fn lines(&self, number: &str) -> Option<impl Iterator<Item = &str>> {
        let index: usize = number.parse().ok()?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some(self.text.get(start..*self.ends.get(index)?)?.lines())
    }
}
