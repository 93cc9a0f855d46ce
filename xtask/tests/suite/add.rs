//! `cargo xtask add` and `cargo xtask remove`.

use std::fs;

use axum::Router;
use axum::http::StatusCode;

use crate::documents::{directory, notes};
use crate::repository::Repository;
use crate::server::{Server, respond};

const ADD: [&str; 5] = ["add", "notes", "v1", "--from", "notes.json"];

fn repository() -> Repository {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    repository
}

/// Replaces the messages of cargo, which depend on its version.
fn without_cargo(text: &str) -> String {
    match text.split_once("\n  cargo: ") {
        Some((own, cargo)) => {
            assert!(cargo.starts_with("error: failed to "), "{cargo}");
            format!("{own}\n  cargo: …\n")
        }
        None => text.to_owned(),
    }
}

#[test]
fn adds_and_removes_an_api() {
    let repository = repository();
    let before = repository.files();
    let run = repository.xtask(&[&ADD[..], &["--method", "notes.notes.g*"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!(run.out + &run.err, @r"
    created discovery/notes-v1.json: revision 20260101, from notes.json
    created notes-v1: 1 method, 1 message, 0 enums in generated/notes-v1 (5 files)
    next: cargo doc --no-deps --open --package notes-v1
    ");
    insta::assert_snapshot!(repository.read("discovery/bindings.toml"), @r#"
    # A comment.

    [notes-v1]
    document = "notes-v1.json"
    methods = ["notes.notes.g*"]
    "#);
    assert!(repository.read("Cargo.lock").contains("name = \"notes-v1\""));
    assert!(repository.read("generated/notes-v1/Cargo.toml").contains("path = \"../../runtime\""));

    // The crate is the one that `generate` writes.
    let after = repository.files();
    let run = repository.xtask(&["generate", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (0, "notes-v1: up to date\n"));

    insta::assert_snapshot!(repository.refused(&[&ADD[..], &["--method", "*"]].concat()), @r"
    error: discovery/bindings.toml: [notes-v1] already exists
      help: change its methods and run `cargo xtask generate notes-v1`, or remove it with `cargo xtask remove notes v1`
    ");

    // The entry is found without the document.
    let elsewhere = repository.refused(&["add", "notes", "v1", "--from", "missing.json", "--method", "*"]);
    assert!(elsewhere.starts_with("error: discovery/bindings.toml: [notes-v1] already exists\n"), "{elsewhere}");

    let run = repository.xtask(&["remove", "notes", "v1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "removed [notes-v1], discovery/notes-v1.json, generated/notes-v1\n");
    assert_eq!(repository.files(), before);
    assert_ne!(before, after);
}

#[test]
fn adds_all_methods_without_a_list() {
    let server = Server::new(|url| {
        Router::new()
            .route("/apis", respond(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/notes"))])))
            .route("/notes", respond(StatusCode::OK, notes("v1", "20260101").to_string()))
    });
    let repository = repository();
    let run = repository.xtask(&server.arguments(&["add", "notes", "v1", "--method", "*"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("created notes-v1: 2 methods, 2 messages, 0 enums in generated/notes-v1 ("),
        "{}",
        run.out
    );
    assert!(repository.read("discovery/bindings.toml").ends_with("[notes-v1]\ndocument = \"notes-v1.json\"\n"));
}

#[test]
fn a_failed_add_changes_nothing() {
    let repository = repository();
    let mut errors = String::new();
    let mut refused = |case: &str, more: &[&str]| {
        let err = repository.refused(&[&ADD[..], more].concat());
        errors.push_str(&format!("--- {case}\n{}", without_cargo(&err)));
    };
    refused("not a terminal", &[]);
    refused("a misspelled method", &["--method", "notes.notes.gte"]);
    repository.write("generated/notes-v1/mine.txt", "");
    refused("the folder of the crate exists", &["--method", "*"]);
    fs::remove_dir_all(repository.root().join("generated/notes-v1")).expect("removed");
    repository.write("discovery/bindings.toml", "[notes-v1\n");
    refused("invalid bindings", &["--method", "*"]);
    repository.write("discovery/bindings.toml", "");
    repository.write("discovery/notes-v1.json", &notes("v1", "20270101").to_string().replace("Keeps", "Loses"));
    refused("a newer document on disk", &["--method", "*"]);
    fs::remove_file(repository.root().join("discovery/notes-v1.json")).expect("removed");
    // Detected last, after everything else is written.
    repository.write_runtime(&[]);
    refused("a workspace that cargo cannot resolve", &["--method", "*"]);
    insta::assert_snapshot!(errors, @r"
    --- not a terminal
    error: no methods selected
      help: pass `--method '*'` for all 2 methods, or `--method 'notes.notes.*'` for 2 methods, or run this in a terminal to choose
    --- a misspelled method
    error: notes.json: no method matches `notes.notes.gte`
      help: did you mean `notes.notes.get`?
    --- the folder of the crate exists
    error: generated/notes-v1: already exists, but has no entry in discovery/bindings.toml
      help: move it away
    --- invalid bindings
    error: discovery/bindings.toml: line 1, column 10: invalid TOML: unclosed table, expected `]`
    --- a newer document on disk
    error: discovery/notes-v1.json: refusing to replace revision 20270101 with the older revision 20260101 of notes.json
      help: servers may differ temporarily; try again later, or replace the file with `cargo xtask fetch notes v1 --force`
    --- a workspace that cargo cannot resolve
    error: cargo cannot resolve the workspace; all changes were undone
      cargo: …
    ");
}

#[test]
fn a_failed_remove_changes_nothing() {
    let repository = repository();
    let mut errors = String::new();
    let mut refused = |case: &str, arguments: [&str; 3]| {
        errors.push_str(&format!("--- {case}\n{}", without_cargo(&repository.refused(&arguments))));
    };
    refused("no entries", ["remove", "notes", "v1"]);
    assert_eq!(repository.xtask(&[&ADD[..], &["--method", "*"]].concat()).code, 0);
    refused("a misspelled name", ["remove", "nodes", "v1"]);
    refused("another version", ["remove", "notes", "v2"]);

    repository.write("generated/notes-v1/examples/mine.rs", "fn main() {}");
    refused("a file that was not generated", ["remove", "notes", "v1"]);
    fs::remove_dir_all(repository.root().join("generated/notes-v1/examples")).expect("removed");

    let entries = repository.read("discovery/bindings.toml");
    repository.write("discovery/bindings.toml", &format!("{entries}\n[other]\ndocument = \"notes-v1.json\"\n"));
    refused("two entries for one document", ["remove", "notes", "v1"]);
    repository.write("discovery/bindings.toml", &entries);

    // Detected last, after everything is removed.
    repository
        .write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"runtime\", \"generated/*\", \"user\"]\n");
    repository.write(
        "user/Cargo.toml",
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nnotes-v1.path = \"../generated/notes-v1\"\n",
    );
    repository.write("user/src/lib.rs", "");
    refused("a crate that others depend on", ["remove", "notes", "v1"]);
    insta::assert_snapshot!(errors, @r"
    --- no entries
    error: discovery/bindings.toml: no entry for `notes` `v1`
      help: the file has no entries
    --- a misspelled name
    error: discovery/bindings.toml: no entry for `nodes` `v1`
      help: did you mean `notes v1`?
    --- another version
    error: discovery/bindings.toml: no entry for `notes` `v2`
      help: did you mean `notes v1`?
    --- a file that was not generated
    error: generated/notes-v1/examples/mine.rs: refusing to remove a file that was not generated
      help: move it away first
    --- two entries for one document
    error: discovery/bindings.toml: [notes-v1] and [other] use the same document
      help: remove all but one by hand
    --- a crate that others depend on
    error: cargo cannot resolve the workspace; all changes were undone
      cargo: …
    ");
}

#[cfg(unix)]
#[test]
fn an_interrupt_undoes_all_changes() {
    use std::os::unix::fs::PermissionsExt;
    let repository = repository();
    // Like a terminal, interrupts the command and the child process. Resets the signal first,
    // because it is ignored if the tests run as a background job.
    let script = "#!/usr/bin/env python3\nimport os, signal\n\
        signal.signal(signal.SIGINT, signal.SIG_DFL)\n\
        os.kill(os.getppid(), signal.SIGINT)\n\
        os.kill(os.getpid(), signal.SIGINT)\n";
    repository.write("cargo", script);
    let cargo = repository.root().join("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("set");
    let before = repository.files();
    let variables = [("CARGO", cargo.to_str().expect("UTF-8"))];
    let run = repository.xtask_with_env(&variables, &[&ADD[..], &["--method", "*"]].concat());
    assert_eq!((run.code, run.err.as_str()), (2, "error: interrupted; all changes were undone\n"));
    assert_eq!(repository.files(), before);
}
