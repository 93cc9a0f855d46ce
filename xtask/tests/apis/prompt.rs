//! The list of methods to tick that `add` shows on a terminal, in a terminal.

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

/// Adds the API, and types when told to. The exit code, and all that was shown.
fn add(repository: &Repository, script: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/apis/prompt.py"))
        .args(script)
        .args(["--", env!("CARGO_BIN_EXE_xtask"), "add", "notes", "v1", "--from", "notes.json"])
        .current_dir(repository.root())
        .env("CARGO_MANIFEST_DIR", repository.root().join("xtask"))
        .env("TERM", "xterm")
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("Python 3 is there");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn what_is_ticked_comes_in() {
    let repository = repository();
    let (code, shown) = add(&repository, &["Which methods?", "list \r", "Go on?", "\r"]);
    assert_eq!(code, Some(0), "{shown}");
    // What the choice brings along, before it is made and after.
    assert!(shown.contains("notes.notes.list    2 messages"), "{shown}");
    assert!(shown.contains("1 method, 2 messages"), "{shown}");
    let bindings = repository.read("discovery/bindings.toml");
    assert!(bindings.contains("[notes-v1]") && bindings.contains("methods = [\"notes.notes.list\"]"), "{bindings}");
    assert!(repository.read("generated/notes-v1/src/notes.rs").contains("pub fn list("));
}

#[test]
fn all_of_them_need_no_list() {
    let repository = repository();
    let (code, shown) = add(&repository, &["Which methods?", "\x1b[C\r", "Go on?", "\r"]);
    assert_eq!(code, Some(0), "{shown}");
    let bindings = repository.read("discovery/bindings.toml");
    assert!(bindings.contains("[notes-v1]") && !bindings.contains("methods"), "{bindings}");
}

#[test]
fn who_leaves_has_changed_nothing() {
    let ways: [&[&str]; 4] = [
        &["Which methods?", ESCAPE],
        &["Which methods?", "\r"],
        &["Which methods?", "list \r", "Go on?", "n\r"],
        &["Which methods?", "list \r", "Go on?", ESCAPE],
    ];
    for script in ways {
        let repository = repository();
        let before = repository.files();
        let (code, shown) = add(&repository, script);
        assert_eq!(code, Some(2), "{script:?}: {shown}");
        assert!(shown.contains("no method was chosen, and nothing was changed"), "{script:?}: {shown}");
        assert_eq!(repository.files(), before, "{script:?}");
    }
}

#[test]
fn an_interrupt_ends_it_and_changes_nothing() {
    let repository = repository();
    let before = repository.files();
    let (code, shown) = add(&repository, &["Which methods?", INTERRUPT]);
    // By the signal, as shells expect it.
    assert_eq!(code, Some(254), "{shown}");
    assert_eq!(repository.files(), before);
}
