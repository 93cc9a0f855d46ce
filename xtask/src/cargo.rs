//! Runs cargo.

use std::path::Path;
use std::process::Command;

/// Returns a command for the cargo that runs xtask, to be executed in a workspace with `target/`
/// inside it as target directory.
pub(crate) fn command(workspace: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", workspace.join("target"));
    cargo
}
