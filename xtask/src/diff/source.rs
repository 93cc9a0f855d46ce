//! A document in a file, or as it was in some revision.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

use crate::failure::Failure;

/// The document's text. What is no file and has a colon is a revision and a path, as git takes them.
pub(super) fn read(argument: &Path) -> Result<String, Failure> {
    match argument.to_str() {
        Some(object) if object.contains(':') && !argument.exists() => committed(argument, object),
        _ => Ok(discovery_codegen::output::read(argument)?),
    }
}

fn committed(argument: &Path, object: &str) -> Result<String, Failure> {
    let failure = |why: &str| Failure::File {
        path: argument.to_owned(),
        message: format!(
            "neither a file nor a file of a revision: {why}\n  help: write a file's path, or `REVISION:PATH` with the \
             path from the repository's root, such as `HEAD~1:discovery/games-v1.json`"
        ),
    };
    // Git would take it for an option.
    if object.starts_with('-') {
        return Err(failure("no revision starts with `-`"));
    }
    let output = blob(Path::new("."), object).map_err(|error| failure(&format!("git cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("git says no more");
        return Err(failure(&said.trim_start_matches("fatal: ").escape_debug().to_string().replace("\\'", "'")));
    }
    String::from_utf8(output.stdout).map_err(|_| failure("it is not UTF-8 text"))
}

/// The file as the last commit has it. `None` without git, a repository, a commit, or the file in it.
pub(super) fn committed_last(file: &Path) -> Option<String> {
    let object = format!("HEAD:./{}", file.file_name()?.to_str()?);
    let output = blob(file.parent()?, &object).ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}

/// Unlike `git show`, this one prints files alone, and as they are.
fn blob(folder: &Path, object: &str) -> io::Result<Output> {
    Command::new("git").args(["cat-file", "blob", object]).current_dir(folder).output()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(argument: &str) -> String {
        read(Path::new(argument)).expect_err("no document").to_string()
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert!(refused("no-such.json").starts_with("no-such.json: cannot be read: "), "{}", refused("no-such.json"));
        let no_revision = refused("no-such-revision:discovery/games-v1.json");
        assert!(no_revision.contains("neither a file nor a file of a revision"), "{no_revision}");
        assert!(no_revision.contains("HEAD~1:discovery/"), "{no_revision}");
        assert!(refused("--textconv:x").contains("no revision starts with `-`"));
    }

    #[test]
    fn a_file_may_have_a_colon() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("HEAD:x.json");
        std::fs::write(&path, "{}").expect("written");
        assert_eq!(read(&path).expect("read"), "{}");
    }
}
