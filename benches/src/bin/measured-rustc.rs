//! Runs the compiler for cargo, which calls this program as its `RUSTC_WRAPPER`, and writes what
//! the compilation of the crate `MEASURED_CRATE` used to the file `MEASURED_OUTPUT`. Without that
//! file it refuses to compile the crate: then only its dependencies are compiled.
//!
//! It has no other child, so the numbers are exactly those of the compiler.

use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::Instant;

use benches::{Result, usage};

fn main() -> Result<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first().ok_or("expected the compiler and its arguments")?;
    let measured = std::env::var_os("MEASURED_CRATE")
        .is_some_and(|name| arguments.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] == name));
    let output = std::env::var_os("MEASURED_OUTPUT");
    if measured && output.is_none() {
        return Ok(ExitCode::FAILURE);
    }
    let start = Instant::now();
    let status = Command::new(rustc).args(arguments).status()?;
    let seconds = start.elapsed().as_secs_f64();
    if let Some(output) = output.filter(|_| measured) {
        let used = usage::of_children()?;
        std::fs::write(output, format!("{} {seconds} {}", used.processor_seconds, used.megabytes))?;
    }
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
