//! `cargo xtask verify conformance faults`: uploads and downloads with the crate generated from
//! storage.v1, over connections that fail.

use std::path::Path;
use std::process::ExitCode;

use super::emulators::{Emulator, Package};
use super::programs::Programs;
use crate::cli;
use crate::failure::Failure;

pub(super) fn run(arguments: &cli::Faults, root: &Path) -> Result<ExitCode, Failure> {
    let programs = Programs::prepare(root)?;
    let emulator = Emulator::start(Package::Storage, root)?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    programs.run("conformance-faults", &[emulator.address().to_string(), seed.to_string()])
}
