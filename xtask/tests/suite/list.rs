//! `cargo xtask list`.

use axum::Router;
use axum::http::StatusCode;

use crate::documents::{directory, notes};
use crate::repository::{Repository, normalize};
use crate::server::{Server, respond};

#[test]
fn searches_names_titles_and_descriptions() {
    let server = Server::new(|_| {
        let apis = [("notes", "v2", "https://a/"), ("tags", "v1", "https://b/"), ("notes", "v1", "https://c/")];
        Router::new().route("/apis", respond(StatusCode::OK, directory(&apis)))
    });
    let repository = Repository::new();
    let run = |words: &[&str]| {
        let directory = format!("--directory={}/apis", server.url());
        repository.xtask(&[&["list", &directory], words].concat())
    };
    let all = run(&[]);
    assert_eq!((all.code, all.err.as_str()), (0, "3 of 3 APIs\n"));
    insta::assert_snapshot!(all.out, @r"
    API    VERSION  PREFERRED  TITLE
    notes  v1       yes        The notes API
    notes  v2       no         The notes API
    tags   v1       yes        The tags API
    ");
    let some = run(&["WORKS", "Note", "v1"]);
    insta::assert_snapshot!(some.out, @r"
    API    VERSION  PREFERRED  TITLE
    notes  v1       yes        The notes API
    ");
    let json = run(&["--json", "tags"]);
    let entries: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(entries[0]["description"], "Works with tags.");
    assert_eq!(entries[0]["discoveryRestUrl"], "https://b/");
    let none = run(&["notes", "tags"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (1, "", "none of 3 APIs matches `notes tags`\n"));
    repository.write("empty.json", &directory(&[]));
    let empty = repository.xtask(&["list", "--from", "empty.json"]);
    assert_eq!((empty.code, empty.out.as_str(), empty.err.as_str()), (1, "", "the directory lists no APIs\n"));
    let none = run(&["notes", "tags", "--json", "--quiet"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (1, "[]\n", ""));
}

#[test]
fn lists_documents_of_a_folder() {
    let repository = Repository::new();
    repository.write("folder/any name.json", &notes("v1", "20260101").to_string());
    repository.write("folder/other.json", "[]");
    repository.write("folder/notes.v2.json", &notes("v2", "20260101").to_string());
    let run = repository.xtask(&["list", "--from", "folder"]);
    insta::assert_snapshot!(run.out, @r"
    API    VERSION  PREFERRED  TITLE
    notes  v1                  Notes API
    notes  v2                  Notes API
    ");
    repository.write("folder/index.json", &directory(&[("notes", "v1", "https://a/"), ("notes", "v2", "https://b/")]));
    let run = repository.xtask(&["list", "--from", "folder", "v2"]);
    insta::assert_snapshot!(run.out, @r"
    API    VERSION  PREFERRED  TITLE
    notes  v2       no         Notes API
    ");
    assert_eq!(repository.xtask(&["list", "--from", "folder/index.json"]).err, "2 of 2 APIs\n");
}

#[test]
fn reports_why_the_directory_cannot_be_read() {
    let repository = Repository::new();
    repository.write("empty/file", "");
    repository.write("list.json", r#"{"kind": "discovery#directoryList", "items": [{"name": "a"}]}"#);
    let mut errors = String::new();
    for from in ["nowhere", "empty", "empty/file", "list.json"] {
        errors.push_str(&repository.refused(&["list", "--from", from]));
    }
    let server = Server::new(|_| {
        Router::new()
            .route("/html", respond(StatusCode::OK, "<html>Sign in</html>"))
            .route("/other", respond(StatusCode::OK, r#"{"kind": "other"}"#))
    });
    let url = server.url();
    for directory in
        [&format!("{url}/html"), &format!("{url}/other"), &format!("{url}/missing"), "http://notes.example/"]
    {
        errors.push_str(&repository.refused(&["list", "--directory", directory]));
    }
    insta::assert_snapshot!(normalize(&errors, &url), @r"
    error: nowhere: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: empty: contains no Discovery documents
      help: pass a folder with `.json` files
    error: empty/file: neither a Discovery document nor a directory of APIs: invalid JSON: EOF while parsing a value at line 1 column 0
      help: pass a document, a folder of documents, or a saved directory
    error: list.json: neither a Discovery document nor a directory of APIs: /items/0/version: expected a string
      help: pass a document, a folder of documents, or a saved directory
    error: cannot fetch the directory of APIs
      tried [server]/html: the response is a web page, not JSON; check whether a proxy requires a sign-in
      help: try again later, or read documents from disk with `--from PATH`
    error: cannot fetch the directory of APIs
      tried [server]/other: not a directory of APIs: /kind: expected `discovery#directoryList`
      help: try again later, or read documents from disk with `--from PATH`
    error: cannot fetch the directory of APIs
      tried [server]/missing: the server responded with 404 Not Found
      help: try again later, or read documents from disk with `--from PATH`
    error: cannot fetch the directory of APIs
      tried http://notes.example/: the URL must use https
      help: try again later, or read documents from disk with `--from PATH`
    ");
}
