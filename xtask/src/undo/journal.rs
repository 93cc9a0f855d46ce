//! The steps that undo a transaction. Those of a repository are on disk, so that the next command
//! can undo what a killed one was doing.

use std::path::{Path, PathBuf};
use std::{fs, io};

use discovery_codegen::output;

use crate::failure::Failure;

/// A step that undoes one change. Can be repeated.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Restore(PathBuf, Vec<u8>),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    MoveBack { to: PathBuf, from: PathBuf },
}

impl Step {
    /// Returns the path that the step restores.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Restore(path, _) | Self::RemoveFile(path) | Self::RemoveFolder(path) => path,
            Self::MoveBack { to, .. } => to,
        }
    }

    fn run(&self) -> Result<(), String> {
        match self {
            Self::Restore(path, content) if fs::read(path).is_ok_and(|current| current == *content) => Ok(()),
            Self::Restore(path, content) => output::replace(path, content).map_err(|error| error.to_string()),
            Self::RemoveFile(path) => unless_missing(fs::remove_file(path)),
            Self::RemoveFolder(path) => unless_missing(fs::remove_dir_all(path)),
            Self::MoveBack { from, to } => unless_missing(fs::rename(from, to)),
        }
    }

    /// Returns the content of the step's file: a letter and the paths, each ended by a zero byte,
    /// and the content of the file to restore.
    fn encode(&self) -> Vec<u8> {
        let fields: [&[u8]; 3] = match self {
            Self::Restore(path, content) => [b"r", &bytes(path), content],
            Self::RemoveFile(path) => [b"f", &bytes(path), b""],
            Self::RemoveFolder(path) => [b"d", &bytes(path), b""],
            Self::MoveBack { to, from } => [b"m", &bytes(to), &bytes(from)],
        };
        fields.join(&0)
    }

    fn decode(text: &[u8]) -> Option<Self> {
        let mut fields = text.splitn(3, |byte| *byte == 0);
        let (kind, to, rest) = (fields.next()?, path(fields.next()?)?, fields.next()?);
        match kind {
            b"r" => Some(Self::Restore(to, rest.to_owned())),
            b"f" => Some(Self::RemoveFile(to)),
            b"d" => Some(Self::RemoveFolder(to)),
            b"m" => Some(Self::MoveBack { to, from: path(rest)? }),
            _ => None,
        }
    }
}

/// The steps that undo the changes of a transaction.
#[derive(Debug)]
pub(super) enum Journal {
    /// A folder with one file for each step. It exists only while there are steps.
    OnDisk { folder: PathBuf, steps: usize },
    /// Steps that are lost if the process is killed.
    InMemory(Vec<Step>),
}

impl Journal {
    pub(super) fn on_disk(folder: PathBuf) -> Self {
        Self::OnDisk { folder, steps: 0 }
    }

    /// Adds a step, before the change that it undoes.
    pub(super) fn record(&mut self, step: Step) -> Result<(), Failure> {
        match self {
            Self::OnDisk { folder, steps } => {
                output::replace(folder.join(format!("{steps:06}")), step.encode())?;
                *steps += 1;
            }
            Self::InMemory(steps) => steps.push(step),
        }
        Ok(())
    }

    /// Forgets all steps.
    pub(super) fn discard(&mut self) -> Result<(), Failure> {
        match self {
            Self::OnDisk { folder, .. } => discard(folder),
            Self::InMemory(steps) => {
                steps.clear();
                Ok(())
            }
        }
    }

    /// Runs all steps, the last one first, and forgets them. Returns `false` if there are none. If
    /// steps fail, runs the others, keeps all of them and returns the paths and errors.
    pub(super) fn undo(&mut self) -> Result<bool, Vec<(PathBuf, String)>> {
        match self {
            Self::OnDisk { folder, .. } => {
                let failed = |message: String| vec![(folder.clone(), message)];
                remove(&discarded(folder)).map_err(|failure| failed(failure.to_string()))?;
                let steps = read(folder).map_err(|error| failed(error.to_string()))?;
                run(&steps)?;
                discard(folder).map_err(|failure| failed(failure.to_string()))?;
                Ok(!steps.is_empty())
            }
            Self::InMemory(steps) => {
                run(steps)?;
                Ok(!std::mem::take(steps).is_empty())
            }
        }
    }
}

/// Runs steps, the last one first. Returns the paths and errors of those that fail.
fn run(steps: &[Step]) -> Result<(), Vec<(PathBuf, String)>> {
    let mut errors = Vec::new();
    for step in steps.iter().rev() {
        if let Err(error) = step.run() {
            errors.push((step.path().to_owned(), error));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Reads the steps in a folder, which may be missing.
fn read(folder: &Path) -> io::Result<Vec<Step>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    // A step that was not completely written has a temporary name, and its change was not made.
    paths.retain(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    paths.sort();
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "contains an invalid step");
    paths.iter().map(|path| Step::decode(&fs::read(path)?).ok_or_else(invalid)).collect()
}

/// Deletes the folder of the steps, if there is one.
fn discard(folder: &Path) -> Result<(), Failure> {
    // Renamed first, because deleting is not atomic: the rest of the steps must not be run.
    let discarded = discarded(folder);
    remove(&discarded)?;
    match fs::rename(folder, &discarded) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => {
            result.map_err(Failure::io(folder, "cannot be renamed"))?;
            // The next command deletes it otherwise.
            let _ = fs::remove_dir_all(&discarded);
            Ok(())
        }
    }
}

/// Returns the name of a journal that is no longer needed.
fn discarded(folder: &Path) -> PathBuf {
    folder.with_extension("done")
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::io(folder, "cannot be removed")(error)),
        _ => Ok(()),
    }
}

/// Treats the removal of a missing file or folder as a success.
fn unless_missing(result: io::Result<()>) -> Result<(), String> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_owned()
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not accept every path")]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_survive_encoding() {
        let path = PathBuf::from("a\nb/é");
        for step in [
            Step::Restore(path.clone(), b"\0binary\0\n".to_vec()),
            Step::Restore(path.clone(), Vec::new()),
            Step::RemoveFile(path.clone()),
            Step::RemoveFolder(path.clone()),
            Step::MoveBack { to: path.clone(), from: PathBuf::from("c") },
        ] {
            assert_eq!(Step::decode(&step.encode()), Some(step));
        }
        for text in ["", "r", "r\0a", "x\0a\0b"] {
            assert_eq!(Step::decode(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn keeps_steps_that_fail_and_runs_them_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("folder/file");
        for mut journal in [Journal::on_disk(folder.path().join("journal")), Journal::InMemory(Vec::new())] {
            journal.record(Step::Restore(file.clone(), b"old".to_vec())).expect("recorded");
            // The folder of the file cannot be created.
            fs::write(folder.path().join("folder"), "").expect("written");
            let errors = journal.undo().expect_err("an error");
            assert_eq!(errors.len(), 1, "{errors:?}");
            fs::remove_file(folder.path().join("folder")).expect("removed");
            assert_eq!(journal.undo(), Ok(true));
            assert_eq!(fs::read_to_string(&file).expect("read"), "old");
            assert_eq!(journal.undo(), Ok(false));
            assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "the journal is deleted");
            fs::remove_dir_all(folder.path().join("folder")).expect("removed");
        }
    }
}
