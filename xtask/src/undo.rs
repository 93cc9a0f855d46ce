//! Several changes on disk as one: all of them, or none.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{place, terminal};

/// Takes back what was done through it, unless it is told to keep it.
#[derive(Debug)]
pub(crate) struct Undo {
    steps: Vec<Step>,
    /// Folders with what was moved away. They go when this goes, after the steps back.
    aside: Vec<tempfile::TempDir>,
}

#[derive(Debug)]
enum Step {
    Restore(PathBuf, Vec<u8>),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    MoveBack { from: PathBuf, to: PathBuf },
}

impl Undo {
    /// From here on an interrupt no longer ends this program half-way. It still ends the programs that it has started,
    /// and their failure is reason enough to take all back.
    pub(crate) fn begin() -> Self {
        // An error means that there is a handler already, which does the same.
        let _ = ctrlc::set_handler(|| {});
        Self { steps: Vec::new(), aside: Vec::new() }
    }

    /// Gives a file this text.
    pub(crate) fn replace(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        self.remember(path)?;
        Ok(discovery_codegen::output::replace(path, text.as_bytes())?)
    }

    /// Removes a file.
    pub(crate) fn remove(&mut self, path: &Path) -> Result<(), Failure> {
        self.remember(path)?;
        fs::remove_file(path).map_err(Failure::io(path, "cannot be removed"))
    }

    /// Will put this file back as it is now, whoever changes it.
    pub(crate) fn remember(&mut self, path: &Path) -> Result<(), Failure> {
        self.steps.push(match fs::read(path) {
            Ok(bytes) => Step::Restore(path.to_owned(), bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Step::RemoveFile(path.to_owned()),
            Err(error) => return Err(Failure::io(path, "cannot be read")(error)),
        });
        Ok(())
    }

    /// Will remove this folder, which is not there yet.
    pub(crate) fn remember_missing(&mut self, folder: &Path) {
        self.steps.push(Step::RemoveFolder(folder.to_owned()));
    }

    /// Removes a folder: first only out of the way, to another place on the same disk.
    pub(crate) fn remove_folder(&mut self, folder: &Path, place: &Path) -> Result<(), Failure> {
        let aside = tempfile::Builder::new()
            .prefix(".removing-")
            .tempdir_in(place)
            .map_err(Failure::io(place, "cannot be written to"))?;
        let from = aside.path().join("crate");
        fs::rename(folder, &from).map_err(Failure::io(folder, "cannot be removed"))?;
        self.steps.push(Step::MoveBack { from, to: folder.to_owned() });
        self.aside.push(aside);
        Ok(())
    }

    /// All has gone well.
    pub(crate) fn keep(mut self) {
        self.steps.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for step in std::mem::take(&mut self.steps).into_iter().rev() {
            let (path, done) = match &step {
                Step::Restore(path, bytes) => {
                    (path, discovery_codegen::output::replace(path, bytes).map_err(|failure| failure.to_string()))
                }
                Step::RemoveFile(path) => (path, gone(fs::remove_file(path))),
                Step::RemoveFolder(path) => (path, gone(fs::remove_dir_all(path))),
                Step::MoveBack { from, to } => (to, fs::rename(from, to).map_err(|error| error.to_string())),
            };
            if let Err(error) = done {
                terminal::warning(format_args!("{} is not as it was: {error}", place::shown(path).display()));
                // What could not be moved back must not be lost.
                for aside in self.aside.drain(..) {
                    terminal::warning(format_args!("what was removed is kept in {}", aside.keep().display()));
                }
            }
        }
    }
}

/// What is not there needs no removing.
fn gone(result: std::io::Result<()>) -> Result<(), String> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_or_nothing() {
        for keep in [false, true] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = |name: &str| folder.path().join(name);
            fs::write(path("changed"), "old").expect("written");
            fs::write(path("removed"), "old").expect("written");
            fs::create_dir_all(path("folder/below")).expect("made");
            let mut undo = Undo::begin();
            undo.replace(&path("changed"), "new").expect("replaced");
            undo.replace(&path("made"), "new").expect("replaced");
            undo.remove(&path("removed")).expect("removed");
            undo.remove_folder(&path("folder"), folder.path()).expect("removed");
            undo.remember_missing(&path("other"));
            fs::create_dir_all(path("other/below")).expect("made");
            if keep {
                undo.keep();
            } else {
                drop(undo);
            }
            let changed = fs::read_to_string(path("changed")).expect("there");
            assert_eq!(changed, if keep { "new" } else { "old" });
            let there = ["made", "removed", "folder/below", "other/below"].map(|name| path(name).exists());
            assert_eq!(there, if keep { [true, false, false, true] } else { [false, true, true, false] });
            let left = fs::read_dir(folder.path()).expect("read").count();
            assert_eq!(left, 3);
        }
    }
}
