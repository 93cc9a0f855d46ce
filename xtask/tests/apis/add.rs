//! `cargo xtask add` and `cargo xtask remove`.

use std::fs;

use axum::Router;
use axum::http::StatusCode;

use crate::documents::{directory, notes};
use crate::repository::Repository;
use crate::server::{Server, answer};

const ADD: [&str; 5] = ["add", "notes", "v1", "--from", "notes.json"];

fn repository() -> Repository {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    repository
}

/// Without cargo's own words, which are another version's tomorrow.
fn without_cargo(text: &str) -> String {
    match text.split_once("cargo says:\n") {
        Some((ours, cargo)) => {
            assert!(cargo.contains("  error: failed to "), "{cargo}");
            format!("{ours}cargo says:\n")
        }
        None => text.to_owned(),
    }
}

#[test]
fn an_api_comes_in_whole_and_goes_whole() {
    let repository = repository();
    let before = repository.files();
    let run = repository.xtask(&[&ADD[..], &["--method", "notes.notes.g*"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!(run.out + &run.err, @r"
    notes-v1: 1 method, 1 message, 0 enums in generated/notes-v1, from discovery/notes-v1.json (notes.json)
    next: cargo doc --no-deps --open --package notes-v1
    ");
    insta::assert_snapshot!(repository.read("discovery/bindings.toml"), @r#"
    # A remark.

    [notes-v1]
    document = "notes-v1.json"
    methods = ["notes.notes.g*"]
    "#);
    assert!(repository.read("Cargo.lock").contains("name = \"notes-v1\""));
    assert!(repository.read("generated/notes-v1/Cargo.toml").contains("path = \"../../runtime\""));

    // What came in is what `generate` makes of it.
    let after = repository.files();
    let run = repository.xtask(&["generate", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (0, "notes-v1: up to date\n"));

    insta::assert_snapshot!(repository.refused(&[&ADD[..], &["--method", "*"]].concat()), @r"
    error: discovery/bindings.toml: [notes-v1] is here already
      help: change its methods and run `cargo xtask generate notes-v1`, or begin with `cargo xtask remove notes v1`
    ");

    let run = repository.xtask(&["remove", "notes", "v1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "removed [notes-v1], discovery/notes-v1.json, generated/notes-v1\n");
    assert_eq!(repository.files(), before);
    assert_ne!(before, after);
}

#[test]
fn all_methods_need_no_list_and_come_from_the_web_too() {
    let server = Server::new(|url| {
        Router::new()
            .route("/apis", answer(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/notes"))])))
            .route("/notes", answer(StatusCode::OK, notes("v1", "20260101").to_string()))
    });
    let repository = repository();
    let run = repository.xtask(&server.arguments(&["add", "notes", "v1", "--method", "*"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("notes-v1: 2 methods, 2 messages, 0 enums in generated/notes-v1, "), "{}", run.out);
    assert!(repository.read("discovery/bindings.toml").ends_with("[notes-v1]\ndocument = \"notes-v1.json\"\n"));
}

#[test]
fn what_cannot_be_added_changes_nothing() {
    let repository = repository();
    let mut said = String::new();
    let mut refused = |what: &str, more: &[&str]| {
        let err = repository.refused(&[&ADD[..], more].concat());
        said.push_str(&format!("--- {what}\n{}", without_cargo(&err)));
    };
    refused("nobody to ask", &[]);
    refused("a slip", &["--method", "notes.notes.gte"]);
    repository.write("generated/notes-v1/mine.txt", "");
    refused("a folder in the way", &["--method", "*"]);
    fs::remove_dir_all(repository.root().join("generated/notes-v1")).expect("removed");
    repository.write("discovery/bindings.toml", "[notes-v1\n");
    refused("broken bindings", &["--method", "*"]);
    repository.write("discovery/bindings.toml", "");
    repository.write("discovery/notes-v1.json", &notes("v1", "20270101").to_string().replace("Keeps", "Loses"));
    refused("a newer document", &["--method", "*"]);
    fs::remove_file(repository.root().join("discovery/notes-v1.json")).expect("removed");
    // Found last, when all else is written.
    repository.write_runtime(&[]);
    refused("a workspace that does not take it", &["--method", "*"]);
    insta::assert_snapshot!(said, @r"
    --- nobody to ask
    error: which of the 2 methods are wanted?
      help: on a terminal they are listed to choose from; elsewhere say `--method '*'` for all or `--method 'notes.notes.*'` for 2 of them
    --- a slip
    error: notes.json: no method matches `notes.notes.gte`
      help: did you mean `notes.notes.get`?
    --- a folder in the way
    error: generated/notes-v1: this is in the way, and no entry of discovery/bindings.toml tells of it
      help: move it away
    --- broken bindings
    error: discovery/bindings.toml: line 1, column 10: this is not TOML: unclosed table, expected `]`
    --- a newer document
    error: discovery/notes-v1.json: revision 20270101 is here, and notes.json has an older one, 20260101
      help: some servers lag behind: try again later; `cargo xtask fetch notes v1 --force` takes the older one
    --- a workspace that does not take it
    error: the workspace would not hold together, so all is as it was; cargo says:
    ");
}

#[test]
fn what_cannot_be_removed_stays_whole() {
    let repository = repository();
    let mut said = String::new();
    let mut refused = |what: &str, arguments: [&str; 3]| {
        said.push_str(&format!("--- {what}\n{}", without_cargo(&repository.refused(&arguments))));
    };
    refused("nothing there", ["remove", "notes", "v1"]);
    assert_eq!(repository.xtask(&[&ADD[..], &["--method", "*"]].concat()).code, 0);
    refused("a slip", ["remove", "nodes", "v1"]);
    refused("another version", ["remove", "notes", "v2"]);

    repository.write("generated/notes-v1/examples/mine.rs", "fn main() {}");
    refused("a file of somebody's", ["remove", "notes", "v1"]);
    fs::remove_dir_all(repository.root().join("generated/notes-v1/examples")).expect("removed");

    let entries = repository.read("discovery/bindings.toml");
    repository.write("discovery/bindings.toml", &format!("{entries}\n[other]\ndocument = \"notes-v1.json\"\n"));
    refused("two of one document", ["remove", "notes", "v1"]);
    repository.write("discovery/bindings.toml", &entries);

    // Found last, when all is gone.
    repository
        .write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"generated/*\", \"user\"]\n");
    repository.write(
        "user/Cargo.toml",
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nnotes-v1.path = \"../generated/notes-v1\"\n",
    );
    repository.write("user/src/lib.rs", "");
    refused("somebody needs it", ["remove", "notes", "v1"]);
    insta::assert_snapshot!(said, @r"
    --- nothing there
    error: discovery/bindings.toml: no entry is made of `notes` `v1`
      help: there is none
    --- a slip
    error: discovery/bindings.toml: no entry is made of `nodes` `v1`
      help: did you mean `notes v1`?
    --- another version
    error: discovery/bindings.toml: no entry is made of `notes` `v2`
      help: did you mean `notes v1`?
    --- a file of somebody's
    error: generated/notes-v1/examples/mine.rs: this was not generated, and would be removed
      help: move it away first
    --- two of one document
    error: discovery/bindings.toml: [notes-v1] and [other] share this document
      help: remove all but one by hand
    --- somebody needs it
    error: the workspace would not hold together, so all is as it was; cargo says:
    ");
}

#[cfg(unix)]
#[test]
fn an_interrupt_half_way_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    let repository = repository();
    // Interrupted as a terminal does it: the command and what it has started.
    repository.write("cargo", "#!/bin/sh\nkill -INT $PPID $$\n");
    let cargo = repository.root().join("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("set");
    let before = repository.files();
    let variables = [("CARGO", cargo.to_str().expect("a text"))];
    let run = repository.xtask_where(&variables, &[&ADD[..], &["--method", "*"]].concat());
    assert_eq!((run.code, run.err.as_str()), (2, "error: interrupted, and all is as it was\n"));
    assert_eq!(repository.files(), before);
}
