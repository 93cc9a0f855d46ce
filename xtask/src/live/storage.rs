//! `cargo xtask live storage`: the crate of storage.v1 against a server that nobody here wrote.

mod emulator;
mod workspace;

use std::process::ExitCode;

use crate::failure::Failure;
pub(super) use workspace::Workspace;

/// Generates, compiles and runs it against an emulator of Cloud Storage.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let workspace = Workspace::prepare()?;
    let emulator = workspace.emulator()?;
    workspace.run("storage", &[emulator.url()])
}
