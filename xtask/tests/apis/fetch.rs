//! `cargo xtask fetch`.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get};

use crate::documents::{directory, notes};
use crate::repository::{Repository, Run, steady};
use crate::server::{Server, answer, breaking_off_after};

/// A service whose directory leads to this, and whose APIs have no addresses of their own.
pub(crate) fn service(document: MethodRouter) -> Server {
    Server::new(|url| {
        Router::new()
            .route("/apis", answer(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/notes"))])))
            .route("/notes", document)
    })
}

fn arguments(server: &Server, more: &[&str]) -> Vec<String> {
    server.arguments(&[&["fetch", "notes", "v1"], more].concat())
}

pub(crate) fn fetch(repository: &Repository, server: &Server, more: &[&str]) -> Run {
    repository.xtask(&arguments(server, more))
}

fn refused(repository: &Repository, server: &Server, more: &[&str]) -> String {
    let said = repository.refused(&arguments(server, more));
    steady(&said, &server.url())
}

fn good(revision: &str) -> MethodRouter {
    answer(StatusCode::OK, notes("v1", revision).to_string())
}

#[test]
fn a_document_comes_with_sorted_keys_and_once_only() {
    let repository = Repository::new();
    let run = fetch(&repository, &service(good("20260101")), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.starts_with("discovery/notes-v1.json: revision 20260101, new, from http://127.0.0.1:"),
        "{}",
        run.out
    );
    assert_eq!(run.err, "next: cargo xtask add notes v1\n");
    let text = repository.read("discovery/notes-v1.json");
    assert!(text.starts_with("{\n  \"description\": \"Keeps notes.\",\n  \"etag\":"), "{text}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), notes("v1", "20260101"));

    // Another day's stamp is no change, older or newer.
    let before = repository.files();
    for revision in ["20260202", "20250202"] {
        let run = fetch(&repository, &service(good(revision)), &[]);
        assert_eq!(run.out, "discovery/notes-v1.json: up to date (revision 20260101)\n");
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert_eq!(repository.files(), before);
    }
}

fn changed_notes(revision: &str) -> String {
    notes("v1", revision).to_string().replace("Keeps notes.", "Keeps all notes.")
}

fn changed(revision: &str) -> MethodRouter {
    answer(StatusCode::OK, changed_notes(revision))
}

#[test]
fn an_older_revision_needs_force() {
    let repository = Repository::new();
    assert_eq!(fetch(&repository, &service(good("20260101")), &[]).code, 0);
    insta::assert_snapshot!(refused(&repository, &service(changed("20251231")), &[]), @r"
    error: discovery/notes-v1.json: revision 20260101 is here, and [server]/notes has an older one, 20251231
      help: some servers lag behind: try again later; `cargo xtask fetch notes v1 --force` takes the older one
    ");
    let run = fetch(&repository, &service(changed("20251231")), &["--force"]);
    assert!(run.out.contains("revision 20251231, was 20260101"), "{}", run.out);
    let run = fetch(&repository, &service(good("20260202")), &[]);
    assert!(run.out.contains("revision 20260202, was 20251231"), "{}", run.out);
}

#[test]
fn what_lies_in_the_way_needs_force() {
    let repository = Repository::new();
    let service = service(good("20260101"));
    let mut said = String::new();
    for text in ["{", &notes("v2", "20260101").to_string()] {
        repository.write("discovery/notes-v1.json", text);
        said.push_str(&refused(&repository, &service, &[]));
    }
    insta::assert_snapshot!(said, @r"
    error: discovery/notes-v1.json: this is in the way, and no document: EOF while parsing an object at line 1 column 1
      help: `cargo xtask fetch notes v1 --force` replaces it
    error: discovery/notes-v1.json: this is in the way, and the document of `notes` `v2`
      help: move it away; `cargo xtask fetch notes v1 --force` replaces it
    ");
    assert_eq!(fetch(&repository, &service, &["--force"]).code, 0);
    assert!(repository.read("discovery/notes-v1.json").contains("\"version\": \"v1\""));
}

#[test]
fn a_document_that_a_crate_cannot_be_made_of_any_more_needs_force() {
    let repository = Repository::new();
    repository.write(
        "discovery/bindings.toml",
        "[notes-v1]\ndocument = \"notes-v1.json\"\nmethods = [\"notes.notes.give\"]\n",
    );
    let service = service(good("20260101"));
    insta::assert_snapshot!(refused(&repository, &service, &[]), @r"
    error: [notes-v1] of discovery/bindings.toml does not fit the new document: no method matches `notes.notes.give`
      help: did you mean `notes.notes.get` or `notes.notes.list`?
      help: change its methods first; `--force` replaces the document all the same
    ");
    let run = fetch(&repository, &service, &["--force"]);
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("warning: [notes-v1]"), "{}", run.err);
}

#[test]
fn the_api_itself_is_asked_where_the_directory_does_not_lead() {
    let own = |listed: MethodRouter| {
        Server::new(|_| Router::new().route("/apis", listed).route("/own/notes/v1", good("20260101")))
    };
    for listed in [
        answer(StatusCode::OK, directory(&[])),
        answer(StatusCode::NOT_FOUND, ""),
        answer(StatusCode::OK, directory(&[("notes", "v1", "https://127.0.0.1:9/gone")])),
    ] {
        let repository = Repository::new();
        let run = fetch(&repository, &own(listed), &[]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("/own/notes/v1"), "{}", run.out);
    }
}

#[test]
fn a_bad_answer_is_refused_and_says_why() {
    let error = r#"{"error": {"code": 403, "message": "Not for you."}}"#;
    let mut no_response = notes("v1", "20260101");
    no_response["schemas"]["Note"]["properties"]["text"] = serde_json::json!({"$ref": "Missing"});
    let mut other_kind = notes("v1", "20260101");
    other_kind["kind"] = "discovery#rpcDescription".into();
    let cases = [
        ("not found", answer(StatusCode::NOT_FOUND, "")),
        ("forbidden", answer(StatusCode::FORBIDDEN, error)),
        ("always busy", answer(StatusCode::SERVICE_UNAVAILABLE, "")),
        ("an error saved as JSON", answer(StatusCode::OK, error)),
        ("HTML", answer(StatusCode::OK, "<!doctype html><p>Sign in")),
        ("empty", answer(StatusCode::OK, "")),
        ("cut off", answer(StatusCode::OK, "{\"kind\": \"discovery#restDescr")),
        ("no UTF-8", get(async || vec![b'"', 0xff, b'"'])),
        ("another version", answer(StatusCode::OK, notes("v2", "20260101").to_string())),
        ("another kind", answer(StatusCode::OK, other_kind.to_string())),
        ("a schema that is not there", answer(StatusCode::OK, no_response.to_string())),
        ("too large", answer(StatusCode::OK, " ".repeat((32 << 20) + 1))),
        ("slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await)),
        ("to http elsewhere", get(async || Redirect::temporary("http://notes.example/"))),
        ("to nowhere", get(async || Redirect::temporary("else"))),
        ("round and round", get(async || Redirect::temporary("/notes"))),
    ];
    let mut said = String::new();
    for (name, document) in cases {
        let repository = Repository::new();
        assert_eq!(fetch(&repository, &service(good("20250101")), &[]).code, 0);
        said.push_str(&format!("--- {name}\n{}", refused(&repository, &service(document), &[])));
    }
    insta::assert_snapshot!(said, @r#"
    --- not found
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the server answered 404 Not Found
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- forbidden
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the server answered 403 Forbidden: Not for you.
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- always busy
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the server answered 503 Service Unavailable
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- an error saved as JSON
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: /error: this is a server's error message, not a Discovery document: "Not for you."
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- HTML
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the answer is a web page, not JSON; does a proxy want a sign-in?
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- empty
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: line 1, column 0: this is not JSON: EOF while parsing a value
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- cut off
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: line 1, column 29: this is not JSON: EOF while parsing a string
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- no UTF-8
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the answer is not UTF-8 text
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- another version
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: this is the document of `notes` `v2`
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- another kind
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: /kind: expected `discovery#restDescription`, found `discovery#rpcDescription`
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- a schema that is not there
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: /schemas/Note/properties/text/$ref: `Missing` is not among the document's schemas
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- too large
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: the answer is larger than 32 MiB
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- slow
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: no whole answer within 1 s
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- to http elsewhere
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: it leads to http://notes.example/: only https addresses are asked
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- to nowhere
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: it leads to `else`, which is no whole address
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    --- round and round
    error: there is no document of `notes` `v1` to be had
      tried [server]/notes: it leads from one address to the next, more than 5 times
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    "#);
}

#[test]
fn an_answer_that_ends_too_early_is_refused() {
    let mut said = String::new();
    for pause in [Duration::ZERO, Duration::from_secs(2)] {
        let url = breaking_off_after(pause);
        let server =
            Server::new(|_| Router::new().route("/apis", answer(StatusCode::OK, directory(&[("notes", "v1", &url)]))));
        let repository = Repository::new();
        said.push_str(&refused(&repository, &server, &[]).replace(&url, "[breaking off]"));
    }
    insta::assert_snapshot!(said, @r"
    error: there is no document of `notes` `v1` to be had
      tried [breaking off]: the answer ends too early
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    error: there is no document of `notes` `v1` to be had
      tried [breaking off]: no whole answer within 1 s
      tried [server]/own/notes/v1: the server answered 404 Not Found
      help: try again later, or take documents from disk with `--from PATH`
    ");
}

#[test]
fn a_redirect_on_the_same_server_is_followed() {
    let server = Server::new(|url| {
        Router::new()
            .route("/apis", answer(StatusCode::OK, directory(&[("notes", "v1", &format!("{url}/old"))])))
            .route("/old", get(async || Redirect::permanent("/new")))
            .route("/new", good("20260101"))
    });
    assert_eq!(fetch(&Repository::new(), &server, &[]).code, 0);
}

#[test]
fn no_server_at_all_is_said_with_what_to_do() {
    let repository = Repository::new();
    // A port that was free a moment ago.
    let url = Server::new(|_| Router::new()).url();
    let said = repository.refused(&[
        "fetch",
        "notes",
        "v1",
        &format!("--directory={url}/apis"),
        &format!("--fallback={url}/{{api}}/{{version}}"),
    ]);
    insta::assert_snapshot!(steady(&said, &url), @r"
    error: there is no document of `notes` `v1` to be had
      tried [server]/apis: Connection refused (os error 111)
      tried [server]/notes/v1: Connection refused (os error 111)
      help: is this machine offline? `--from DIR` takes documents from a folder; `cargo xtask verify corpus` prints one that has most
    ");
}

#[test]
fn unknown_names_get_suggestions() {
    let server = Server::new(|_| {
        let apis = [("notes", "v1", "https://a/"), ("notes", "v2", "https://b/"), ("tags", "v1", "https://c/")];
        Router::new().route("/apis", answer(StatusCode::OK, directory(&apis)))
    });
    let repository = Repository::new();
    let mut said = String::new();
    for (api, version) in [("nodes", "v1"), ("notes", "v3"), ("zebra", "v1"), ("../notes", "v1"), ("notes", "v1?a=b")] {
        said.push_str(&repository.refused(&server.arguments(&["fetch", api, version])));
    }
    insta::assert_snapshot!(steady(&said, &server.url()), @r"
    error: there is no document of `nodes` `v1` to be had
      tried [server]/apis: it has no `nodes` `v1`
      tried [server]/own/nodes/v1: the server answered 404 Not Found
      help: did you mean `notes` (v1, v2)?
    error: there is no document of `notes` `v3` to be had
      tried [server]/apis: it has no `notes` `v3`
      tried [server]/own/notes/v3: the server answered 404 Not Found
      help: `notes` has v1, v2, not `v3`
    error: there is no document of `zebra` `v1` to be had
      tried [server]/apis: it has no `zebra` `v1`
      tried [server]/own/zebra/v1: the server answered 404 Not Found
      help: `cargo xtask list` tells what there is
    error: `../notes` cannot be the name of an API
      help: it is a word such as `drive`; `cargo xtask list` tells what there is
    error: `v1?a=b` cannot be the name of a version
      help: it is a word such as `v3`; `cargo xtask list` tells what there is
    ");
}

#[test]
fn documents_come_from_files_and_folders_too() {
    let repository = Repository::new();
    repository.write("folder/one.json", &notes("v1", "20260101").to_string());
    repository.write("folder/two.json", &notes("v2", "20260101").to_string());
    for from in ["folder", "folder/one.json"] {
        let run = repository.xtask(&["fetch", "notes", "v1", "--from", from]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    repository.write("folder/older.json", &changed_notes("20250101"));
    repository.write("folder/zero.json", &changed_notes("20270101"));
    // The newest of three.
    let run = repository.xtask(&["fetch", "notes", "v1", "--from", "folder"]);
    assert_eq!(run.out, "discovery/notes-v1.json: revision 20270101, was 20260101, from folder/zero.json\n");
    repository.write("list.json", &directory(&[("notes", "v1", "https://a/")]));
    repository.write("page.json", "<html>");
    let mut said = String::new();
    for from in ["folder/two.json", "list.json", "page.json", "nowhere"] {
        said.push_str(&repository.refused(&["fetch", "notes", "v1", "--from", from]));
    }
    said.push_str(&repository.refused(&["fetch", "nodes", "v1", "--from", "folder"]));
    said.push_str(&repository.refused(&["fetch", "notes", "v1", "--from", "folder", "--timeout", "3"]));
    insta::assert_snapshot!(said, @r"
    error: folder/two.json: there is no document of `notes` `v1` here
      help: `notes` has v2, not `v1`
    error: list.json: this is a directory, which tells of documents and holds none
      help: name a document, or a folder with documents
    error: page.json: neither a document nor a directory: this is not JSON: expected value at line 1 column 1
      help: name a Discovery document, a folder with some, or a saved answer of the directory
    error: nowhere: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: folder: there is no document of `nodes` `v1` here
      help: did you mean `notes` (v1, v2)?
    error: the argument '--from <PATH>' cannot be used with '--timeout <SECONDS>'

    Usage: cargo xtask fetch --from <PATH> <API> <VERSION>

    For more information, try '--help'.
    ");
}
