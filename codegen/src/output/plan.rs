//! Compares a folder with the files that belong there, and updates it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::finding::{Finding, difference};
use super::folder::{Entries, has_mark};
use super::temporary::{TemporaryFolder, sweep, write_beside};
use super::text::read_bytes;
use super::{Error, display_path, file, step};
use crate::counted::counted;

/// The maximum size of a file whose differences are listed, in bytes.
const MAX_COMPARED: u64 = 16 << 20;

/// The changes that bring one folder up to date.
#[derive(Debug, Default)]
#[must_use = "a plan changes nothing until it is applied"]
pub struct Plan<'f> {
    folder: PathBuf,
    /// Files that are missing or differ, with their new text.
    write: Vec<(PathBuf, &'f str)>,
    /// Generated files of an earlier run that are no longer generated.
    remove: Vec<PathBuf>,
    unchanged: usize,
    /// The folders that may contain temporary files of an earlier run.
    folders: Vec<PathBuf>,
}

impl<'f> Plan<'f> {
    /// Compares a folder with the files that it should contain: those of
    /// [`Generated::files`](crate::Generated::files), by path with `/` as separator.
    ///
    /// For a crate, `folder` is the folder of the crate; for a module, it is `OUT_DIR`. Generated
    /// files that are no longer needed are found in the folders that `files` names: `src` for a
    /// crate, and the module's own folder for a module, so several modules can share `OUT_DIR`.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder cannot be read, or if a file would have to be overwritten
    /// that was not generated.
    pub fn new(folder: impl AsRef<Path>, files: &'f BTreeMap<String, String>) -> Result<Self, Error> {
        let mut plan = Self { folder: folder.as_ref().to_owned(), ..Self::default() };
        let folders = source_folders(&plan.folder, files);
        for (relative, text) in files {
            plan.compare(relative, text)?;
        }
        let mut present = Entries::default();
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            present.collect(folder)?;
        }
        plan.folders = present.folders;
        for path in present.files {
            let needed = path.strip_prefix(&plan.folder).is_ok_and(|path| files.contains_key(&with_slashes(path)));
            if !needed && has_mark(&path)? {
                plan.remove.push(path);
            }
        }
        Ok(plan)
    }

    fn compare(&mut self, relative: &str, text: &'f str) -> Result<(), Error> {
        let path = self.folder.join(relative);
        // A file below a symbolic link belongs to another folder.
        let mut parts = path.ancestors().take_while(|part| *part != self.folder);
        if let Some(link) = parts.find(|part| part.is_symlink()) {
            return Err(Error::NotGenerated(display_path(link)));
        }
        match is_same(&path, text) {
            Ok(None) => return Err(Error::NotGenerated(display_path(&path))),
            Ok(Some(true)) => self.unchanged += 1,
            Ok(_) if !has_mark(&path)? => return Err(Error::NotGenerated(display_path(&path))),
            Ok(_) => self.write.push((path, text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.write.push((path, text)),
            Err(error) => return Err(Error::io(&path, "cannot be read")(error)),
        }
        Ok(())
    }

    /// Returns `true` if the folder is up to date.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Returns the files that are not up to date, and how they differ.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        if !self.folder.exists() {
            return vec![Finding::MissingFolder { path: display_path(&self.folder), files: self.write.len() }];
        }
        let written = self.write.iter().map(|(path, text)| {
            let Ok(file) = fs::File::open(path) else {
                return Finding::Missing(display_path(path));
            };
            let difference = match read_bytes(file, MAX_COMPARED) {
                Ok(Ok(old)) => difference(&String::from_utf8_lossy(&old), text),
                Ok(Err(error)) => vec![error.to_string()],
                Err(error) => vec![format!("cannot be read: {error}")],
            };
            Finding::Stale { path: display_path(path), difference }
        });
        written.chain(self.remove.iter().map(|path| Finding::Leftover(display_path(path)))).collect()
    }

    /// Returns the paths of all files that will be written or removed.
    pub fn changed_files(&self) -> impl Iterator<Item = &Path> {
        self.write.iter().map(|(path, _)| path.as_path()).chain(self.remove.iter().map(PathBuf::as_path))
    }

    /// Updates the folder. All files are written to temporary files before the first one is
    /// replaced. Temporary files of processes that were killed are deleted.
    ///
    /// # Errors
    ///
    /// Returns an error if something cannot be written. In that case, a folder that did not exist
    /// before is not created.
    pub fn apply(self) -> Result<Counts, Error> {
        if !self.folder.exists() {
            return self.create();
        }
        self.folders.iter().chain([&self.folder]).for_each(|folder| sweep(folder));
        let mut staged = Vec::with_capacity(self.write.len());
        for (path, text) in &self.write {
            staged.push((write_beside(path, text.as_bytes())?, path));
        }
        for (temporary, path) in staged {
            file::persist(temporary, path)?;
        }
        for path in &self.remove {
            step();
            fs::remove_file(path).map_err(Error::io(path, "cannot be removed"))?;
            // Remove folders that have become empty; `remove_dir` fails for others.
            for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.folder) {
                step();
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(Counts { written: self.write.len(), removed: self.remove.len(), unchanged: self.unchanged })
    }

    /// Creates a folder that does not exist: fills a temporary folder, then renames it.
    fn create(self) -> Result<Counts, Error> {
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(Error::io(parent, "cannot be created"))?;
        let staged = TemporaryFolder::beside(&self.folder)?;
        let root = staged.path().join("crate");
        let mut current = PathBuf::new();
        for (path, text) in &self.write {
            let staged = root.join(path.strip_prefix(&self.folder).unwrap_or(path));
            let folder = staged.parent().unwrap_or(&root);
            // Files are sorted by path, so most of them are in the folder of the file before.
            if folder != current {
                step();
                fs::create_dir_all(folder).map_err(Error::io(&self.folder, "cannot be created"))?;
                current = folder.to_owned();
            }
            step();
            fs::write(&staged, text).map_err(Error::io(path, "cannot be written"))?;
        }
        step();
        fs::rename(&root, &self.folder).map_err(Error::io(&self.folder, "cannot be created"))?;
        step();
        Ok(Counts { written: self.write.len(), removed: 0, unchanged: 0 })
    }
}

/// Returns `true` if a file has this content, and `None` if it is not an ordinary file. Reads at most
/// as many bytes as the text has.
fn is_same(path: &Path, text: &str) -> io::Result<Option<bool>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Ok(None);
    }
    if metadata.len() != text.len() as u64 {
        return Ok(Some(false));
    }
    let bytes = read_bytes(fs::File::open(path)?, text.len() as u64)?;
    Ok(Some(bytes.is_ok_and(|bytes| bytes == text.as_bytes())))
}

/// Returns the folders directly below `folder` that contain some of the files.
fn source_folders(folder: &Path, files: &BTreeMap<String, String>) -> BTreeSet<PathBuf> {
    files.keys().filter_map(|path| path.split_once('/')).map(|(first, _)| folder.join(first)).collect()
}

fn with_slashes(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The numbers of files that [`Plan::apply`] changed. `Display` prints them:
/// `2 files written, 1 removed, 5 unchanged`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Files that were created or replaced.
    pub written: usize,
    /// Generated files that were no longer needed.
    pub removed: usize,
    /// Files that were up to date.
    pub unchanged: usize,
}

impl Counts {
    /// Returns `true` if nothing was written or removed.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.written + self.removed == 0
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} written", counted(self.written, "file"))?;
        if self.removed > 0 {
            write!(f, ", {} removed", self.removed)?;
        }
        if self.unchanged > 0 {
            write!(f, ", {} unchanged", self.unchanged)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
