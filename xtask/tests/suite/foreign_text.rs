//! Text of documents, servers, files and arguments on its way to the terminal: no control character,
//! no character that reorders text, and no line break arrives there.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::documents::{directory, notes};
use crate::repository::{Repository, Run};
use crate::server::{Server, respond};

/// Returns all characters that must not reach a terminal.
fn unsafe_chars() -> impl Iterator<Item = char> {
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let directions = ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter();
    controls.chain(directions).chain('\u{2028}'..='\u{202e}').chain('\u{2066}'..='\u{2069}')
}

/// Returns a text that contains all of them, and that would start a new line.
fn hostile() -> String {
    let mut text = "x".to_owned();
    text.extend(unsafe_chars());
    text.push_str("\nforged");
    text
}

/// Returns a text that can be an argument or the name of a file.
fn hostile_name() -> String {
    hostile().replace('\0', "")
}

fn assert_safe(run: &Run, case: &str) {
    for output in [&run.out, &run.err] {
        let found = output.chars().find(|c| *c != '\n' && unsafe_chars().any(|unsafe_char| unsafe_char == *c));
        assert_eq!(found, None, "{case}: {output}");
        assert!(!output.lines().any(|line| line.starts_with("forged")), "{case}: {output}");
    }
    assert!((0..=2).contains(&run.code), "{case}: {} {}", run.code, run.err);
    assert!(format!("{}{}", run.out, run.err).contains("forged"), "{case}: the text is not displayed: {}", run.err);
}

fn check(repository: &Repository, case: &str, arguments: &[&str]) {
    assert_safe(&repository.xtask(arguments), case);
}

/// Returns a document that differs in one value.
fn document(change: impl FnOnce(&mut Value)) -> String {
    let mut document = notes("v1", "20260101");
    change(&mut document);
    document.to_string()
}

#[test]
fn text_of_documents() {
    let repository = Repository::with_workspace();
    let hostile = hostile();
    let property = |property: Value| {
        let key = hostile.clone();
        document(move |document| document["schemas"]["Note"]["properties"][key] = property)
    };
    repository.write("error.json", &property(json!({"$ref": hostile})));
    check(&repository, "error", &["generate", "--document", "error.json", "--out", "out"]);
    check(&repository, "failed audit", &["verify", "audit", "."]);
    check(&repository, "failed audit as JSON", &["verify", "audit", ".", "--json"]);
    repository.write("warning.json", &property(json!({"type": "string", "format": hostile})));
    check(&repository, "warning", &["generate", "--document", "warning.json", "--out", "out"]);

    let titled = document(|document| document["title"] = json!(hostile));
    repository.write("titled.json", &titled);
    check(&repository, "list", &["list", "--from", "titled.json"]);
    check(&repository, "list as JSON", &["list", "--from", "titled.json", "--json"]);
    let version = document(|document| document["version"] = json!(hostile));
    repository.write("version.json", &version);
    check(&repository, "another version", &["fetch", "notes", "v1", "--from", "version.json"]);
    let method = document(|document| document["resources"]["notes"]["methods"]["get"]["id"] = json!(hostile));
    repository.write("method.json", &method.replace("notes.notes.list", &format!("{}.b", "forged")));
    check(&repository, "methods", &["add", "notes", "v1", "--from", "method.json"]);
    check(&repository, "no method", &["generate", "--document", "method.json", "--out", "out", "--method", "forge"]);

    repository.write("discovery/notes-v1.json", &document(|document| document["revision"] = json!(hostile)));
    repository.write("notes.json", &document(|document| document["description"] = json!("forged")));
    check(&repository, "revision", &["fetch", "notes", "v1", "--from", "notes.json"]);

    let changed = document(|document| {
        document["schemas"]["Note"]["properties"]["text"] = json!({"type": "string", "enum": [hostile]});
        document["auth"]["oauth2"]["scopes"][&hostile] = json!({"description": hostile});
        document["resources"]["notes"]["methods"]["get"]["scopes"] = json!([hostile]);
        document["resources"]["notes"]["methods"]["get"]["path"] = json!("forged/{id}");
    });
    repository.write("old.json", &document(|_| {}));
    repository.write("new.json", &changed);
    for format in [&["--docs"][..], &["--markdown"], &["--json"]] {
        for files in [["old.json", "new.json"], ["new.json", "old.json"]] {
            let arguments = [&["diff"], &files[..], format].concat();
            check(&repository, &arguments.join(" "), &arguments);
        }
    }
}

