//! One line for each flow, and their number at the end.

use std::error::Error;
use std::fmt::Debug;
use std::process::ExitCode;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

pub(crate) struct Report {
    emulator: String,
    passed: usize,
    failed: usize,
}

impl Report {
    pub(crate) fn new(emulator: &str) -> Self {
        Self { emulator: emulator.to_owned(), passed: 0, failed: 0 }
    }

    /// Runs a flow and prints whether it passed.
    pub(crate) async fn flow(&mut self, what: &str, flow: impl Future<Output = Result>) {
        match flow.await {
            Ok(()) => {
                self.passed += 1;
                println!("{}: {what}: passed", self.emulator);
            }
            Err(error) => {
                self.failed += 1;
                println!("{}: {what}: failed: {error}", self.emulator);
            }
        }
    }

    pub(crate) fn finish(&self) -> ExitCode {
        println!("{}: {} flows passed, {} failed", self.emulator, self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }
}

pub(crate) fn check<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}
