//! What is in a folder, and who wrote it.

use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use super::Error;

/// The files below a folder that no generator wrote; none where there is no folder.
///
/// # Errors
/// If the folder, or a file in it, cannot be read.
pub fn foreign(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut files, mut foreign) = (Vec::new(), Vec::new());
    if folder.is_dir() {
        collect(folder, &mut files, &mut foreign)?;
    }
    for path in files {
        if !is_ours(&path)? {
            foreign.push(path);
        }
    }
    foreign.sort();
    Ok(foreign)
}

/// Whether a generator wrote this file: its first line says so.
pub(crate) fn is_ours(path: &Path) -> Result<bool, Error> {
    let file = fs::File::open(path).map_err(Error::io(path, "cannot be read"))?;
    let mut first = Vec::new();
    std::io::Read::take(std::io::BufReader::new(file), 5000)
        .read_until(b'\n', &mut first)
        .map_err(Error::io(path, "cannot be read"))?;
    Ok(crate::is_mark(&String::from_utf8_lossy(&first)))
}

/// Every file below a folder. Links and the like are not followed: what they lead to is not ours.
pub(crate) fn collect(folder: &Path, files: &mut Vec<PathBuf>, others: &mut Vec<PathBuf>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(Error::io(folder, "cannot be read"))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io(folder, "cannot be read"))?;
        let kind = entry.file_type().map_err(Error::io(folder, "cannot be read"))?;
        paths.push((entry.path(), kind));
    }
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in paths {
        if kind.is_dir() {
            collect(&path, files, others)?;
        } else if kind.is_file() {
            files.push(path);
        } else {
            others.push(path);
        }
    }
    Ok(())
}

pub(crate) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
