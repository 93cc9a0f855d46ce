//! Folders and lists of documents.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Reads a list of document names, one per line and without `.json`; `#` starts a comment.
pub(super) fn read_list(path: &Path) -> Result<Vec<String>, Failure> {
    let text = discovery_codegen::output::read(path)?;
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(names.map(str::to_owned).collect())
}

/// Returns the paths of a folder's documents, the largest first, without `index.json`, which lists
/// them in the corpus.
pub(super) fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(Failure::io(folder, "cannot be read"))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(Failure::io(folder, "cannot be read"))?.path();
        let json = path.extension().is_some_and(|extension| extension == "json");
        if json && path.file_name().is_some_and(|name| name != "index.json") && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        let message = "contains no documents\n  help: pass a directory with `.json` files".to_owned();
        return Err(Failure::File { path: folder.to_owned(), message });
    }
    // So that no core is left with a large document at the end.
    paths.sort_by_cached_key(|path| {
        (std::cmp::Reverse(std::fs::metadata(path).map_or(0, |data| data.len())), path.clone())
    });
    Ok(paths)
}
