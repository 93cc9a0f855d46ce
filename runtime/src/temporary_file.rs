//! Temporary files that replace a target.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::path::{Path, PathBuf};

use crate::random::random_u64;

/// The maximum number of symbolic links that are followed to a target that does not exist.
const MAX_LINKS: usize = 40;

/// A file in the folder of its target. It is removed when dropped, unless it has replaced the
/// target.
pub(crate) struct TemporaryFile {
    /// `None` once the file has replaced the target.
    path: Option<PathBuf>,
    target: Target,
}

impl TemporaryFile {
    /// Creates a file that may replace `target`. Fails if the target is not a regular file.
    pub(crate) fn create(target: &Path) -> io::Result<(Self, File)> {
        let target = Target::find(target)?;
        // Names have a maximum length, which that of the target may have reached.
        let path = target.path.with_file_name(format!(".{:016x}.part", random_u64()));
        let file = options_for(&target).open(&path)?;
        Ok((Self { path: Some(path), target }, file))
    }

    /// Replaces the target.
    pub(crate) fn persist(mut self, file: File) -> io::Result<()> {
        if let Some(permissions) = self.target.permissions.take() {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        drop(file);
        if let Some(path) = &self.path {
            fs::rename(path, &self.target.path)?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

/// The file to replace.
struct Target {
    /// The path without symbolic links at its end.
    path: PathBuf,
    /// The permissions of an existing file.
    permissions: Option<Permissions>,
}

impl Target {
    fn find(path: &Path) -> io::Result<Self> {
        let ends_with_separator = path.to_string_lossy().ends_with(std::path::is_separator);
        if ends_with_separator || path.file_name().is_none() {
            return Err(invalid("the path is that of a folder"));
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => {
                Ok(Self { path: fs::canonicalize(path)?, permissions: Some(permissions(&metadata)) })
            }
            Ok(metadata) if metadata.is_dir() => Err(invalid("it is a folder")),
            Ok(_) => Err(invalid("it is not a regular file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { path: without_links(path.to_owned())?, permissions: None })
            }
            Err(error) => Err(error),
        }
    }
}

fn invalid(problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, problem)
}

/// Follows symbolic links to a file that does not exist.
fn without_links(mut path: PathBuf) -> io::Result<PathBuf> {
    for _ in 0..MAX_LINKS {
        let Ok(link) = fs::read_link(&path) else { return Ok(path) };
        path.pop();
        path.push(link);
    }
    Err(invalid("too many symbolic links"))
}

#[cfg(unix)]
fn permissions(metadata: &fs::Metadata) -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    // Other users must not execute the new content with the rights of the owner.
    Permissions::from_mode(metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn permissions(metadata: &fs::Metadata) -> Permissions {
    metadata.permissions()
}

/// Returns the options to create a file. Until it has the permissions of the existing one, only its
/// owner may read it.
#[cfg(unix)]
fn options_for(target: &Target) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if target.permissions.is_some() {
        options.mode(0o600);
    }
    options
}

#[cfg(not(unix))]
fn options_for(_: &Target) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}
