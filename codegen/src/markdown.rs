//! A document's descriptions as clean rustdoc. Their text is untrusted: it may hold Markdown, HTML, neither, or
//! something that would become a doctest, a broken link or a trick on the reader's eye.

mod block;
mod inline;
mod sentence;
mod wrap;

pub(crate) use block::clean;
pub(crate) use inline::{code, escape, one_line, visible};
pub(crate) use sentence::{cell, lead};
