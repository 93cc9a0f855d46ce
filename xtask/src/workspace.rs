//! The workspace around the generated crates. Its manifest takes in all of `generated/`; what has to follow is
//! `Cargo.lock`, or the next `--locked` build fails.

use crate::failure::Failure;
use crate::undo::Undo;
use crate::{cargo, place};

/// Brings `Cargo.lock` up to date. Crates of others stay as they are, and no network is needed.
pub(crate) fn lock(undo: &mut Undo) -> Result<(), Failure> {
    let root = place::root();
    undo.remember(&root.join("Cargo.lock"))?;
    let output = cargo::command(&root)
        .args(["update", "--workspace", "--offline", "--quiet"])
        .output()
        .map_err(Failure::io(&root, "cargo cannot be run here"))?;
    if output.status.success() {
        return Ok(());
    }
    if output.status.code().is_none() {
        return Err(Failure::Usage("interrupted, and all is as it was".to_owned()));
    }
    let mut message = "the workspace would not hold together, so all is as it was; cargo says:".to_owned();
    for line in String::from_utf8_lossy(&output.stderr).lines().filter(|line| !line.trim().is_empty()) {
        message.push_str("\n  ");
        message.push_str(line);
    }
    Err(Failure::Usage(message))
}
