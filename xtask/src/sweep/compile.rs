//! All crates of a sweep as one workspace, compiled with warnings denied. What cargo has built already it does not
//! build again, so that an interrupted sweep goes on where it was.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::outcome::{Outcome, State};
use crate::failure::Failure;
use crate::{scratch, terminal};

/// What the largest crates take to compile, with room to spare.
const BYTES_PER_JOB: u64 = 3 << 30;

/// Writes the workspace's manifest. Crates that no document makes any more stay on disk and are no members.
pub(super) fn workspace(out: &Path, outcomes: &[Outcome]) -> Result<(), Failure> {
    let good: BTreeSet<&str> = outcomes
        .iter()
        .filter(|outcome| outcome.state != State::Failed)
        .map(|outcome| outcome.document.as_str())
        .collect();
    let members: Vec<String> = good.iter().map(|name| format!("    \"crates/{name}\",\n")).collect();
    let text = format!(
        "# {} by `cargo xtask sweep`. Do not edit.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        discovery_codegen::MARK,
        members.concat()
    );
    let files = [("Cargo.toml".to_owned(), text)].into_iter().collect();
    discovery_codegen::output::Plan::new(out, &files)?.apply()?;
    scratch::lock(out)
}

/// What cargo is to make of the crates.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Goal {
    Check,
    Doc,
}

/// Compiles everything, or its documentation, and adds what the compiler says to the outcomes.
pub(super) fn run(goal: Goal, out: &Path, outcomes: &mut [Outcome]) -> Result<(), Failure> {
    let (subcommand, done): (&[&str], _) = match goal {
        Goal::Check => (&["check"], "compiled"),
        Goal::Doc => (&["doc", "--no-deps"], "documented"),
    };
    let mut cargo = scratch::cargo(out);
    cargo
        .args(subcommand)
        .args(["--workspace", "--keep-going", "--message-format=json", "--quiet"])
        .args(["--jobs", &jobs().to_string()])
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        // Each crate is compiled once: incremental data would only fill the disk.
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = cargo.spawn().map_err(Failure::io(out, "cargo cannot be run here"))?;
    let bar = terminal::bar(outcomes.len(), done);
    // Both ends have to be read at once, or a full pipe would stop cargo.
    let errors = child.stderr.take().map(|stderr| std::thread::spawn(move || std::io::read_to_string(stderr)));
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Ok(message) = serde_json::from_str::<Value>(&line) {
                record(&message, outcomes, &bar);
            }
        }
    }
    let status = child.wait().map_err(Failure::io(out, "cargo cannot be waited for"))?;
    bar.finish_and_clear();
    let said = errors.and_then(|thread| thread.join().ok()).and_then(Result::ok).unwrap_or_default();
    let told = outcomes.iter().any(|outcome| !outcome.findings.is_empty());
    if !status.success() && !told {
        return Err(Failure::File { path: out.to_owned(), message: format!("cargo failed\n{said}") });
    }
    Ok(())
}

fn record(message: &Value, outcomes: &mut [Outcome], bar: &indicatif::ProgressBar) {
    let manifest = message.get("manifest_path").and_then(Value::as_str).unwrap_or("");
    let folder = Path::new(manifest).parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let Some(outcome) = outcomes.iter_mut().find(|outcome| outcome.document == folder) else {
        return;
    };
    match message.get("reason").and_then(Value::as_str) {
        Some("compiler-artifact") => {
            outcome.state = State::Compiled;
            bar.inc(1);
        }
        Some("compiler-message") => {
            let text = message.pointer("/message/rendered").and_then(Value::as_str).unwrap_or("the compiler complains");
            if outcome.findings.len() < 5 {
                outcome.findings.push(text.lines().take(6).collect::<Vec<_>>().join("\n    "));
            }
        }
        _ => {}
    }
}

/// As many compilers at a time as there is memory for.
fn jobs() -> u64 {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let available = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    available.map_or(cores, |kib| (kib * 1024 / BYTES_PER_JOB).clamp(1, cores))
}
