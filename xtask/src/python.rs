//! Python, for what comes from its package index.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;

/// The interpreter's name.
pub(crate) const NAME: &str = if cfg!(windows) { "python" } else { "python3" };

/// Runs it to the end. `wanted` is what cannot be had if it fails.
pub(crate) fn run(wanted: &str, arguments: &[&OsStr]) -> Result<(), Failure> {
    let output = Command::new(NAME).args(arguments).output().map_err(Failure::io(Path::new(NAME), "cannot be run"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Failure::Usage(format!(
        "{wanted} cannot be had:\n{}\n  help: Python 3 with pip and a package index are needed",
        said.trim()
    )))
}
