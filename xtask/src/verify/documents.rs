//! Lists of documents.

use std::path::Path;

use crate::failure::Failure;

/// Reads a list of document names, one per line and without `.json`; `#` starts a comment.
pub(super) fn read_list(path: &Path) -> Result<Vec<String>, Failure> {
    let text = discovery_codegen::output::read(path)?;
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(names.map(str::to_owned).collect())
}
