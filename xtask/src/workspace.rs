//! The workspace that contains the generated crates.

use discovery_codegen::printable;

use crate::failure::Failure;
use crate::repository::Repository;
use crate::undo::Undo;
use crate::{cargo, interrupt};

/// Updates `Cargo.lock` to the members of the workspace, or the next `--locked` build would fail.
///
/// Works offline and keeps the versions of all other crates.
pub(crate) fn update_lock_file(repository: &Repository, undo: &mut Undo) -> Result<(), Failure> {
    undo.remember(&repository.lock_file())?;
    let output = cargo::command(repository.root())
        .args(["update", "--workspace", "--offline", "--quiet"])
        .output()
        .map_err(Failure::io(repository.root(), "cargo cannot be run here"))?;
    interrupt::check()?;
    if output.status.success() {
        return Ok(());
    }
    if output.status.code().is_none() {
        return Err(interrupt::failure());
    }
    let mut message = "cargo cannot resolve the workspace; all changes were undone".to_owned();
    for line in String::from_utf8_lossy(&output.stderr).lines().filter(|line| !line.trim().is_empty()) {
        message.push_str("\n  cargo: ");
        message.push_str(&printable(line).to_string());
    }
    Err(Failure::Usage(message))
}
