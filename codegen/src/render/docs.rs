//! Documentation goes round the tokens: they hold its number, and `format` puts the text in that place.
//!
//! Most of a crate is documentation. As attributes, one a line, it would be quoted, parsed, unquoted and printed, which
//! took a third of the generator's time.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Docs;

/// What is said of the things in one file, in lines that stand behind `///`.
#[derive(Default)]
pub(crate) struct Comments {
    /// All texts, one after the other.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Comments {
    /// Keeps a text. The tokens stand for it, before the thing that it speaks of.
    pub(crate) fn add<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> TokenStream {
        for line in lines {
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
        let place = Literal::string(&self.ends.len().to_string());
        self.ends.push(self.text.len());
        quote!(#[doc = #place])
    }

    /// The lines that the tokens stand for, if the printer has made this comment of them. Comments that went through
    /// tokens as text are the generator's own words, and start with a space.
    pub(crate) fn lines(&self, comment: &str) -> Option<impl Iterator<Item = &str>> {
        let index: usize = comment.strip_prefix("///")?.parse().ok()?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some(self.text.get(start..*self.ends.get(index)?)?.lines())
    }
}

pub(super) fn lines(docs: &Docs) -> impl Iterator<Item = &str> {
    docs.0.iter().map(String::as_str)
}

pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}
