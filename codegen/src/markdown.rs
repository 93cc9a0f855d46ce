//! The descriptions of a document as rustdoc. Their text is untrusted: it may contain Markdown,
//! HTML or neither, and must not become a doctest, a broken link, an image from elsewhere or text
//! in another order than it is read.

mod block;
mod html;
mod inline;
mod inline_list;
mod inline_marker;
mod lines;
mod link;
mod marks;
mod sentence;
mod span;
mod wrap;

pub(crate) use block::clean;
pub(crate) use inline::escape;
pub(crate) use link::LinkBase;
pub(crate) use sentence::{cell, lead};
pub(crate) use span::{code, one_line, visible};
pub(crate) use wrap::wrap;
