//! Reads and atomically replaces single files.

use std::io::Write;
use std::path::Path;

use super::Error;

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
    persist(stage(path, content.as_ref())?, path)
}

/// Writes the new content of a file to a temporary file in the same folder.
pub(super) fn stage(path: &Path, content: &[u8]) -> Result<tempfile::NamedTempFile, Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Error::io(folder, "cannot be created"))?;
    let mut file = temporary(folder).map_err(Error::io(folder, "cannot be written to"))?;
    file.write_all(content).map_err(Error::io(path, "cannot be written"))?;
    Ok(file)
}

/// Renames a staged file to its final path.
pub(super) fn persist(file: tempfile::NamedTempFile, path: &Path) -> Result<(), Error> {
    file.persist(path).map_err(|error| Error::io(path, "cannot be replaced")(error.error))?;
    Ok(())
}

/// Creates a temporary file with the permissions of an ordinary new file.
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".generating-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
