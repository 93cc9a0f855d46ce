//! A folder of documents as a directory of APIs.

use std::path::{Path, PathBuf};

use discovery_codegen::{Header, output};
use rayon::prelude::*;

use super::{Directory, DocumentLocation, Entry};
use crate::failure::Failure;
use crate::terminal;

/// Reads the documents of a folder, and skips other JSON files. Warns about those that cannot be read,
/// are larger than `limit` bytes or are not UTF-8.
///
/// An `index.json`, which is a saved directory, adds which versions are preferred.
pub(super) fn read(folder: &Path, limit: u64) -> Result<Directory, Failure> {
    let paths = json_files(folder)?;
    let read = |path: &PathBuf| output::read_with_limit(path, limit).map(|text| entry(path, &text));
    let results: Vec<_> = paths.par_iter().map(read).collect();
    let mut entries = Vec::new();
    for result in results {
        match result {
            Ok(entry) => entries.extend(entry),
            Err(error) => terminal::warning(error),
        }
    }
    if entries.is_empty() {
        let message = "contains no Discovery documents\n  help: pass a folder with `.json` files".to_owned();
        return Err(Failure::File { path: folder.to_owned(), message });
    }
    let index =
        output::read_with_limit(folder.join("index.json"), limit).ok().and_then(|text| Directory::parse(&text).ok());
    if let Some(index) = index {
        for entry in &mut entries {
            entry.preferred = index.find(&entry.name, &entry.version).and_then(|indexed| indexed.preferred);
        }
    }
    Ok(Directory { entries })
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::io(folder, "cannot be read"))? {
        let path = entry.map_err(Failure::io(folder, "cannot be read"))?.path();
        if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Returns the entry of a document, or `None` if the text is not a document.
pub(super) fn entry(path: &Path, text: &str) -> Option<Entry> {
    let header = Header::parse(text).ok().filter(|header| header.kind == "discovery#restDescription")?;
    Some(Entry {
        name: header.name,
        version: header.version,
        revision: header.revision,
        title: header.title,
        description: header.description,
        preferred: None,
        location: DocumentLocation::File(path.to_owned()),
    })
}
