//! A program that reads lines and writes lines.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// Gives a program its input and takes its output, in lines. What it says on stderr goes where ours goes.
pub(crate) fn exchange(command: &mut Command, input: String) -> Result<Vec<String>, Failure> {
    let program = Path::new(command.get_program()).to_owned();
    let failed = |what| Failure::io(&program, what);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed("cannot be run"))?;
    // Written beside the reading: both pipes would fill up.
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(input.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output().map_err(failed("cannot be waited for"))?;
    let written = writer.join();
    if !output.status.success() {
        return Err(Failure::File { path: program, message: format!("ended with {}", output.status) });
    }
    if let Ok(Err(error)) = written {
        return Err(failed("did not take its input")(error));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
