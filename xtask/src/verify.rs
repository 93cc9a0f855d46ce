//! `cargo xtask verify`: checks of the generator that go beyond its tests.

mod audit;
mod conformance;
mod corpus;
mod documents;
mod mutate;
mod node;
mod python;
mod random;
mod round_trip;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use crate::cli::{self, Check};
use crate::failure::Failure;

/// Runs a check in the repository at `root`.
pub(crate) fn run(arguments: &cli::Verify, root: &Path) -> Result<ExitCode, Failure> {
    match &arguments.check {
        Check::Audit(arguments) => audit::run(arguments, root),
        Check::RoundTrip(arguments) => round_trip::run(arguments, root),
        Check::Conformance(arguments) => conformance::run(arguments, root),
        Check::Mutate(arguments) => mutate::run(arguments, root),
        Check::Corpus => corpus::run(root),
    }
}
