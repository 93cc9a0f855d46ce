//! `cargo xtask verify conformance emulators`: generated crates against emulators of Google's
//! services, from the registries of Python and npm.

mod package;
mod process;

use std::path::Path;
use std::process::{Command, ExitCode};

use super::programs::Programs;
use crate::cli;
use crate::failure::Failure;
use crate::terminal;
pub(super) use package::Package;
pub(super) use process::Emulator;

pub(super) fn run(arguments: &cli::Emulators, root: &Path) -> Result<ExitCode, Failure> {
    let Some(program) = Programs::prepare(root)?.build("conformance-emulators")? else {
        return Ok(ExitCode::from(1));
    };
    let packages: Vec<Package> = match arguments.names.as_slice() {
        [] => Package::ALL.to_vec(),
        names => names.iter().map(|name| Package::of(*name)).collect(),
    };
    let mut failed = 0;
    let mut skipped = 0;
    for package in &packages {
        if let Some(missing) = package.missing()? {
            terminal::print(format_args!("{package}: skipped, because it {missing}"))?;
            skipped += 1;
            continue;
        }
        let emulator = Emulator::start(*package, root)?;
        let status = Command::new(&program).args([package.name(), &emulator.url()]).status();
        if !status.map_err(Failure::io(&program, "cannot be run"))?.success() {
            failed += 1;
        }
    }
    let passed = packages.len() - failed - skipped;
    terminal::print(format_args!("emulators: {passed} passed, {failed} failed, {skipped} skipped"))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
