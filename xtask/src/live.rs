//! `cargo xtask live`: generated crates next to what they have to get along with. Each part is a command of its own.

mod batch;
mod faults;
mod google_client;
mod oracle;
mod storage;

use std::process::ExitCode;

use crate::cli;
use crate::failure::Failure;

/// Runs the part that is named, or all of them.
pub(crate) fn run(arguments: &cli::Live) -> Result<ExitCode, Failure> {
    match &arguments.part {
        Some(cli::LivePart::Faults(arguments)) => faults::run(arguments),
        Some(cli::LivePart::Oracle(arguments)) => oracle::run(arguments),
        Some(cli::LivePart::Batch) => batch::run(),
        Some(cli::LivePart::Storage) => storage::run(),
        None => {
            let parts = [
                storage::run()?,
                faults::run(&cli::Faults::default())?,
                batch::run()?,
                oracle::run(&cli::Oracle::default())?,
            ];
            Ok(parts.into_iter().find(|part| *part != ExitCode::SUCCESS).unwrap_or(ExitCode::SUCCESS))
        }
    }
}
