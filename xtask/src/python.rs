//! Python 3, which `corpus` and `live` need: the one on the path, with its own pip.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;

/// Python without what somebody else's packages were put on its path for.
pub(crate) fn command() -> Command {
    let mut python = Command::new(NAME);
    python.env_remove("PYTHONPATH");
    python
}

/// Runs Python for something that `what` says, and gives back what it printed.
pub(crate) fn run<'a>(what: &str, arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<String, Failure> {
    let output = command().args(arguments).output().map_err(Failure::io(Path::new(NAME), "cannot be run"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let help = "help: Python 3 with pip and a package index are needed";
    Err(Failure::Usage(format!("{what} cannot be had:\n{}\n  {help}", said.trim())))
}

const NAME: &str = if cfg!(windows) { "python" } else { "python3" };
