//! Tests that end the process before each change on disk, as a signal may.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Plan;

/// The variables that make a process of this test end early: the folder, and the number of changes.
const FOLDER: &str = "KILLED_FOLDER";
const STEPS: &str = "KILLED_STEPS";
const EXIT_CODE: i32 = 77;

/// Ends a child process without cleaning up after a number of calls.
pub(super) fn step() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let steps = std::env::var(STEPS).ok().and_then(|steps| steps.parse().ok());
    if steps.is_some_and(|steps: usize| CALLS.fetch_add(1, Ordering::SeqCst) == steps) {
        std::process::exit(EXIT_CODE);
    }
}

fn old() -> BTreeMap<String, String> {
    files(&[("Cargo.toml", "old"), ("src/lib.rs", "old"), ("src/a.rs", "same"), ("src/gone/b.rs", "old")])
}

fn new() -> BTreeMap<String, String> {
    files(&[("Cargo.toml", "new"), ("src/lib.rs", "new"), ("src/a.rs", "same"), ("src/more/c.rs", "new")])
}

fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter().map(|(path, text)| ((*path).to_owned(), format!("# {}\n{text}", crate::MARK))).collect()
}

/// Returns the files below a folder by their paths.
fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current).expect("readable") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
                found.insert(relative, fs::read_to_string(path).expect("readable"));
            }
        }
    }
    found
}

/// Writes the new files, in a child process of the other test.
#[test]
fn child() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        Plan::new(PathBuf::from(folder), &new()).expect("a plan").apply().expect("applied");
    }
}

#[test]
fn a_killed_process_leaves_complete_files() {
    for exists in [false, true] {
        for steps in 0.. {
            let repository = tempfile::tempdir().expect("a folder");
            let (generated, target) = (repository.path().join("generated"), repository.path().join("target"));
            let folder = generated.join("notes");
            fs::create_dir_all(&generated).expect("created");
            fs::create_dir_all(&target).expect("created");
            if exists {
                Plan::new(&folder, &old()).expect("a plan").apply().expect("applied");
            }
            let child = Command::new(std::env::current_exe().expect("a path"))
                .args(["--exact", "output::killed::child"])
                .env(FOLDER, &folder)
                .env(STEPS, steps.to_string())
                .output()
                .expect("runs");
            let is_complete = child.status.success();
            assert!(is_complete || child.status.code() == Some(EXIT_CODE), "{child:?}");
            let entries: Vec<_> = fs::read_dir(&generated).expect("readable").filter_map(Result::ok).collect();
            assert!(entries.iter().all(|entry| entry.file_name() == "notes"), "{steps}: {entries:?}");
            if folder.exists() {
                let mut found = read(&folder);
                // A folder that did not exist appears complete.
                assert!(exists || found == new(), "{steps}: {found:?}");
                found.retain(|path, _| {
                    !path.contains("/.discovery-codegen-") && !path.starts_with(".discovery-codegen-")
                });
                for (path, text) in &found {
                    assert!(old().get(path) == Some(text) || new().get(path) == Some(text), "{steps}: {path}: {text}");
                }
            }
            Plan::new(&folder, &new()).expect("a plan").apply().expect("applied");
            assert_eq!(read(&folder), new(), "{steps}");
            if is_complete {
                // Once for each of several files, at least.
                assert!(steps > 5, "{steps}");
                break;
            }
        }
    }
}
