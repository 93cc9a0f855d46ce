//! Makes several changes on disk a transaction: all of them, or none.

use std::path::{Path, PathBuf};
use std::{fs, io};

use discovery_codegen::output::{self, display_path};

use crate::failure::Failure;
use crate::terminal;

/// A transaction that undoes its changes when it is dropped, unless it is committed.
#[derive(Debug)]
pub(crate) struct Undo {
    steps: Vec<Step>,
    /// Temporary folders that hold what was removed. Deleted with the transaction, after it was
    /// undone.
    trash: Vec<tempfile::TempDir>,
}

/// A step that undoes one change.
#[derive(Debug)]
enum Step {
    Restore(PathBuf, Vec<u8>),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    MoveBack { from: PathBuf, to: PathBuf },
}

impl Step {
    /// Returns the path that the step restores.
    fn path(&self) -> &Path {
        match self {
            Self::Restore(path, _) | Self::RemoveFile(path) | Self::RemoveFolder(path) => path,
            Self::MoveBack { to, .. } => to,
        }
    }

    fn run(&self) -> Result<(), String> {
        match self {
            Self::Restore(path, content) => output::replace(path, content).map_err(|error| error.to_string()),
            Self::RemoveFile(path) => unless_missing(fs::remove_file(path)),
            Self::RemoveFolder(path) => unless_missing(fs::remove_dir_all(path)),
            Self::MoveBack { from, to } => fs::rename(from, to).map_err(|error| error.to_string()),
        }
    }
}

impl Undo {
    /// Begins a transaction. From now on, an interrupt does not end this program, which could leave
    /// the transaction incomplete. It still ends child processes, and their failure undoes the
    /// transaction.
    pub(crate) fn begin() -> Self {
        // This fails if a handler is installed, which only an earlier transaction does.
        let _ = ctrlc::set_handler(|| {});
        Self { steps: Vec::new(), trash: Vec::new() }
    }

    /// Replaces the content of a file.
    pub(crate) fn replace(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        self.remember(path)?;
        Ok(output::replace(path, text)?)
    }

    /// Removes a file.
    pub(crate) fn remove(&mut self, path: &Path) -> Result<(), Failure> {
        self.remember(path)?;
        fs::remove_file(path).map_err(Failure::io(path, "cannot be removed"))
    }

    /// Records the current content of a file that something else is about to change.
    pub(crate) fn remember(&mut self, path: &Path) -> Result<(), Failure> {
        self.steps.push(match fs::read(path) {
            Ok(content) => Step::Restore(path.to_owned(), content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Step::RemoveFile(path.to_owned()),
            Err(error) => return Err(Failure::io(path, "cannot be read")(error)),
        });
        Ok(())
    }

    /// Records that a folder does not exist and is about to be created.
    pub(crate) fn remember_missing(&mut self, folder: &Path) {
        self.steps.push(Step::RemoveFolder(folder.to_owned()));
    }

    /// Removes a folder by moving it to a temporary folder in `trash`, which must be on the same
    /// disk.
    pub(crate) fn remove_folder(&mut self, folder: &Path, trash: &Path) -> Result<(), Failure> {
        let temporary = tempfile::Builder::new()
            .prefix(".removing-")
            .tempdir_in(trash)
            .map_err(Failure::io(trash, "cannot be written to"))?;
        let from = temporary.path().join("crate");
        fs::rename(folder, &from).map_err(Failure::io(folder, "cannot be removed"))?;
        self.steps.push(Step::MoveBack { from, to: folder.to_owned() });
        self.trash.push(temporary);
        Ok(())
    }

    /// Ends the transaction and keeps its changes.
    pub(crate) fn commit(mut self) {
        self.steps.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for step in std::mem::take(&mut self.steps).into_iter().rev() {
            if let Err(error) = step.run() {
                terminal::warning(format_args!("{} cannot be restored: {error}", display_path(step.path()).display()));
                // Keep what was removed, because it may be the only copy.
                for temporary in self.trash.drain(..) {
                    terminal::warning(format_args!("removed files are kept in {}", temporary.keep().display()));
                }
            }
        }
    }
}

/// Treats the removal of a missing file or folder as a success.
fn unless_missing(result: io::Result<()>) -> Result<(), String> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changes, creates and removes files and folders, and returns the folder that contains them.
    fn change_everything(commit: bool) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("changed"), "old").expect("written");
        fs::write(path("removed"), "old").expect("written");
        fs::create_dir_all(path("folder/below")).expect("created");
        let mut undo = Undo::begin();
        undo.replace(&path("changed"), "new").expect("replaced");
        undo.replace(&path("created"), "new").expect("replaced");
        undo.remove(&path("removed")).expect("removed");
        undo.remove_folder(&path("folder"), folder.path()).expect("removed");
        undo.remember_missing(&path("other"));
        fs::create_dir_all(path("other/below")).expect("created");
        if commit {
            undo.commit();
        }
        folder
    }

    fn existing(folder: &tempfile::TempDir) -> Vec<&'static str> {
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 3, "temporary files are left");
        let names = ["changed", "created", "removed", "folder/below", "other/below"];
        names.into_iter().filter(|name| folder.path().join(name).exists()).collect()
    }

    #[test]
    fn undoes_all_changes_when_dropped() {
        let folder = change_everything(false);
        assert_eq!(existing(&folder), ["changed", "removed", "folder/below"]);
        assert_eq!(fs::read_to_string(folder.path().join("changed")).expect("read"), "old");
    }

    #[test]
    fn keeps_all_changes_when_committed() {
        let folder = change_everything(true);
        assert_eq!(existing(&folder), ["changed", "created", "other/below"]);
        assert_eq!(fs::read_to_string(folder.path().join("changed")).expect("read"), "new");
    }
}
