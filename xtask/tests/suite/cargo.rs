//! The cargo that `verify audit` runs: it ends with the command, and reports that it waits.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::documents::notes;
use crate::repository::Repository;

/// Returns a repository with a document, and a program in place of cargo.
fn repository(script: &str) -> Repository {
    let repository = Repository::with_workspace();
    repository.write("documents/notes.json", &notes("v1", "20260101").to_string());
    repository.write("cargo", &format!("#!/bin/sh\n{script}"));
    fs::set_permissions(repository.root().join("cargo"), fs::Permissions::from_mode(0o755)).expect("set");
    repository
}

/// Returns a command that audits the document and compiles its crate. The signal for hangups has this
/// Python value, because the tests may run under `nohup`.
fn audit(repository: &Repository, hangup: &str) -> Command {
    let mut command = Command::new("python3");
    let script = "import os, signal, sys; signal.signal(signal.SIGHUP, getattr(signal, sys.argv[1])); \
                  os.execv(sys.argv[2], sys.argv[2:])";
    command
        .args(["-c", script, hangup, env!("CARGO_BIN_EXE_xtask")])
        .args(["verify", "audit", "documents", "--check"])
        .current_dir(repository.root())
        .env("CARGO_MANIFEST_DIR", repository.root().join("xtask"))
        .env("CARGO", repository.root().join("cargo"))
        .stdout(Stdio::null());
    command
}

/// Returns `false` for a process that has ended, even if its status was not collected yet.
fn is_running(process: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero())).unwrap_or_default();
    test_kill_process(process).is_ok() && !stat.contains(") Z ")
}

#[test]
fn signals_end_cargo_with_the_command() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let repository = repository("echo $$ > ../../id.new\nmv ../../id.new ../../id\nexec sleep 60\n");
        let mut child = audit(&repository, "SIG_DFL").stderr(Stdio::null()).spawn().expect("xtask runs");
        let id = repository.root().join("id");
        let started = Instant::now();
        while !id.exists() {
            assert!(started.elapsed() < Duration::from_secs(30), "cargo was not started");
            std::thread::sleep(Duration::from_millis(5));
        }
        let id = fs::read_to_string(&id).expect("read").trim().parse().expect("a number");
        let cargo = Pid::from_raw(id).expect("an ID");
        kill_process(Pid::from_child(&child), signal).expect("sent");
        assert_eq!(child.wait().expect("ended").code(), Some(130));
        while is_running(cargo) {
            assert!(started.elapsed() < Duration::from_secs(30), "{signal:?}: cargo is still running");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_hangup_does_not_end_a_command_under_nohup() {
    let repository = repository("touch ../../started\nsleep 1\n");
    let mut child = audit(&repository, "SIG_IGN").spawn().expect("xtask runs");
    while !repository.root().join("started").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    kill_process(Pid::from_child(&child), Signal::HUP).expect("sent");
    assert_eq!(child.wait().expect("ended").code(), Some(0));
}

#[test]
fn reports_that_cargo_waits_for_another_one() {
    // The message appears while cargo waits, not afterwards.
    let repository = repository("echo '    Blocking waiting for file lock on build directory' >&2\nexec sleep 60\n");
    let mut child = audit(&repository, "SIG_DFL").stderr(Stdio::piped()).spawn().expect("xtask runs");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(line, "cargo: Blocking waiting for file lock on build directory\n");
    kill_process(Pid::from_child(&child), Signal::TERM).expect("sent");
    child.wait().expect("ended");
}
