//! Reads and atomically replaces single files.

use std::path::Path;

use super::Error;
use super::step;
use super::temporary::write_beside;

/// Reads a file. Like [`std::fs::read_to_string`], but the error names the file.
///
/// # Errors
///
/// Returns an error if the file cannot be read or is not valid UTF-8.
pub fn read(path: impl AsRef<Path>) -> Result<String, Error> {
    let path = path.as_ref();
    std::fs::read_to_string(path).map_err(Error::io(path, "cannot be read"))
}

/// Replaces the content of a file atomically. Creates the file and its parent folders if needed.
///
/// # Errors
///
/// Returns an error if the file cannot be written. In that case, the old content is kept.
pub fn replace(path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Result<(), Error> {
    let path = path.as_ref();
    persist(write_beside(path, content.as_ref())?, path)
}

/// Renames a staged file to its final path.
pub(super) fn persist(file: tempfile::NamedTempFile, path: &Path) -> Result<(), Error> {
    step();
    file.persist(path).map_err(|error| Error::io(path, "cannot be replaced")(error.error))?;
    Ok(())
}
