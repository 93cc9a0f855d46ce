//! Finds generated and other files below a folder.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::Error;
use super::temporary::is_temporary;

/// The maximum number of bytes of the first line that are searched for a mark.
const MAX_MARK: u64 = 5000;

/// Returns the files below a folder that do not have the generator's [mark](crate::is_mark),
/// sorted. Symbolic links and special files count as such files, temporary files of a killed process
/// do not. Empty if the folder does not exist.
///
/// # Errors
///
/// Returns an error if the folder or a file in it cannot be read.
pub fn unmarked_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut entries = Entries::default();
    if folder.is_dir() {
        entries.collect(folder)?;
    }
    let mut unmarked = entries.others;
    for path in entries.files {
        if !has_mark(&path)? {
            unmarked.push(path);
        }
    }
    unmarked.sort();
    Ok(unmarked)
}

/// Returns `true` if the first line of the file has the generator's [mark](crate::is_mark).
///
/// # Errors
///
/// Returns an error if the file cannot be read.
pub fn has_mark(path: &Path) -> Result<bool, Error> {
    let file = fs::File::open(path).map_err(Error::io(path, "cannot be read"))?;
    let mut first_line = Vec::new();
    BufReader::new(file)
        .take(MAX_MARK)
        .read_until(b'\n', &mut first_line)
        .map_err(Error::io(path, "cannot be read"))?;
    Ok(crate::is_mark(&String::from_utf8_lossy(&first_line)))
}

/// Everything below a folder, except the temporary files of this module.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) files: Vec<PathBuf>,
    /// The folders that were read, including the outermost one.
    pub(super) folders: Vec<PathBuf>,
    /// Symbolic links, which are not followed, and special files.
    pub(super) others: Vec<PathBuf>,
}

impl Entries {
    /// Adds the entries below `folder` in the order of their paths.
    pub(super) fn collect(&mut self, folder: &Path) -> Result<(), Error> {
        let entries = fs::read_dir(folder).map_err(Error::io(folder, "cannot be read"))?;
        self.folders.push(folder.to_owned());
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Error::io(folder, "cannot be read"))?;
            if is_temporary(&entry.file_name()) {
                continue;
            }
            let file_type = entry.file_type().map_err(Error::io(folder, "cannot be read"))?;
            paths.push((entry.path(), file_type));
        }
        paths.sort_by(|a, b| a.0.cmp(&b.0));
        for (path, file_type) in paths {
            if file_type.is_dir() {
                self.collect(&path)?;
            } else if file_type.is_file() {
                self.files.push(path);
            } else {
                self.others.push(path);
            }
        }
        Ok(())
    }
}
