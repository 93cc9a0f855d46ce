//! The summaries of changes that `fetch` and `generate` print.

use std::process::Command;

use serde_json::json;

use crate::documents::notes;
use crate::repository::Repository;

const COMMAND: &str =
    "cargo xtask diff HEAD:./discovery/notes-v1.json discovery/notes-v1.json --method notes.notes.get";

fn git(repository: &Repository, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false"];
    let run =
        Command::new("git").args(identity).args(arguments).current_dir(repository.root()).output().expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Returns a repository with a committed crate of one method.
fn repository() -> Repository {
    let repository = Repository::with_workspace();
    repository.write("discovery/notes-v1.json", &notes("v1", "20260101").to_string());
    repository.write(
        "discovery/bindings.toml",
        "[notes-v1]\ndocument = \"notes-v1.json\"\nmethods = [\"notes.notes.get\"]\n",
    );
    assert_eq!(repository.xtask(&["generate"]).code, 0);
    git(&repository, &["init", "--quiet"]);
    git(&repository, &["add", "--all"]);
    git(&repository, &["commit", "--quiet", "--message", "first"]);
    repository
}

/// Returns a document with one field added, one field removed, and a method removed that the crate
/// does not have.
fn newer() -> String {
    let mut document = notes("v1", "20260202");
    document["schemas"]["Note"]["properties"] = json!({"text": {"type": "string"}, "mood": {"type": "string"}});
    document["resources"]["notes"]["methods"].as_object_mut().expect("methods").remove("list");
    document.to_string()
}

#[test]
fn fetch_summarizes_changes_per_crate() {
    let repository = repository();
    repository.write("new/notes.v1.json", &newer());
    let run = repository.xtask(&["fetch", "notes", "v1", "--from", "new"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let expected = "notes-v1: 1 breaking, 1 compatible change for callers\nnext: cargo xtask generate notes-v1\n";
    assert_eq!(run.err, expected);
}

#[test]
fn fetch_summarizes_changes_of_the_whole_api_without_a_crate() {
    let repository = repository();
    repository.write("discovery/bindings.toml", "");
    repository.write("new/notes.v1.json", &newer());
    let run = repository.xtask(&["fetch", "notes", "v1", "--from", "new"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains(" breaking, 1 compatible change for callers of the whole API\n"), "{}", run.err);
}

#[test]
fn generate_summarizes_changes_since_the_last_commit() {
    let repository = repository();
    repository.write("discovery/notes-v1.json", &newer());
    let expected = format!("notes-v1: 1 breaking, 1 compatible change since the last commit: {COMMAND}\n");
    assert_eq!(repository.xtask(&["generate"]).err, expected);
    // The printed command reports the same changes.
    let words: Vec<&str> = COMMAND.split(' ').skip(2).collect();
    let run = repository.xtask(&words);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("1 breaking, 1 compatible change"), "{}", run.out);
    assert_eq!(repository.xtask(&["--quiet", "generate"]).err, "");
    assert_eq!(repository.xtask(&["generate", "--check"]).err, "");
    git(&repository, &["commit", "--all", "--quiet", "--message", "second"]);
    assert_eq!(repository.xtask(&["generate"]).err, "");
}

#[test]
fn generate_prints_no_summary_without_git_or_a_commit() {
    let repository = Repository::with_workspace();
    repository.write("discovery/notes-v1.json", &newer());
    repository.write("discovery/bindings.toml", "[notes-v1]\ndocument = \"notes-v1.json\"\n");
    let run = repository.xtask_with_env(&[("PATH", "")], &["generate"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    git(&repository, &["init", "--quiet"]);
    let run = repository.xtask(&["generate"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}
