//! `cargo xtask verify conformance emulators`: the crate generated from storage.v1 against an
//! emulator of Cloud Storage.

mod storage;

use std::path::Path;
use std::process::ExitCode;

use super::programs::Programs;
use crate::failure::Failure;
pub(super) use storage::Emulator;

pub(super) fn run(root: &Path) -> Result<ExitCode, Failure> {
    let programs = Programs::prepare(root)?;
    let emulator = Emulator::start(root)?;
    programs.run("conformance-emulators", &[emulator.url()])
}
