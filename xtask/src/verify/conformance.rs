//! `cargo xtask verify conformance`: generated crates against servers, and next to Google's Python
//! client.
//!
//! The programs are in `tests/conformance`, a workspace outside the root one because it depends on
//! crates that [`Programs`] generates.

mod batch;
mod emulators;
mod faults;
mod programs;
mod python_client;
mod python_packages;

use std::path::Path;
use std::process::ExitCode;

use crate::cli::{self, Suite};
use crate::failure::Failure;
use programs::Programs;

/// Runs one suite, or all of them.
pub(super) fn run(arguments: &cli::Conformance, root: &Path) -> Result<ExitCode, Failure> {
    match &arguments.suite {
        Some(Suite::Prepare) => Programs::prepare(root).map(|_| ExitCode::SUCCESS),
        Some(Suite::Emulators(arguments)) => emulators::run(arguments, root),
        Some(Suite::Faults(arguments)) => faults::run(arguments, root),
        Some(Suite::Batch) => batch::run(root),
        Some(Suite::PythonClient(arguments)) => python_client::run(arguments, root),
        None => {
            let codes = [
                emulators::run(&cli::Emulators::default(), root)?,
                faults::run(&cli::Faults::default(), root)?,
                batch::run(root)?,
                python_client::run(&cli::PythonClient::default(), root)?,
            ];
            Ok(codes.into_iter().find(|code| *code != ExitCode::SUCCESS).unwrap_or(ExitCode::SUCCESS))
        }
    }
}
