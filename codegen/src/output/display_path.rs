//! Paths in messages.

use std::path::{Path, PathBuf};

use crate::diagnostics::printable;

/// Returns the path relative to the current directory if it is below it, and unchanged otherwise.
#[must_use]
pub fn display_path(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// Returns the path relative to the current directory as text for a message. See
/// [`printable`](crate::printable()).
#[must_use]
pub fn printable_path(path: &Path) -> String {
    printable(&display_path(path).to_string_lossy()).to_string()
}
