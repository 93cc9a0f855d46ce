//! Compiles the audited crates as one workspace, with warnings denied. Cargo does not rebuild
//! crates that are up to date, so an interrupted run resumes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::outcome::{Outcome, State};
use crate::cargo::Running;
use crate::failure::Failure;
use crate::terminal;
use crate::verify::workspace::Workspace;

/// Memory to compile the largest crates, with a margin.
const BYTES_PER_JOB: u64 = 3 << 30;

/// Writes the manifest of the workspace. Its members are the crates of this run; those of earlier
/// runs stay on disk.
pub(super) fn write_manifest(workspace: &Workspace, outcomes: &[Outcome]) -> Result<(), Failure> {
    let names: BTreeSet<&str> = outcomes
        .iter()
        .filter(|outcome| outcome.state != State::Failed)
        .map(|outcome| outcome.document.as_str())
        .collect();
    let members: Vec<String> = names.iter().map(|name| format!("    \"generated/{name}\",\n")).collect();
    let text = format!(
        "# {} by `cargo xtask verify audit`. Do not edit.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        discovery_codegen::MARK,
        members.concat()
    );
    workspace.write(&[("Cargo.toml".to_owned(), text)].into_iter().collect())
}

/// The artifacts to build.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Goal {
    Check,
    Doc,
}

/// Compiles all crates or their documentation, and adds errors and warnings to the findings.
pub(super) fn run(goal: Goal, workspace: &Workspace, outcomes: &mut [Outcome]) -> Result<(), Failure> {
    let (subcommand, progress): (&[&str], _) = match goal {
        Goal::Check => (&["check"], "compiled"),
        Goal::Doc => (&["doc", "--no-deps"], "documented"),
    };
    let mut cargo = workspace.cargo();
    cargo
        .args(subcommand)
        .args(["--workspace", "--keep-going", "--message-format=json"])
        .args(["--jobs", &jobs().to_string()])
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        // Each crate is compiled once, so incremental data would only fill the disk.
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::piped());
    let cargo = Running::start(&mut cargo, workspace.folder())?;
    let bar = terminal::bar(outcomes.len(), progress);
    if let Some(stdout) = cargo.stdout() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Ok(message) = serde_json::from_str::<Value>(&line) {
                record(&message, outcomes, &bar);
            }
        }
    }
    let (status, stderr) = cargo.wait().map_err(Failure::io(workspace.folder(), "cargo cannot be waited for"))?;
    bar.finish_and_clear();
    let has_findings = outcomes.iter().any(|outcome| !outcome.findings.is_empty());
    if !status.success() && !has_findings {
        return Err(Failure::File { path: workspace.folder().to_owned(), message: format!("cargo failed\n{stderr}") });
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
            let text = message.pointer("/message/rendered").and_then(Value::as_str).unwrap_or("unknown compiler error");
            if outcome.findings.len() < 5 {
                outcome.findings.push(text.lines().take(6).collect::<Vec<_>>().join("\n    "));
            }
        }
        _ => {}
    }
}

/// Returns the number of parallel jobs: one per core, but not more than there is memory for.
fn jobs() -> u64 {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let available = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    available.map_or(cores, |kib| (kib * 1024 / BYTES_PER_JOB).clamp(1, cores))
}
