//! Reads a document from a file or from a git revision.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use discovery_codegen::{output, printable};

use crate::failure::Failure;

/// Reads a document. An argument with a colon that is not an existing file is a revision and a
/// path, as in `git show REVISION:PATH`.
pub(super) fn read(argument: &Path) -> Result<String, Failure> {
    match argument.to_str() {
        Some(object) if object.contains(':') && !argument.exists() => committed(argument, object),
        _ => Ok(output::read(argument)?),
    }
}

fn committed(argument: &Path, object: &str) -> Result<String, Failure> {
    let failure = |reason: &str| Failure::File {
        path: argument.to_owned(),
        message: format!(
            "neither a file nor a file of a git revision: {reason}\n  help: pass a path, or `REVISION:PATH` with a path \
             relative to the root of the repository, such as `HEAD~1:discovery/games-v1.json`"
        ),
    };
    // Git would parse it as an option.
    if object.starts_with('-') {
        return Err(failure("a revision must not start with `-`"));
    }
    cat_file(Path::new("."), object).map_err(|error| failure(&error))
}

/// Returns the file as of the last commit. `None` without git, a repository, a commit or the file
/// in it.
pub(super) fn at_head(file: &Path) -> Option<String> {
    let object = format!("HEAD:./{}", file.file_name()?.to_str()?);
    cat_file(file.parent()?, &object).ok()
}

/// Returns the text of a file of a revision. Unlike `git show`, this applies no filters and does not
/// print folders.
fn cat_file(folder: &Path, object: &str) -> Result<String, String> {
    let not_run = |error: io::Error| format!("git cannot be run: {error}");
    let mut git = Command::new("git");
    git.args(["cat-file", "blob", object]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = git.spawn().map_err(not_run)?;
    let text = match child.stdout.take() {
        Some(stdout) => output::read_bytes(stdout, output::MAX_FILE_SIZE).map_err(not_run)?,
        None => Ok(Vec::new()),
    };
    // The pipe is closed, which ends git if there is more.
    let ended = child.wait_with_output().map_err(not_run)?;
    let text = text.map_err(|error| error.to_string())?;
    if !ended.status.success() {
        let stderr = String::from_utf8_lossy(&ended.stderr);
        let message = stderr.lines().next().unwrap_or("git failed without a message");
        return Err(printable(message.trim_start_matches("fatal: ")).to_string());
    }
    output::decode(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(argument: &str) -> String {
        read(Path::new(argument)).expect_err("an error").to_string()
    }

    #[test]
    fn reports_why_a_document_cannot_be_read() {
        assert!(error("no-such.json").starts_with("no-such.json: cannot be read: "), "{}", error("no-such.json"));
        let unknown = error("no-such-revision:discovery/games-v1.json");
        assert!(unknown.contains("neither a file nor a file of a git revision"), "{unknown}");
        assert!(unknown.contains("HEAD~1:discovery/"), "{unknown}");
        assert!(error("--textconv:x").contains("a revision must not start with `-`"));
    }

    #[test]
    fn prefers_a_file_with_a_colon_in_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("HEAD:x.json");
        std::fs::write(&path, "{}").expect("written");
        assert_eq!(read(&path).expect("read"), "{}");
    }
}
