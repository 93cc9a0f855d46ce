//! Reads and atomically replaces single files.

use std::fs::File;
use std::path::Path;

use super::Error;
use super::step;
use super::temporary::write_beside;
use super::text::{InvalidText, decode, read_bytes};

/// The maximum size of a file in bytes: 1 GiB, a hundred times that of the largest real document.
pub const MAX_FILE_SIZE: u64 = 1 << 30;

/// Reads a text file of at most [`MAX_FILE_SIZE`].
///
/// # Errors
///
/// Returns an error if the file cannot be read, is too large or is not valid UTF-8.
pub fn read(path: impl AsRef<Path>) -> Result<String, Error> {
    read_with_limit(path, MAX_FILE_SIZE)
}

/// Reads a text file of at most `limit` bytes.
///
/// # Errors
///
/// Returns an error if the file cannot be read, is too large or is not valid UTF-8.
pub fn read_with_limit(path: impl AsRef<Path>, limit: u64) -> Result<String, Error> {
    let path = path.as_ref();
    decode(bytes(path, limit)?).map_err(Error::text(path))
}

/// Reads a file of at most [`MAX_FILE_SIZE`] that may contain anything.
///
/// # Errors
///
/// Returns an error if the file cannot be read or is too large.
pub fn read_to_bytes(path: impl AsRef<Path>) -> Result<Vec<u8>, Error> {
    bytes(path.as_ref(), MAX_FILE_SIZE)
}

fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(Error::io(path, "cannot be read"))?;
    let metadata = file.metadata().map_err(Error::io(path, "cannot be read"))?;
    // Devices and pipes have no size, and files may grow.
    let bytes = if metadata.len() > limit {
        Err(InvalidText::TooLarge { limit })
    } else {
        read_bytes(file, limit).map_err(Error::io(path, "cannot be read"))?
    };
    bytes.map_err(Error::text(path))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_exceeds_the_limit() {
        let error = read_with_limit("/dev/zero", 1 << 20).expect_err("refused");
        assert_eq!(error.to_string(), "/dev/zero: larger than the limit of 1 MiB");
    }

    #[test]
    fn does_not_read_files_that_are_too_large() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.json");
        // A file of this size without any content.
        File::create(&path).and_then(|file| file.set_len(MAX_FILE_SIZE + 1)).expect("created");
        let error = read(&path).expect_err("refused").to_string();
        assert!(error.ends_with("large.json: larger than the limit of 1 GiB"), "{error}");
    }
}
