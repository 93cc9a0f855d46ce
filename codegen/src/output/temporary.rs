//! Temporary files and folders, and the removal of those that an ended process has left.
//!
//! Each one is locked as long as its process works with it. The operating system releases the lock
//! when the process ends, for whatever reason, so an unlocked one is a leftover.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::Error;
use super::step;

/// The names of temporary files and folders start and end with these, and with nothing else.
const PREFIX: &str = ".discovery-codegen-";
const SUFFIX: &str = ".tmp";

/// The file that is locked in place of a folder.
const LOCK: &str = "lock";

/// A temporary folder on the same file system as another folder. Deleted when dropped.
#[derive(Debug)]
#[must_use = "the folder is deleted when this value is dropped"]
pub struct TemporaryFolder {
    /// Closed first, because Windows does not delete folders with open files.
    lock: Option<File>,
    folder: tempfile::TempDir,
    /// The folder `target`, if it was created for this one.
    target: Option<PathBuf>,
}

impl TemporaryFolder {
    /// Creates a temporary folder from which files can be renamed to `folder`, and vice versa.
    ///
    /// It is created in the nearest enclosing `target` folder: with `members = ["generated/*"]`, a
    /// sibling of `folder` would be a broken member of the workspace, at least temporarily.
    ///
    /// # Errors
    ///
    /// Returns an error if no folder can be created, e.g. for lack of permissions.
    pub fn beside(folder: &Path) -> Result<Self, Error> {
        let parent = folder.parent().unwrap_or(Path::new("."));
        let absolute = std::path::absolute(parent).map_err(Error::io(parent, "cannot be resolved"))?;
        let target = |ancestor: &Path| ancestor.join("target");
        let is_usable = |target: &PathBuf| target.is_dir() && is_same_file_system(target, parent);
        if let Some(folder) =
            absolute.ancestors().map(target).filter(is_usable).find_map(|target| Self::create(&target).ok())
        {
            return Ok(folder);
        }
        let root = absolute.ancestors().filter(|ancestor| ancestor.join("Cargo.toml").is_file()).last();
        if let Some(folder) = root.and_then(|root| Self::in_new_target(root, parent)) {
            return Ok(folder);
        }
        if let Some(folder) =
            root.filter(|root| is_same_file_system(root, parent)).and_then(|root| Self::create(root).ok())
        {
            return Ok(folder);
        }
        Self::create(parent).map_err(Error::io(parent, "cannot be written to"))
    }

    /// Creates the folder `target` of a workspace, which cargo creates unless it is configured to
    /// use a different one, and a temporary folder in it.
    fn in_new_target(root: &Path, parent: &Path) -> Option<Self> {
        let target = root.join("target");
        fs::create_dir(&target).ok()?;
        if let Some(mut folder) = Self::create(&target).ok().filter(|_| is_same_file_system(&target, parent)) {
            folder.target = Some(target);
            return Some(folder);
        }
        let _ = fs::remove_dir(&target);
        None
    }

    /// Returns the path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Keeps the folder when this value is dropped. [`sweep`] may still delete it later.
    pub fn keep(mut self) {
        self.target = None;
        self.folder.disable_cleanup(true);
    }

    fn create(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        loop {
            step();
            let folder = builder().tempdir_in(parent)?;
            step();
            // Another process may sweep the folder before it is locked.
            let lock = match File::create_new(folder.path().join(LOCK)) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                lock => lock?,
            };
            if is_locked(&lock, &folder.path().join(LOCK)) {
                return Ok(Self { lock: Some(lock), folder, target: None });
            }
        }
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            drop(self.lock.take());
            let _ = fs::remove_dir_all(self.folder.path());
            // Fails if cargo uses the folder in the meantime.
            let _ = fs::remove_dir(target);
        }
    }
}

/// Writes the new content of a file to a temporary file in the same folder, with the permissions of
/// an ordinary new file.
pub(super) fn write_beside(path: &Path, content: &[u8]) -> Result<tempfile::NamedTempFile, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io(folder, "cannot be created"))?;
    let mut file = create_file(folder).map_err(Error::io(folder, "cannot be written to"))?;
    step();
    file.write_all(content).map_err(Error::io(path, "cannot be written"))?;
    Ok(file)
}

fn create_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    loop {
        let mut builder = builder();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        step();
        let file = builder.tempfile_in(folder)?;
        step();
        if is_locked(file.as_file(), file.path()) {
            return Ok(file);
        }
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// Locks a new file. Returns `false` if it has been swept in the meantime.
fn is_locked(file: &File, path: &Path) -> bool {
    // Some file systems do not support locks. On these, nothing is swept.
    let _ = file.lock();
    path.exists()
}

/// Deletes the temporary files and folders that processes which have ended left directly in
/// `folder`. Ignores errors, because leftovers do no harm.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let is_ours = is_temporary(&entry.file_name());
        // Does not follow links.
        match entry.file_type() {
            Ok(file_type) if is_ours && file_type.is_dir() => sweep_folder(&entry.path()),
            Ok(file_type) if is_ours && file_type.is_file() => {
                if let Some(_lock) = lock_of_ended(&entry.path()) {
                    let _ = fs::remove_file(entry.path());
                }
            }
            _ => {}
        }
    }
}

/// Returns `true` for the names of temporary files and folders.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

fn sweep_folder(folder: &Path) {
    let lock = folder.join(LOCK);
    let lock_of_ended = lock_of_ended(&lock);
    // Without a lock, the process ended while it deleted the folder, or is about to create the lock.
    if lock_of_ended.is_some() || !lock.exists() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Locks a temporary file of another process. `None` if that process is still working with it.
fn lock_of_ended(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
    }
}

#[cfg(unix)]
fn is_same_file_system(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(one).is_some() && device(one) == device(other)
}

/// Compares the drives of the paths.
#[cfg(not(unix))]
fn is_same_file_system(one: &Path, other: &Path) -> bool {
    let drive = |path: &Path| {
        std::path::absolute(path).ok().and_then(|path| path.components().next().map(|c| c.as_os_str().to_owned()))
    };
    drive(one).is_some() && drive(one) == drive(other)
}

#[cfg(test)]
mod tests;