#[test]
fn text_of_servers() {
    let hostile = hostile();
    let error = json!({"error": {"message": hostile}}).to_string();
    let server = Server::new(|url| {
        let found = directory(&[("notes", "v1", &format!("{url}/{}", hostile_name()))]);
        let listed = directory(&[("notes", &hostile, "https://a/")]);
        Router::new()
            .route("/error", respond(StatusCode::FORBIDDEN, error.clone()))
            .route("/found", respond(StatusCode::OK, found))
            .route("/listed", respond(StatusCode::OK, listed))
    });
    let repository = Repository::new();
    for (path, command) in [
        ("error", &["list"][..]),
        ("error", &["fetch", "notes", "v1"]),
        ("found", &["fetch", "notes", "v1"]),
        ("listed", &["list"]),
        ("listed", &["list", "--json"]),
        ("listed", &["fetch", "notes", "v1"]),
    ] {
        let directory = format!("--directory={}/{path}", server.url());
        let fallback = format!("--fallback={}/missing", server.url());
        let mut arguments = [command, &[&directory]].concat();
        if command[0] == "fetch" {
            arguments.push(&fallback);
        }
        check(&repository, &format!("{path}: {command:?}"), &arguments);
    }
}

#[test]
fn text_of_files_and_arguments() {
    let repository = Repository::with_workspace();
    let name = hostile_name();
    let file = format!("{name}.json");
    check(&repository, "missing file", &["generate", "--document", &file, "--out", "out"]);
    check(&repository, "missing revision", &["diff", &format!("HEAD:{file}"), &file]);
    check(&repository, "unknown crate", &["generate", &name]);
    check(&repository, "no API", &["fetch", &name, "v1", "--from", "."]);
    check(&repository, "no entry", &["remove", &name, "v1"]);

    repository.write(&file, &notes("v1", "20260101").to_string());
    check(&repository, "unknown method", &["generate", "--document", &file, "--out", "out", "--method", &name]);
    check(&repository, "no package", &["generate", "--document", &file, "--out", "out", "--name", &name]);
    check(&repository, "no word", &["list", "--from", &file, &name]);
    check(&repository, "no match", &["fetch", "notes", "v2", "--from", &file]);
    check(&repository, "stale", &["generate", "--document", &file, "--out", &name, "--check"]);
    check(&repository, "created", &["generate", "--document", &file, "--out", &name]);
    repository.write(&format!("audit/{file}"), "{}");
    check(&repository, "audit", &["verify", "audit", "audit"]);

    let schemas = format!("{name}/src/schemas.rs");
    repository.write(&schemas, &(repository.read(&schemas) + &hostile()));
    let stale = repository.xtask(&["generate", "--document", &file, "--out", &name, "--check"]);
    // The line break of the text is one of the file, so the rest is on a separate line.
    assert!(stale.err.contains("\n    -forged"), "{}", stale.err);
    assert_safe(&stale, "changed");

    let toml = |text: &str| json!(text).to_string().replace('\u{7f}', "\\u007f");
    repository.write("discovery/bindings.toml", &format!("[{}]\ndocument = \"a.json\"\n", toml(&hostile())));
    check(&repository, "entry to remove", &["remove", "forge", "v1"]);
    repository.write("discovery/a.json", &notes("v1", "20260101").to_string());
    check(&repository, "entry", &["generate"]);
    check(&repository, "entries", &["generate", "forge"]);
    repository.write("discovery/bindings.toml", &format!("[a]\n{} = 1\n", toml(&hostile())));
    check(&repository, "key", &["generate"]);
}
