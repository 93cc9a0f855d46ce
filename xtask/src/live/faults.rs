//! `cargo xtask live faults`: uploads and downloads with the crate of storage.v1, over connections that fail by a seed.

use std::process::ExitCode;

use super::storage::Workspace;
use crate::cli;
use crate::failure::Failure;

pub(crate) fn run(arguments: &cli::Faults) -> Result<ExitCode, Failure> {
    let workspace = Workspace::prepare()?;
    let emulator = workspace.emulator()?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    workspace.run("faults", &[emulator.address().to_string(), seed.to_string()])
}
