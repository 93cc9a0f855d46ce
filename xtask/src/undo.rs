//! Makes several changes on disk a transaction: all of them, or none.

mod journal;

use std::fs;
use std::path::{Path, PathBuf};

use discovery_codegen::output::{self, Plan, TemporaryFolder, display_path, printable_path, sweep};

use crate::failure::Failure;
use crate::lock::Lock;
use crate::repository::Repository;
use crate::{interrupt, terminal};
use journal::{Journal, Step};

/// A transaction that undoes its changes when it is dropped, unless it is committed. If the process
/// is killed, the next transaction in the same repository undoes them.
#[derive(Debug)]
pub(crate) struct Undo {
    journal: Journal,
    is_committed: bool,
    /// Temporary folders that hold what was removed. Deleted with the transaction, after it was
    /// undone.
    trash: Vec<TemporaryFolder>,
    _lock: Option<Lock>,
}

impl Undo {
    /// Begins a transaction in a repository, when no other command is changing it. Undoes the
    /// changes of a command that was killed.
    ///
    /// From now on, a signal does not end this program, but undoes the transaction.
    pub(crate) fn begin(repository: &Repository) -> Result<Self, Failure> {
        let lock = Lock::acquire(&repository.target())?;
        interrupt::defer();
        let journal = recover(repository).inspect_err(|_| interrupt::resume())?;
        Ok(Self { journal, is_committed: false, trash: Vec::new(), _lock: Some(lock) })
    }

    /// Undoes the changes of a command that was killed, before the state of the repository is
    /// checked.
    pub(crate) fn recover(repository: &Repository) -> Result<(), Failure> {
        let _lock = Lock::acquire(&repository.target())?;
        recover(repository).map(drop)
    }

    /// Returns `true` if a command was killed whose changes the next transaction undoes.
    pub(crate) fn is_pending(repository: &Repository) -> bool {
        journal_folder(repository).exists()
    }

    /// Begins a transaction outside of the repository. Nothing undoes it if the process is killed.
    pub(crate) fn begin_outside() -> Self {
        interrupt::defer();
        Self { journal: Journal::InMemory(Vec::new()), is_committed: false, trash: Vec::new(), _lock: None }
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
        self.journal.record(match output::read_to_bytes(path) {
            Ok(content) => Step::Restore(path.to_owned(), content),
            Err(error) if error.is_not_found() => Step::RemoveFile(path.to_owned()),
            Err(error) => return Err(error.into()),
        })
    }

    /// Applies a plan for this folder.
    pub(crate) fn apply(&mut self, plan: Plan<'_>, folder: &Path) -> Result<output::Counts, Failure> {
        if folder.exists() {
            plan.changed_files().try_for_each(|path| self.remember(path))?;
        } else {
            self.journal.record(Step::RemoveFolder(folder.to_owned()))?;
        }
        let counts = plan.apply()?;
        interrupt::check()?;
        Ok(counts)
    }

    /// Removes a folder by moving it to a temporary folder.
    pub(crate) fn remove_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let temporary = TemporaryFolder::beside(folder)?;
        let from = temporary.path().join("crate");
        self.journal.record(Step::MoveBack { to: folder.to_owned(), from: from.clone() })?;
        fs::rename(folder, &from).map_err(Failure::io(folder, "cannot be removed"))?;
        self.trash.push(temporary);
        Ok(())
    }

    /// Ends the transaction and keeps its changes. Fails, and undoes them, after a signal.
    pub(crate) fn commit(mut self) -> Result<(), Failure> {
        interrupt::check()?;
        self.journal.discard()?;
        self.is_committed = true;
        Ok(())
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        if !self.is_committed
            && let Err(errors) = self.journal.undo()
        {
            report(&errors);
            // Keep what was removed, because it may be the only copy.
            for temporary in self.trash.drain(..) {
                terminal::warning(format_args!("removed files are kept in {}", printable_path(temporary.path())));
                temporary.keep();
            }
        }
        // A signal must not end the program before everything is deleted.
        self.trash.clear();
        interrupt::resume();
    }
}

fn journal_folder(repository: &Repository) -> PathBuf {
    repository.target().join("xtask-undo")
}

/// Undoes the changes of a command that was killed, and deletes its temporary files. Returns an empty
/// journal.
fn recover(repository: &Repository) -> Result<Journal, Failure> {
    let folder = journal_folder(repository);
    let mut journal = Journal::on_disk(folder.clone());
    match journal.undo() {
        Ok(true) => terminal::note("undid the changes of an interrupted command"),
        Ok(false) => {}
        Err(errors) => {
            report(&errors);
            return Err(Failure::File {
                path: display_path(&folder),
                message: "the changes of an interrupted command cannot be undone\n  help: correct what the warnings report, or delete this folder to keep the changes".to_owned(),
            });
        }
    }
    // Swept last, because the journal may refer to removed files.
    for folder in [&repository.target(), &repository.documents(), &repository.crates(), repository.root()] {
        sweep(folder);
    }
    Ok(journal)
}

/// Prints the paths that cannot be restored.
fn report(errors: &[(PathBuf, String)]) {
    for (path, error) in errors {
        terminal::warning(format_args!("{} cannot be restored: {error}", printable_path(path)));
    }
}

#[cfg(test)]
mod tests;
