//! Programs that are controlled over stdin and stdout.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// Runs a program with this input and returns the lines of its output. Its stderr is inherited.
pub(in crate::verify) fn exchange(command: &mut Command, input: String) -> Result<Vec<String>, Failure> {
    let program = Path::new(command.get_program()).to_owned();
    let failed = |what| Failure::io(&program, what);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed("cannot be run"))?;
    // Write on another thread while reading, because otherwise both pipes could fill up and block.
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(input.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output().map_err(failed("cannot be waited for"))?;
    let written = writer.join();
    if !output.status.success() {
        return Err(Failure::File { path: program, message: format!("failed with {}", output.status) });
    }
    if let Ok(Err(error)) = written {
        return Err(failed("did not read its input")(error));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
