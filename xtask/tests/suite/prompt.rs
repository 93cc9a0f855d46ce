//! The prompt for methods that `add` shows, run in a pseudo terminal.

use std::process::Command;

use crate::documents::notes;
use crate::repository::Repository;

const ESCAPE: &str = "\x1b";
const INTERRUPT: &str = "\x03";

fn repository() -> Repository {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    repository
}

/// Runs `add` and types each text of the script when the one before it appears. Returns the exit
/// code and the output.
fn add(repository: &Repository, script: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/prompt.py"))
        .args(script)
        .args(["--", env!("CARGO_BIN_EXE_xtask"), "add", "notes", "v1", "--from", "notes.json"])
        .current_dir(repository.root())
        .env("CARGO_MANIFEST_DIR", repository.root().join("xtask"))
        .env("TERM", "xterm")
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("Python 3");
    let shown = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&shown).into_owned())
}

#[test]
fn adds_the_selected_methods() {
    let repository = repository();
    let (code, shown) = add(&repository, &["Which methods?", "list \r", "Generate ", "\r"]);
    assert_eq!(code, Some(0), "{shown}");
    // The prompt and the confirmation show what the selection requires.
    assert!(shown.contains("notes.notes.list    2 messages"), "{shown}");
    assert!(shown.contains("1 method, 2 messages"), "{shown}");
    let bindings = repository.read("discovery/bindings.toml");
    assert!(bindings.contains("[notes-v1]") && bindings.contains("methods = [\"notes.notes.list\"]"), "{bindings}");
    assert!(repository.read("generated/notes-v1/src/notes.rs").contains("pub fn list("));
}

#[test]
fn adds_all_methods_without_a_list() {
    let repository = repository();
    let (code, shown) = add(&repository, &["Which methods?", "\x1b[C\r", "Generate ", "\r"]);
    assert_eq!(code, Some(0), "{shown}");
    let bindings = repository.read("discovery/bindings.toml");
    assert!(bindings.contains("[notes-v1]") && !bindings.contains("methods"), "{bindings}");
}

#[test]
fn a_cancelled_prompt_changes_nothing() {
    let scripts: [&[&str]; 4] = [
        &["Which methods?", ESCAPE],
        &["Which methods?", "\r"],
        &["Which methods?", "list \r", "Generate ", "n\r"],
        &["Which methods?", "list \r", "Generate ", ESCAPE],
    ];
    for script in scripts {
        let repository = repository();
        let before = repository.files();
        let (code, shown) = add(&repository, script);
        assert_eq!(code, Some(2), "{script:?}: {shown}");
        assert!(shown.contains("no methods selected; nothing was changed"), "{script:?}: {shown}");
        assert_eq!(repository.files(), before, "{script:?}");
    }
}

#[test]
fn an_interrupted_prompt_changes_nothing() {
    let repository = repository();
    let before = repository.files();
    let (code, shown) = add(&repository, &["Which methods?", INTERRUPT]);
    // -2 as a byte: ended by SIGINT, which is what shells expect.
    assert_eq!(code, Some(254), "{shown}");
    assert_eq!(repository.files(), before);
}
