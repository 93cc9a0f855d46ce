//! Source files before they are printed.

use proc_macro2::TokenStream;

use super::code::Code;
use super::comments::Comments;

/// A source file: documentation of the module, then chunks separated by blank lines.
pub(crate) struct SourceFile {
    /// The path below the crate's folder, with `/` as separator.
    pub(crate) path: String,
    pub(super) docs: Vec<String>,
    pub(super) chunks: Vec<Chunk>,
    /// The documentation to which the tokens of the chunks refer.
    pub(super) comments: Comments,
}

/// A part of a source file.
pub(super) enum Chunk {
    /// Items without blank lines between them, or attributes of the file, which come first.
    Items(TokenStream),
    /// An item as text.
    Code(Code),
    /// An `impl` block with blank lines between its members.
    Impl {
        /// `impl<'a> Rooms<'a>`.
        head: String,
        members: Vec<Code>,
    },
    /// Macro calls of one line each: `runtime::call!(Leave -> schemas::Room);`
    Calls(Vec<String>),
    /// A macro call that lists names: `runtime::message! { Room { "kind" => kind, … } }`.
    Table(Table),
}

/// A macro call that maps wire names to Rust names, one per line.
pub(super) struct Table {
    /// `runtime::message`.
    pub(super) macro_path: &'static str,
    pub(super) head: String,
    pub(super) rows: Vec<Row>,
}

/// A line of a [`Table`]: `"kind" => kind = "games#room",`.
pub(super) struct Row {
    pub(super) wire: String,
    pub(super) rust: String,
    pub(super) fixed: Option<String>,
}
