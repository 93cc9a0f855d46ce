//! Runs cargo.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::failure::Failure;
use crate::{interrupt, terminal};

/// Returns a command for the cargo that runs xtask, to be executed in a workspace with `target/`
/// inside it as target directory.
pub(crate) fn command(workspace: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", workspace.join("target"));
    cargo
}

/// A cargo that is running. It is ended when a signal ends this program.
pub(crate) struct Running {
    child: Arc<Mutex<Child>>,
    stderr: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts cargo. Its progress messages are not printed, except that it waits for another cargo.
    pub(crate) fn start(cargo: &mut Command, workspace: &Path) -> Result<Self, Failure> {
        // Progress messages are recognized by their text.
        cargo.env("CARGO_TERM_COLOR", "never").stderr(Stdio::piped());
        let child = interrupt::spawn(cargo).map_err(Failure::io(workspace, "cargo cannot be run here"))?;
        let stderr = child.lock().unwrap_or_else(PoisonError::into_inner).stderr.take();
        let stderr = stderr.map(|stderr| std::thread::spawn(move || read_messages(stderr)));
        Ok(Self { child, stderr })
    }

    /// Returns standard output, if it is a pipe.
    pub(crate) fn stdout(&self) -> Option<ChildStdout> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).stdout.take()
    }

    /// Waits until cargo ends. Returns its errors and warnings, too.
    pub(crate) fn wait(mut self) -> std::io::Result<(ExitStatus, String)> {
        // Its end is the end of the process, nearly: waiting blocks the end by a signal.
        let messages = self.stderr.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let status = self.child.lock().unwrap_or_else(PoisonError::into_inner).wait()?;
        Ok((status, messages))
    }
}

/// Returns everything but progress messages.
fn read_messages(stderr: impl Read) -> String {
    let mut messages = String::new();
    for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        match progress(&line) {
            Some("Blocking") => terminal::note(format_args!("cargo: {}", line.trim())),
            Some(_) => {}
            None => {
                messages.push_str(&line);
                messages.push('\n');
            }
        }
    }
    messages
}

/// Returns the verb of a progress message, which is aligned to the right of the first 12 columns.
fn progress(line: &str) -> Option<&str> {
    let verb = line.get(..12).filter(|_| line.as_bytes().get(12) == Some(&b' '))?.trim_start();
    let is_verb = verb.starts_with(|c: char| c.is_ascii_uppercase()) && verb.chars().all(|c| c.is_ascii_alphabetic());
    is_verb.then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_progress_messages() {
        let stderr = "   Compiling a v1\n    Finished `dev` profile\nerror: bad\n\nCaused by:\n  Compiling failed here\n Documenting a\n";
        assert_eq!(read_messages(stderr.as_bytes()), "error: bad\n\nCaused by:\n  Compiling failed here\n");
        assert_eq!(progress("    Blocking waiting for file lock on build directory"), Some("Blocking"));
        assert_eq!(progress(""), None);
    }
}
