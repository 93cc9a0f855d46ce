//! Documents that are too large, are not UTF-8 or cannot be read: each is named, and none hides others.

use std::fs::{self, File};

use axum::Router;
use axum::http::StatusCode;

use crate::documents::notes;
use crate::repository::{Repository, normalize};
use crate::server::{Server, respond};

/// Returns a text as PowerShell's `>` writes it.
fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Returns a repository with documents in `discovery/`, of which only the last one is usable.
fn repository() -> Repository {
    let repository = Repository::with_workspace();
    let document = notes("v1", "20260101").to_string();
    let path = |name: &str| repository.root().join("discovery").join(name);
    repository.write("discovery/broken.json", "{\"name\": ");
    fs::write(path("encoded.json"), utf16(&document)).expect("written");
    // Too large, but without any content on disk.
    File::create(path("large.json")).and_then(|file| file.set_len((1 << 30) + 1)).expect("created");
    repository.write("discovery/notes.json", &document);
    repository
}

#[test]
fn generate_names_every_broken_document() {
    let repository = repository();
    let names = ["broken", "encoded", "large", "missing", "notes"];
    let entries: String = names.map(|name| format!("[{name}]\ndocument = \"{name}.json\"\n\n")).concat();
    repository.write("discovery/bindings.toml", &entries);
    for arguments in [&["generate"][..], &["generate", "--check"]] {
        let run = repository.xtask(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        insta::allow_duplicates! {
            insta::assert_snapshot!(run.err, @r"
            error: discovery/broken.json: line 1, column 9: invalid JSON: EOF while parsing a value
              help: the generator accepts Google API Discovery documents, as returned by `…/$discovery/rest?version=…`
            error: discovery/encoded.json: the text is UTF-16, expected UTF-8
              help: convert it, e.g. with `iconv -f UTF-16 -t UTF-8`
            error: discovery/large.json: larger than the limit of 1 GiB
            error: discovery/missing.json: cannot be read: No such file or directory (os error 2)
              help: check the path
            ");
        }
        assert!(!repository.root().join("generated/notes").exists());
    }
}

#[test]
fn audit_reports_every_broken_document() {
    let repository = repository();
    // A byte order mark breaks nothing.
    repository.write("discovery/notes.json", &format!("\u{feff}{}", notes("v1", "20260101")));
    let run = repository.xtask(&["verify", "audit", "discovery"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let findings: Vec<&str> = run.out.lines().take_while(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        findings,
        [
            "broken: line 1, column 9: invalid JSON: EOF while parsing a value",
            "encoded: discovery/encoded.json: the text is UTF-16, expected UTF-8",
            "large: discovery/large.json: larger than the limit of 1 GiB",
        ]
    );
    assert!(run.out.contains("4 documents: 1 generated, 3 findings"), "{}", run.out);
}

#[test]
fn list_warns_about_files_that_are_not_text() {
    let run = repository().xtask(&["list", "--from", "discovery"]);
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(run.out + &run.err, @r"
    API    VERSION  PREFERRED  TITLE
    notes  v1                  Notes API
    warning: discovery/encoded.json: the text is UTF-16, expected UTF-8
    warning: discovery/large.json: larger than the limit of 1 GiB
    1 of 1 APIs
    ");
}

#[test]
fn reports_every_invalid_entry() {
    let repository = Repository::new();
    repository.write("discovery/bindings.toml", "a = 1\n[b]\n[c]\ndocument = \"c.json\"\n[d]\nmethods = []\n");
    let error = repository.refused(&["generate"]);
    let entries: Vec<&str> = error.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(entries, ["`a`", "[b]:", "[d]:"], "{error}");
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_too_large() {
    let repository = Repository::new();
    for command in [&["list"][..], &["fetch", "notes", "v1"], &["add", "notes", "v1"]] {
        let error = repository.refused(&[command, &["--from", "/dev/zero", "--max-size", "2"]].concat());
        assert_eq!(error, "error: /dev/zero: larger than the limit of 2 MiB\n");
    }
}

#[test]
fn a_response_over_the_limit_is_too_large() {
    let document = notes("v1", "20260101").to_string();
    let padded = document.clone() + &" ".repeat((1 << 20) - document.len());
    let server = |body: String| Server::new(|_| Router::new().route("/notes/v1", respond(StatusCode::OK, body)));
    let fetch = |server: &Server| {
        let url = server.url();
        let directory = format!("--directory={url}/apis");
        let fallback = format!("--fallback={url}/{{api}}/{{version}}");
        let run = Repository::new().xtask(&["fetch", "notes", "v1", &directory, &fallback, "--max-size", "1"]);
        (run.code, normalize(&run.err, &url))
    };
    assert_eq!(fetch(&server(padded.clone())).0, 0);
    let (code, error) = fetch(&server(padded + " "));
    assert_eq!(code, 2);
    assert!(error.contains("tried [server]/notes/v1: larger than the limit of 1 MiB\n"), "{error}");
}
