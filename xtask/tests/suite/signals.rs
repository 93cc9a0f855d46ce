//! Signals at random moments and after every step: commands undo what they were doing, and killed
//! commands are undone by the next one. Cargo accepts the workspace in every state.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::documents::notes;
use crate::repository::Repository;

/// The number of signals at random moments.
const RUNS: usize = 200;

const SIGNALS: [Signal; 4] = [Signal::INT, Signal::TERM, Signal::HUP, Signal::KILL];

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A command, and the files before and after it.
struct Scenario {
    arguments: &'static [&'static str],
    before: Files,
    after: Files,
    duration: Duration,
}

impl Scenario {
    /// Runs the command once without a signal.
    fn new(repository: &Repository, arguments: &'static [&'static str]) -> Self {
        let before = files(repository);
        let started = Instant::now();
        let run = repository.xtask(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        let (after, duration) = (files(repository), started.elapsed());
        assert_ne!(before, after, "{arguments:?}");
        Self { arguments, before, after, duration }
    }

    /// Returns a repository in which the command was not run.
    fn repository(&self) -> Repository {
        let repository = Repository::new();
        for (path, content) in &self.before {
            let path = repository.root().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            fs::write(path, content).expect("written");
        }
        repository
    }

    fn spawn(&self, root: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(self.arguments)
            .current_dir(root)
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .env("CARGO_CACHE_RUSTC_INFO", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A terminal sends signals to the group of processes.
            .process_group(0)
            .spawn()
            .expect("xtask runs")
    }

    /// Checks the state that a signal left, and that the next run completes the command.
    fn check(&self, repository: &Repository, signal: Signal, case: &str) {
        let found = files(repository);
        if signal != Signal::KILL && !runs_under_nohup() {
            assert!(
                found == self.before || found == self.after,
                "{case}: differs from before in{}\nand from after in{}",
                difference(&found, &self.before),
                difference(&found, &self.after)
            );
        }
        let cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--offline", "--no-deps", "--format-version", "1"])
            .current_dir(repository.root())
            .env("CARGO_CACHE_RUSTC_INFO", "0")
            .output()
            .expect("cargo runs");
        assert!(cargo.status.success(), "{case}: {}", String::from_utf8_lossy(&cargo.stderr));
        let run = repository.xtask(self.arguments);
        let found = files(repository);
        assert!(found == self.after, "{case}: {}{}", run.err, difference(&found, &self.after));
    }
}

/// Returns `true` if hangups are ignored, and therefore signals are not handled by the command.
fn runs_under_nohup() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// Returns the files by their path from the root.
fn files(repository: &Repository) -> Files {
    let root = repository.root();
    let files = repository.files().into_iter();
    files.map(|(path, content)| (path.strip_prefix(&root).expect("below the root").to_owned(), content)).collect()
}

/// Returns the paths of files that differ.
fn difference(found: &Files, expected: &Files) -> String {
    let paths: BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    let differing = paths.into_iter().filter(|path| found.get(*path) != expected.get(*path));
    differing.map(|path| format!("\n  {}", path.display())).collect()
}

fn scenarios() -> Vec<Scenario> {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    let add = &["add", "notes", "v1", "--from", "notes.json", "--method", "*"];
    let mut scenarios = vec![Scenario::new(&repository, add)];
    let mut newer = notes("v1", "20260202");
    newer["schemas"]["Note"]["properties"]["mood"] = serde_json::json!({"type": "string"});
    newer["resources"]["notes"]["methods"].as_object_mut().expect("methods").remove("list");
    repository.write("notes.json", &newer.to_string());
    scenarios.push(Scenario::new(&repository, &["fetch", "notes", "v1", "--from", "notes.json"]));
    scenarios.push(Scenario::new(&repository, &["generate"]));
    let (crate_folder, moved) = (repository.root().join("generated/notes-v1"), repository.root().join("moved"));
    fs::rename(&crate_folder, &moved).expect("renamed");
    fs::remove_dir_all(&moved).expect("removed");
    scenarios.push(Scenario::new(&repository, &["generate", "notes-v1"]));
    scenarios.push(Scenario::new(&repository, &["remove", "notes", "v1"]));
    scenarios
}

fn send(signal: Signal, child: &Child) {
    let pid = Pid::from_child(child);
    // The other signals reach only the command itself. A child process that survives the command
    // would continue to change files, so it is killed, too.
    if signal == Signal::INT || signal == Signal::KILL {
        let _ = kill_process_group(pid, signal);
    } else {
        let _ = kill_process(pid, signal);
    }
}

#[test]
fn signals_at_random_moments_leave_a_usable_workspace() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    let scenarios = scenarios();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let run = next.fetch_add(1, Ordering::Relaxed);
            if run >= RUNS {
                return;
            }
            let mut random = fastrand::Rng::with_seed(seed.wrapping_add(run as u64));
            let signal = SIGNALS[run % SIGNALS.len()];
            let scenario = &scenarios[random.usize(..scenarios.len())];
            let delay = scenario.duration.mul_f64(1.2 * random.f64());
            let repository = scenario.repository();
            let mut child = scenario.spawn(&repository.root());
            std::thread::sleep(delay);
            send(signal, &child);
            child.wait().expect("ended");
            let case = format!("SEED={seed}: {:?} {signal:?} after {delay:?}", scenario.arguments);
            scenario.check(&repository, signal, &case);
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get() + 1);
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
}

/// Sends a signal after the first change on disk, in the next run after the second one, and so on,
/// until the command completes without a further change. The command is stopped while the test reads
/// the disk, which may miss changes in quick succession. The unit tests of `undo` and of
/// `discovery_codegen::output` stop at every step.
#[test]
fn signals_after_every_change_leave_a_usable_workspace() {
    let others = [Signal::INT, Signal::TERM, Signal::HUP];
    for scenario in scenarios() {
        let mut step = 0;
        while signal_after(&scenario, step, Signal::KILL) && signal_after(&scenario, step, others[step % 3]) {
            step += 1;
        }
        println!("{:?}: {step} signals", scenario.arguments);
    }
}

/// Sends a signal after this number of changes. Returns `false` if the command ends before.
fn signal_after(scenario: &Scenario, changes: usize, signal: Signal) -> bool {
    let repository = scenario.repository();
    let root = repository.root();
    let mut child = scenario.spawn(&root);
    let pid = Pid::from_child(&child);
    let mut seen = state(&root);
    let mut remaining = changes;
    let mut is_running = true;
    while is_running && remaining > 0 {
        std::thread::yield_now();
        let _ = kill_process(pid, Signal::STOP);
        let now = state(&root);
        if now != seen {
            seen = now;
            remaining -= 1;
        }
        if remaining == 0 {
            send(signal, &child);
        }
        let _ = kill_process(pid, Signal::CONT);
        is_running = child.try_wait().expect("a child process").is_none();
    }
    if changes == 0 {
        send(signal, &child);
    }
    child.wait().expect("ended");
    let case = format!("{:?} {signal:?} after {changes} changes", scenario.arguments);
    scenario.check(&repository, signal, &case);
    remaining == 0
}

/// Returns the sizes of all files.
fn state(root: &Path) -> BTreeMap<PathBuf, u64> {
    let mut sizes = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        // Files may disappear at any time.
        for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                metadata => drop(sizes.insert(entry.path(), metadata.map_or(0, |metadata| metadata.len()))),
            }
        }
    }
    sizes
}
