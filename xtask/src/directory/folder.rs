//! A folder of documents as a directory. What is there counts; an `index.json` beside them only adds to it.

use std::path::Path;

use rayon::prelude::*;

use super::{Directory, Entry, Place, clean};
use crate::document::Header;
use crate::failure::Failure;

pub(super) fn read(folder: &Path) -> Result<Directory, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::io(folder, "cannot be read"))? {
        let path = entry.map_err(Failure::io(folder, "cannot be read"))?.path();
        if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
            paths.push(path);
        }
    }
    // The system lists them in any order.
    paths.sort();
    // Other JSON may lie here; what is no document is not in the list.
    let mut entries = paths
        .par_iter()
        .map(|path| {
            let text = std::fs::read(path).map_err(Failure::io(path, "cannot be read"))?;
            Ok(entry(path, &String::from_utf8_lossy(&text)))
        })
        .filter_map(Result::transpose)
        .collect::<Result<Vec<Entry>, Failure>>()?;
    if entries.is_empty() {
        let message = "there is no Discovery document here\n  help: name a folder with `….json` files".to_owned();
        return Err(Failure::File { path: folder.to_owned(), message });
    }
    if let Some(index) =
        std::fs::read_to_string(folder.join("index.json")).ok().and_then(|text| Directory::parse(&text).ok())
    {
        for entry in &mut entries {
            entry.preferred = index.find(&entry.name, &entry.version).and_then(|indexed| indexed.preferred);
        }
    }
    Ok(Directory { entries })
}

/// The document in a file, if it is one.
pub(super) fn entry(path: &Path, text: &str) -> Option<Entry> {
    let header = Header::parse(text).ok().filter(|header| header.kind == "discovery#restDescription")?;
    Some(Entry {
        name: clean(&header.name),
        version: clean(&header.version),
        revision: header.revision,
        title: clean(&header.title),
        description: clean(&header.description),
        preferred: None,
        place: Place::File(path.to_owned()),
    })
}
