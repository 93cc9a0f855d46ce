//! Responses that `cargo xtask fetch` rejects.

use std::thread;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;

use crate::documents::{directory, notes};
use crate::fetch::{fetch, refused, service, valid};
use crate::repository::{Repository, normalize};
use crate::server::{Server, incomplete_after, respond};

/// Returns the errors of all cases in order. The cases run at the same time, because some wait for
/// retries and time limits.
fn errors<C: Send>(cases: impl IntoIterator<Item = C>, error: impl Fn(C) -> String + Sync) -> String {
    let error = &error;
    thread::scope(|scope| {
        let runs: Vec<_> = cases.into_iter().map(|case| scope.spawn(move || error(case))).collect();
        runs.into_iter().map(|run| run.join().expect("an error")).collect()
    })
}

#[test]
fn reports_why_a_response_is_rejected() {
    let error = r#"{"error": {"code": 403, "message": "Not for you."}}"#;
    let mut missing_schema = notes("v1", "20260101");
    missing_schema["schemas"]["Note"]["properties"]["text"] = serde_json::json!({"$ref": "Missing"});
    let mut other_kind = notes("v1", "20260101");
    other_kind["kind"] = "discovery#rpcDescription".into();
    let [incomplete, slow] = [Duration::ZERO, Duration::from_secs(2)].map(incomplete_after);
    let redirect_to = |url: &str| {
        let redirect = Redirect::temporary(url);
        get(async || redirect)
    };
    let cases = [
        ("not found", respond(StatusCode::NOT_FOUND, "")),
        ("forbidden", respond(StatusCode::FORBIDDEN, error)),
        ("always busy", respond(StatusCode::SERVICE_UNAVAILABLE, "")),
        ("an error with status 200", respond(StatusCode::OK, error)),
        ("HTML", respond(StatusCode::OK, "<!doctype html><p>Sign in")),
        ("empty", respond(StatusCode::OK, "")),
        ("truncated JSON", respond(StatusCode::OK, "{\"kind\": \"discovery#restDescr")),
        ("not UTF-8", get(async || vec![b'"', 0xff, b'"'])),
        ("another version", respond(StatusCode::OK, notes("v2", "20260101").to_string())),
        ("another kind", respond(StatusCode::OK, other_kind.to_string())),
        ("a missing schema", respond(StatusCode::OK, missing_schema.to_string())),
        ("slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await)),
        ("incomplete", redirect_to(&incomplete)),
        ("incomplete and slow", redirect_to(&slow)),
        ("a redirect to http", get(async || Redirect::temporary("http://notes.example/"))),
        ("a relative redirect", get(async || Redirect::temporary("else"))),
        ("a redirect loop", get(async || Redirect::temporary("/notes"))),
    ];
    let errors = errors(cases, |(name, document)| {
        let repository = Repository::new();
        assert_eq!(fetch(&repository, &service(valid("20250101")), &[]).code, 0);
        format!("--- {name}\n{}", refused(&repository, &service(document), &[]))
    });
    let errors = errors.replace(&incomplete, "[incomplete]").replace(&slow, "[slow]");
    insta::assert_snapshot!(errors, @r#"
    --- not found
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: the server responded with 404 Not Found
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- forbidden
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: the server responded with 403 Forbidden: Not for you.
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- always busy
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: the server responded with 503 Service Unavailable
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- an error with status 200
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: /error: this is a server's error response, not a Discovery document: "Not for you."
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- HTML
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: the response is a web page, not JSON; check whether a proxy requires a sign-in
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- empty
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: line 1, column 0: invalid JSON: EOF while parsing a value
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- truncated JSON
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: line 1, column 29: invalid JSON: EOF while parsing a string
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- not UTF-8
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: the text is not UTF-8: invalid byte at offset 1
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- another version
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: this is the document of `notes` `v2`
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- another kind
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: /kind: expected `discovery#restDescription`, found `discovery#rpcDescription`
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- a missing schema
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: /schemas/Note/properties/text/$ref: schema `Missing` does not exist
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- slow
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: no complete response within 1 s
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- incomplete
    error: cannot fetch a document of `notes` `v1`
      tried [incomplete]: the response is incomplete
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- incomplete and slow
    error: cannot fetch a document of `notes` `v1`
      tried [slow]: no complete response within 1 s
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- a redirect to http
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: redirected to http://notes.example/: the URL must use https
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- a relative redirect
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: redirected to `else`, which is not an absolute URL
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    --- a redirect loop
    error: cannot fetch a document of `notes` `v1`
      tried [server]/notes: redirected more than 5 times
      tried [server]/own/notes/v1: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    "#);
}

#[test]
fn reports_an_unreachable_server() {
    let repository = Repository::new();
    // The server has stopped, so nothing listens on its port.
    let url = Server::new(|_| Router::new()).url();
    let error = repository.refused(&[
        "fetch",
        "notes",
        "v1",
        &format!("--directory={url}/apis"),
        &format!("--fallback={url}/{{api}}/{{version}}"),
    ]);
    insta::assert_snapshot!(normalize(&error, &url), @r"
    error: cannot fetch a document of `notes` `v1`
      tried [server]/apis: Connection refused (os error 111)
      tried [server]/notes/v1: Connection refused (os error 111)
      help: check the network connection, or read documents from disk with `--from PATH`
    ");
}

#[test]
fn suggests_names_and_versions() {
    let server = Server::new(|_| {
        let apis = [("notes", "v1", "https://a/"), ("notes", "v2", "https://b/"), ("tags", "v1", "https://c/")];
        Router::new().route("/apis", respond(StatusCode::OK, directory(&apis)))
    });
    let repository = Repository::new();
    let mut errors = String::new();
    for (api, version) in [("nodes", "v1"), ("notes", "v3"), ("zebra", "v1"), ("../notes", "v1"), ("notes", "v1?a=b")] {
        errors.push_str(&repository.refused(&server.arguments(&["fetch", api, version])));
    }
    insta::assert_snapshot!(normalize(&errors, &server.url()), @r"
    error: cannot fetch a document of `nodes` `v1`
      tried [server]/apis: does not list `nodes` `v1`
      tried [server]/own/nodes/v1: the server responded with 404 Not Found
      help: did you mean `notes` (v1, v2)?
    error: cannot fetch a document of `notes` `v3`
      tried [server]/apis: does not list `notes` `v3`
      tried [server]/own/notes/v3: the server responded with 404 Not Found
      help: `notes` has no version `v3`, only v1, v2
    error: cannot fetch a document of `zebra` `v1`
      tried [server]/apis: does not list `zebra` `v1`
      tried [server]/own/zebra/v1: the server responded with 404 Not Found
      help: list the available APIs with `cargo xtask list`
    error: `../notes` is not an API name
      help: pass a word such as `drive`; `cargo xtask list` lists all APIs
    error: `v1?a=b` is not a version
      help: pass a word such as `v3`; `cargo xtask list` lists all APIs
    ");
}
