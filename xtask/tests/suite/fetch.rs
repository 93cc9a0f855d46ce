//! `cargo xtask fetch`.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get};

use crate::documents::{directory, notes};
use crate::repository::{Repository, Run, normalize};
use crate::server::{Server, respond};

/// Starts a service whose directory refers to this document. The fallback URL responds with 404.
pub(crate) fn service(document: MethodRouter) -> Server {
    Server::new(|url| {
        Router::new()
            .route("/apis", respond(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/notes"))])))
            .route("/notes", document)
    })
}

fn arguments(server: &Server, more: &[&str]) -> Vec<String> {
    server.arguments(&[&["fetch", "notes", "v1"], more].concat())
}

pub(crate) fn fetch(repository: &Repository, server: &Server, more: &[&str]) -> Run {
    repository.xtask(&arguments(server, more))
}

pub(crate) fn refused(repository: &Repository, server: &Server, more: &[&str]) -> String {
    let error = repository.refused(&arguments(server, more));
    normalize(&error, &server.url())
}

pub(crate) fn valid(revision: &str) -> MethodRouter {
    respond(StatusCode::OK, notes("v1", revision).to_string())
}

#[test]
fn writes_sorted_keys_and_skips_equal_documents() {
    let repository = Repository::new();
    let run = fetch(&repository, &service(valid("20260101")), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.starts_with("created discovery/notes-v1.json: revision 20260101, from http://127.0.0.1:"),
        "{}",
        run.out
    );
    assert_eq!(run.err, "next: cargo xtask add notes v1\n");
    let text = repository.read("discovery/notes-v1.json");
    assert!(text.starts_with("{\n  \"description\": \"Keeps notes.\",\n  \"etag\":"), "{text}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), notes("v1", "20260101"));

    // Another revision without other changes is not a change, whether older or newer.
    let before = repository.files();
    for revision in ["20260202", "20250202"] {
        let run = fetch(&repository, &service(valid(revision)), &[]);
        assert_eq!(run.out, "discovery/notes-v1.json: up to date (revision 20260101)\n");
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert_eq!(repository.files(), before);
    }
}

fn changed_notes(revision: &str) -> String {
    notes("v1", revision).to_string().replace("Keeps notes.", "Keeps all notes.")
}

fn changed(revision: &str) -> MethodRouter {
    respond(StatusCode::OK, changed_notes(revision))
}

#[test]
fn an_older_revision_needs_force() {
    let repository = Repository::new();
    assert_eq!(fetch(&repository, &service(valid("20260101")), &[]).code, 0);
    insta::assert_snapshot!(refused(&repository, &service(changed("20251231")), &[]), @r"
    error: discovery/notes-v1.json: refusing to replace revision 20260101 with the older revision 20251231 of [server]/notes
      help: servers may differ temporarily; try again later, or replace the file with `cargo xtask fetch notes v1 --force`
    ");
    let run = fetch(&repository, &service(changed("20251231")), &["--force"]);
    assert!(run.out.contains("updated discovery/notes-v1.json: revision 20260101 → 20251231, "), "{}", run.out);
    let run = fetch(&repository, &service(valid("20260202")), &[]);
    assert!(run.out.contains("revision 20251231 → 20260202, "), "{}", run.out);
}

#[test]
fn replacing_another_file_needs_force() {
    let repository = Repository::new();
    let service = service(valid("20260101"));
    let mut errors = String::new();
    for text in ["{", &notes("v2", "20260101").to_string()] {
        repository.write("discovery/notes-v1.json", text);
        errors.push_str(&refused(&repository, &service, &[]));
    }
    insta::assert_snapshot!(errors, @r"
    error: discovery/notes-v1.json: refusing to replace a file that is not a Discovery document: line 1, column 1: invalid JSON: EOF while parsing an object
      help: replace it with `cargo xtask fetch notes v1 --force`
    error: discovery/notes-v1.json: refusing to replace the document of `notes` `v2`
      help: move it away, or replace it with `cargo xtask fetch notes v1 --force`
    ");
    assert_eq!(fetch(&repository, &service, &["--force"]).code, 0);
    assert!(repository.read("discovery/notes-v1.json").contains("\"version\": \"v1\""));
}

#[test]
fn a_document_without_a_selected_method_needs_force() {
    let repository = Repository::new();
    repository.write(
        "discovery/bindings.toml",
        "[notes-v1]\ndocument = \"notes-v1.json\"\nmethods = [\"notes.notes.give\"]\n",
    );
    let service = service(valid("20260101"));
    insta::assert_snapshot!(refused(&repository, &service, &[]), @r"
    error: [notes-v1] of discovery/bindings.toml does not match the new document: no method matches `notes.notes.give`
      help: did you mean `notes.notes.get` or `notes.notes.list`?
      help: change the methods of the entry first, or replace the document with `--force`
    ");
    let run = fetch(&repository, &service, &["--force"]);
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("warning: [notes-v1]"), "{}", run.err);
}

#[test]
fn falls_back_to_the_url_of_the_api() {
    let server = |listed: MethodRouter| {
        Server::new(|_| Router::new().route("/apis", listed).route("/own/notes/v1", valid("20260101")))
    };
    for listed in [
        respond(StatusCode::OK, directory(&[])),
        respond(StatusCode::NOT_FOUND, ""),
        respond(StatusCode::OK, directory(&[("notes", "v1", "https://127.0.0.1:9/gone")])),
    ] {
        let repository = Repository::new();
        let run = fetch(&repository, &server(listed), &[]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("/own/notes/v1"), "{}", run.out);
    }
}

#[test]
fn follows_redirects() {
    let server = Server::new(|url| {
        Router::new()
            .route("/apis", respond(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/old"))])))
            .route("/old", get(async || Redirect::permanent("/new")))
            .route("/new", valid("20260101"))
    });
    assert_eq!(fetch(&Repository::new(), &server, &[]).code, 0);
}

#[test]
fn reads_files_and_folders() {
    let repository = Repository::new();
    repository.write("folder/one.json", &notes("v1", "20260101").to_string());
    repository.write("folder/two.json", &notes("v2", "20260101").to_string());
    for from in ["folder", "folder/one.json"] {
        let run = repository.xtask(&["fetch", "notes", "v1", "--from", from]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    repository.write("folder/older.json", &changed_notes("20250101"));
    repository.write("folder/zero.json", &changed_notes("20270101"));
    // The newest of three documents.
    let run = repository.xtask(&["fetch", "notes", "v1", "--from", "folder"]);
    assert_eq!(run.out, "updated discovery/notes-v1.json: revision 20260101 → 20270101, from folder/zero.json\n");
    repository.write("list.json", &directory(&[("notes", "v1", "https://a/")]));
    repository.write("page.json", "<html>");
    let mut errors = String::new();
    for from in ["folder/two.json", "list.json", "page.json", "nowhere"] {
        errors.push_str(&repository.refused(&["fetch", "notes", "v1", "--from", from]));
    }
    errors.push_str(&repository.refused(&["fetch", "nodes", "v1", "--from", "folder"]));
    errors.push_str(&repository.refused(&["fetch", "notes", "v1", "--from", "folder", "--timeout", "3"]));
    insta::assert_snapshot!(errors, @r"
    error: folder/two.json: contains no document of `notes` `v1`
      help: `notes` has no version `v1`, only v2
    error: list.json: this is a directory of APIs, which does not contain documents
      help: pass a document, or a folder of documents
    error: page.json: neither a Discovery document nor a directory of APIs: invalid JSON: expected value at line 1 column 1
      help: pass a document, a folder of documents, or a saved directory
    error: nowhere: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: folder: contains no document of `nodes` `v1`
      help: did you mean `notes` (v1, v2)?
    error: the argument '--from <PATH>' cannot be used with '--timeout <SECONDS>'

    Usage: cargo xtask fetch --from <PATH> <API> <VERSION>

    For more information, try '--help'.
    ");
}
