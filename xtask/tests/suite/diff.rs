//! Exit codes, revisions and errors of `cargo xtask diff`.

use std::path::Path;
use std::process::{Command, Output};

/// Returns a command that runs in a folder, without the variables that git sets for hooks. They
/// would make it use the repository of the hook.
fn program(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    command
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    program(env!("CARGO_BIN_EXE_xtask"), folder).arg("diff").args(arguments).output().expect("xtask runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn document(properties: &str, method: &str) -> String {
    format!(
        r#"{{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/",
        "schemas": {{"Note": {{"type": "object", "properties": {{{properties}}}}}}},
        "resources": {{"notes": {{"methods": {{"{method}": {{"id": "notes.notes.{method}", "path": "{method}",
            "httpMethod": "GET", "response": {{"$ref": "Note"}}}}}}}}}}}}"#
    )
}

/// Returns a folder with documents, one of which was changed after it was committed.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output = program("git", folder.path()).args(identity).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
    };
    write("notes.json", &document(r#""text": {"type": "string"}"#, "get"));
    git(&["init", "--quiet"]);
    git(&["add", "notes.json"]);
    git(&["commit", "--quiet", "--message", "One property"]);
    write("notes.json", &document(r#""text": {"type": "string"}, "mood": {"type": "string"}"#, "get"));
    write("other.json", &document(r#""mood": {"type": "string"}"#, "list"));
    write("broken.json", "{");
    folder
}

#[test]
fn exit_codes_depend_on_the_changes() {
    let folder = folder();
    let run = |arguments: &[&str]| diff(folder.path(), arguments);

    let equal = run(&["notes.json", "notes.json"]);
    assert_eq!((equal.status.code(), out(&equal).as_str()), (Some(0), "notes:v1: no changes\n"));

    let added = run(&["HEAD:notes.json", "notes.json"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    assert!(out(&added).ends_with("\nnotes:v1: 1 compatible change\n"), "{}", out(&added));

    let removed = run(&["notes.json", "HEAD:notes.json"]);
    assert_eq!(removed.status.code(), Some(1));
    assert!(out(&removed).contains("    - field mood: Option<String>\n"), "the output has colors: {}", out(&removed));

    for (arguments, error) in [
        (["notes.json", "broken.json"], "error: broken.json: line 1, column 1: "),
        (["missing.json", "notes.json"], "error: missing.json: cannot be read: "),
        (
            ["HEAD:missing.json", "notes.json"],
            "error: HEAD:missing.json: neither a file nor a file of a git revision: ",
        ),
        (
            ["HEAD~9:notes.json", "notes.json"],
            "error: HEAD~9:notes.json: neither a file nor a file of a git revision: ",
        ),
        (["--output=x:y", "notes.json"], "error: unexpected argument"),
    ] {
        let refused = run(&arguments);
        assert_eq!((refused.status.code(), out(&refused).as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err(&refused).starts_with(error), "{}", err(&refused));
    }
}

#[test]
fn selects_methods_that_only_one_document_has() {
    let folder = folder();
    let run = |method: &str| diff(folder.path(), &["notes.json", "other.json", "--method", method]);

    let removed = run("notes.notes.get");
    assert_eq!(removed.status.code(), Some(1), "{}", err(&removed));
    assert!(out(&removed).contains("- resource notes(): 1 method"), "{}", out(&removed));
    assert!(!out(&removed).contains("list"), "{}", out(&removed));

    let unknown = run("notes.notes.gte");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("no method matches `notes.notes.gte`"), "{}", err(&unknown));

    let both = run("notes.notes.*");
    assert!(out(&both).contains("- method get() -> schemas::Note"), "{}", out(&both));
    assert!(out(&both).contains("+ method list() -> schemas::Note"), "{}", out(&both));
    assert!(out(&both).contains("- field text: Option<String>"), "{}", out(&both));
}
