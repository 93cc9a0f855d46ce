//! Code that is broken if it is too long for a line, as prettyplease would break it.

use std::fmt::{Display, Formatter, Result};

/// A piece of code, and where it can be broken. `Display` writes it as one line.
pub(super) enum Breakable {
    /// Code that is never broken.
    Text(String),
    /// A list, which is broken into one entry per line.
    List(List),
    /// A call of a function, with the list of its arguments or type arguments, and calls of methods
    /// on its result. They are broken into one call per line.
    Chain { function: List, calls: Vec<Breakable> },
}

/// Entries separated by commas, between the code that precedes and follows them.
pub(super) struct List {
    pub(super) open: String,
    pub(super) entries: Vec<Breakable>,
    pub(super) close: String,
}

impl List {
    /// Creates a list whose entries are never broken.
    pub(super) fn new(open: impl Into<String>, entries: impl IntoIterator<Item = String>, close: &str) -> Self {
        let entries = entries.into_iter().map(Breakable::Text).collect();
        Self { open: open.into(), entries, close: close.to_owned() }
    }

    /// Creates a list with one entry.
    pub(super) fn of_one(open: impl Into<String>, entry: Breakable, close: &str) -> Self {
        Self { open: open.into(), entries: vec![entry], close: close.to_owned() }
    }
}

impl Breakable {
    /// Creates the code of a type that follows this text. No type has more than one argument.
    pub(super) fn ty(before: &str, ty: &str) -> Self {
        match ty.strip_suffix('>').and_then(|ty| ty.split_once('<')) {
            Some((name, argument)) => Self::List(List::of_one(format!("{before}{name}<"), Self::ty("", argument), ">")),
            None => Self::Text(format!("{before}{ty}")),
        }
    }
}

impl Display for Breakable {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::List(list) => list.fmt(f),
            Self::Chain { function, calls } => {
                function.fmt(f)?;
                calls.iter().try_for_each(|call| call.fmt(f))
            }
        }
    }
}

impl Display for List {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.open)?;
        for (index, entry) in self.entries.iter().enumerate() {
            f.write_str(if index > 0 { ", " } else { "" })?;
            entry.fmt(f)?;
        }
        f.write_str(&self.close)
    }
}
