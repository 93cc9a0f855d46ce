//! Single files, whole or not there: written beside their place, then renamed.

use std::io::Write;
use std::path::Path;

use super::Error;

/// The text of a file. Unlike the system's, the error says of which.
///
/// # Errors
/// If it cannot be read, or is no UTF-8.
pub fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::io(path, "cannot be read"))
}

/// Gives a file this text, and makes the folders around it.
///
/// # Errors
/// If it cannot be written. The file is then as it was.
pub fn replace(path: &Path, text: &[u8]) -> Result<(), Error> {
    stage(path, text)?.persist(path).map_err(|error| Error::io(path, "cannot be replaced")(error.error))?;
    Ok(())
}

/// The text beside its place; it goes away again unless it is renamed.
pub(crate) fn stage(path: &Path, text: &[u8]) -> Result<tempfile::NamedTempFile, Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Error::io(folder, "cannot be made"))?;
    let mut file = temporary(folder).map_err(Error::io(folder, "cannot be written to"))?;
    file.write_all(text).map_err(Error::io(path, "cannot be written"))?;
    Ok(file)
}

/// With the permissions of any other new file.
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".generating-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
