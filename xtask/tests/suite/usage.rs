//! Invalid arguments: an error, exit code 2, and no changes on disk.

use crate::documents::notes;
use crate::repository::Repository;

#[test]
fn invalid_arguments_change_nothing() {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    repository.write("broken.json", "{\"kind\": ");
    repository.write("empty/.keep", "");
    let invalid: &[&[&str]] = &[
        &[],
        &["no-such-command"],
        &["generate", "--no-such-option"],
        &["generate", "no-such-crate"],
        &["generate", "--document", "notes.json"],
        &["generate", "--document", "no-such.json", "--out", "out"],
        &["generate", "--document", "broken.json", "--out", "out"],
        &["generate", "--document", "notes.json", "--out", "out", "--method", "no.such.method"],
        &["generate", "--document", "notes.json", "--out", "out", "--runtime-path", "a", "--runtime-version", "1"],
        &["generate", "--document", "notes.json", "--out", "broken.json"],
        &["list", "--from", "no-such-folder"],
        &["list", "--from", "https://localhost/apis"],
        &["list", "--timeout", "soon"],
        &["fetch"],
        &["fetch", "notes"],
        &["fetch", "notes", "v9", "--from", "notes.json"],
        &["fetch", "notes", "v1", "--from", "broken.json"],
        &["fetch", "../notes", "v1", "--from", "notes.json"],
        &["add", "notes", "v1", "--from", "notes.json", "--method", "no.such.method"],
        &["add", "notes", "v1", "--from", "notes.json"],
        &["remove", "notes", "v1"],
        &["remove", "notes"],
        &["diff", "notes.json"],
        &["diff", "notes.json", "broken.json"],
        &["diff", "notes.json", "no-such.json"],
        &["diff", "notes.json", "notes.json", "--json", "--markdown"],
        &["verify", "audit"],
        &["verify", "audit", "no-such-folder"],
        &["verify", "audit", "empty"],
        &["verify", "round-trip", "no-such-folder"],
        &["verify", "round-trip", "empty"],
        &["verify"],
        &["verify", "conformance", "no-such-suite"],
        &["verify", "conformance", "faults", "--seed", "many"],
        &["verify", "conformance", "python-client", "--seed", "-1"],
        &["completions", "no-such-shell"],
        &["verify", "corpus", "too-much"],
    ];
    for arguments in invalid {
        let error = repository.refused(arguments);
        assert!(!error.trim().is_empty() && !error.contains("panicked"), "{arguments:?}: {error}");
    }
}
