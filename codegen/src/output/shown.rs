//! Paths for people.

use std::path::{Path, PathBuf};

/// A path as people want to see it: from the current folder where it is below that.
#[must_use]
pub fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).map_or_else(|_| path.to_owned(), Path::to_owned)
}
