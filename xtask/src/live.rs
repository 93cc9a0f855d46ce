//! `cargo xtask live`: generated crates next to what they have to get along with. Each part is a command of its own.

mod oracle;
mod storage;

use std::process::ExitCode;

use crate::cli;
use crate::failure::Failure;

/// Runs the part that is named, or all of them.
pub(crate) fn run(arguments: &cli::Live) -> Result<ExitCode, Failure> {
    match &arguments.part {
        Some(cli::LivePart::Oracle(arguments)) => oracle::run(arguments),
        Some(cli::LivePart::Storage) => storage::run(),
        None => {
            let (storage, oracle) = (storage::run()?, oracle::run(&cli::Oracle::default())?);
            Ok(if storage == ExitCode::SUCCESS { oracle } else { storage })
        }
    }
}
