//! The command line: output, exit codes and files written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs `cargo xtask` with these arguments in a directory.
fn xtask(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("xtask runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Returns a directory with a document of one method.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary directory");
    fs::write(folder.path().join("notes.json"), NOTES).expect("written");
    folder
}

/// Returns the option for the runtime of this repository.
fn runtime_path() -> String {
    format!("--runtime-path={}", root().join("runtime").display())
}

const NOTES: &str = r#"{
  "name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/",
  "schemas": {"Note": {"type": "object", "properties": {"text": {"type": "string"}}}},
  "resources": {"notes": {"methods": {"get": {
    "id": "notes.notes.get", "path": "notes/{id}", "httpMethod": "GET",
    "parameters": {"id": {"type": "string", "location": "path", "required": true}},
    "response": {"$ref": "Note"}
  }}}}
}"#;

#[test]
fn rejects_invalid_input_without_writing() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("broken.json"), "{\n  \"a\": oops\n}").expect("written");
    fs::write(at.join("error.json"), r#"{"error": {"code": 404, "message": "Not here."}}"#).expect("written");
    fs::write(at.join("file"), "").expect("written");
    let cases: &[&[&str]] = &[
        &["--document", "missing.json", "--out", "out"],
        &["--document", "broken.json", "--out", "out"],
        &["--document", "error.json", "--out", "out"],
        &["--document", "notes.json", "--out", "out", "--method", "notes.notes.gte"],
        &["--document", "notes.json", "--out", "file/out"],
        &["--document", "notes.json", "--out", "out", "--name", "No Name"],
        &["no-such-api"],
    ];
    let mut errors = String::new();
    for case in cases {
        let runtime = runtime_path();
        let runtime = if case[0] == "--document" { vec![runtime.as_str()] } else { Vec::new() };
        let run = xtask(at, &[&["generate"], *case, &runtime].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{case:?}");
        assert!(!at.join("out").exists(), "{case:?}");
        let err = run.err.replace(&*fs::canonicalize(at).expect("the directory exists").to_string_lossy(), "…");
        errors.push_str(&err.replace(&*root().to_string_lossy(), "…"));
    }
    insta::assert_snapshot!(errors, @r#"
    error: missing.json: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: broken.json: line 2, column 8: invalid JSON: expected value
      help: the generator accepts Google API Discovery documents, as returned by `…/$discovery/rest?version=…`
    error: error.json: /error: this is a server's error response, not a Discovery document: "Not here."
      help: fetch the document again
    error: notes.json: no method matches `notes.notes.gte`
      help: did you mean `notes.notes.get`?
    error: file/out/Cargo.toml: cannot be read: Not a directory (os error 20)
      help: a component of the path is a file; choose another folder
    error: notes.json: `No Name` is not a valid package name
      help: use at most 64 lower-case letters, digits, `-` and `_`, and start with a letter
    error: `no-such-api` is not in …/discovery/bindings.toml
      help: the entries are games-v1
    "#);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace").to_owned()
}

#[test]
fn writes_runtime_dependency_to_manifest() {
    let folder = folder();
    /// Arguments, and the members of the dependency in the manifest.
    type Case = (&'static [&'static str], &'static [(&'static str, &'static str)]);
    let cases: &[Case] = &[
        (&["--runtime-path", "../runtime"], &[("path", "../runtime")]),
        (&["--runtime-git", "https://git.example/r"], &[("git", "https://git.example/r")]),
        (
            &["--runtime-git", "https://git.example/r", "--runtime-rev", "v1"],
            &[("git", "https://git.example/r"), ("rev", "v1")],
        ),
        (&["--runtime-version", ">=0.1, <0.3"], &[("version", ">=0.1, <0.3")]),
        // A path cannot break out of its TOML string.
        (&["--runtime-path", "a\" }\n[lib]\nx = \"\\"], &[("path", "a\" }\n[lib]\nx = \"\\")]),
    ];
    for (arguments, expected) in cases {
        let generate = ["generate", "--document", "notes.json", "--out", "notes"];
        let run = xtask(folder.path(), &[&generate, *arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let text = fs::read_to_string(folder.path().join("notes/Cargo.toml")).expect("the file exists");
        let manifest: toml_edit::DocumentMut = text.parse().expect("the manifest is valid");
        let dependency = manifest["dependencies"]["discovery-runtime"].as_table_like().expect("a table");
        assert_eq!(dependency.get("default-features").and_then(toml_edit::Item::as_bool), Some(false));
        let other = dependency.iter().filter(|(key, _)| *key != "default-features");
        let other: Vec<_> = other.map(|(key, value)| (key, value.as_str().expect("a string"))).collect();
        assert_eq!(other, *expected);
        assert!(!manifest.contains_key("lib"), "{text}");
        let run = xtask(folder.path(), &[&generate[..], *arguments, &["--check"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

#[test]
fn rejects_conflicting_runtime_options() {
    let folder = folder();
    let cases: &[&[&str]] = &[
        &["--runtime-path", "a", "--runtime-git", "b"],
        &["--runtime-path", "a", "--runtime-version", "1"],
        &["--runtime-git", "a", "--runtime-version", "1"],
        &["--runtime-rev", "v1"],
        &["--runtime-path", ""],
    ];
    for arguments in cases {
        let run =
            xtask(folder.path(), &[&["generate", "--document", "notes.json", "--out", "notes"], *arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(!folder.path().join("notes").exists());
    }
    assert_eq!(xtask(folder.path(), &["generate", "--runtime-path", "a"]).code, 2);
}

#[test]
fn crate_outside_repository_compiles() {
    let folder = folder();
    let generate = ["generate", "--document", "notes.json", "--out", "notes", &runtime_path()];
    let run = xtask(folder.path(), &generate);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "created notes-v1: 1 method, 1 message, 0 enums in notes (5 files)\n");
    let crate_folder = folder.path().join("notes");
    fs::copy(root().join("Cargo.lock"), crate_folder.join("Cargo.lock")).expect("copied");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--no-default-features", "--quiet"])
        .current_dir(&crate_folder)
        // With the options of `discovery_tests::compile`, whose build results are used.
        .env("CARGO_TARGET_DIR", root().join("target/generated"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn check_reports_stale_files_without_writing() {
    let folder = folder();
    let generate = ["generate", "--document", "notes.json", "--out", "notes", "--runtime-path", "../runtime"];
    // The runtime is that of the manifest.
    let check = ["generate", "--document", "notes.json", "--out", "notes", "--check"];
    assert_eq!(xtask(folder.path(), &[&generate[..], &["--check"]].concat()).code, 1);
    assert!(!folder.path().join("notes").exists());

    assert_eq!(xtask(folder.path(), &generate).code, 0);
    let run = xtask(folder.path(), &check);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "notes-v1: up to date\n", ""));

    let document = NOTES.replace("\"text\"", "\"words\"");
    fs::write(folder.path().join("notes.json"), document).expect("written");
    let before = fs::read_to_string(folder.path().join("notes/src/schemas.rs")).expect("the file exists");
    let run = xtask(folder.path(), &check);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.err, @r#"
    notes-v1: notes/src/schemas.rs is stale
        @@ line 9 @@
        -    pub text: Option<String>,
        +    pub words: Option<String>,
        @@ line 16 @@
        -        "text" => text,
        +        "words" => words,
    run `cargo xtask generate --document notes.json --out notes` and review the difference
    "#);
    assert_eq!(fs::read_to_string(folder.path().join("notes/src/schemas.rs")).expect("the file exists"), before);

    // A missing file and a leftover one.
    fs::remove_file(folder.path().join("notes/src/schemas.rs")).expect("removed");
    fs::write(folder.path().join("notes/src/old.rs"), "// @generated from x by discovery-codegen. Do not edit.\n")
        .expect("written");
    let run = xtask(folder.path(), &check);
    assert_eq!(run.code, 1);
    let first_two: Vec<_> = run.err.lines().take(2).collect();
    assert_eq!(
        first_two,
        ["notes-v1: notes/src/schemas.rs is missing", "notes-v1: notes/src/old.rs is left over from an earlier run"]
    );
}

#[test]
fn removes_files_of_unselected_methods() {
    let folder = folder();
    let two = NOTES.replace(
        "\"resources\": {",
        "\"resources\": {\"tags\": {\"methods\": {\"list\": {\"id\": \"notes.tags.list\", \"path\": \"tags\", \"httpMethod\": \"GET\"}}},",
    );
    fs::write(folder.path().join("notes.json"), two).expect("written");
    let all = ["generate", "--document", "notes.json", "--out", "notes", "--runtime-path", "../runtime"];
    assert_eq!(xtask(folder.path(), &all).code, 0);
    assert!(folder.path().join("notes/src/tags.rs").exists());
    let run = xtask(folder.path(), &[&all[..], &["--method", "notes.notes.*"]].concat());
    assert!(run.out.contains("1 removed"), "{}", run.out);
    assert!(!folder.path().join("notes/src/tags.rs").exists());
}

#[test]
fn audit_reports_counts_and_failures() {
    let folder = folder();
    let run = xtask(folder.path(), &["verify", "audit", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("1 document: 1 generated, 0 findings"), "{}", run.out);
    fs::write(folder.path().join("bad.json"), "{}").expect("written");
    let run = xtask(folder.path(), &["verify", "audit", ".", "--json"]);
    assert_eq!(run.code, 1);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["documents"][0]["state"], "failed");
    assert_eq!(report["documents"][1]["state"], "generated");
    assert_eq!(report["documents"][1]["properties"], 1);
    assert_eq!(xtask(folder.path(), &["verify", "audit", "missing"]).code, 2);
}

#[test]
fn python_client_rejects_invalid_documents() {
    let folder = folder();
    let at = folder.path();
    fs::create_dir(at.join("old")).expect("created");
    fs::write(at.join("old/notes.json"), NOTES).expect("written");
    fs::write(at.join("broken.json"), "{\n  \"a\": oops\n}").expect("written");
    let cases: &[&[&str]] = &[
        &["--document", "missing.json"],
        &["--document", "broken.json"],
        &["--document", "notes.json", "--document", "old/notes.json"],
        &["no-such-api", "--documents", "old"],
        &["--document", "notes.json", "--cases", "0"],
    ];
    let mut errors = String::new();
    for case in cases {
        let run = xtask(at, &[&["verify", "conformance", "python-client"], *case].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{case:?}");
        errors.push_str(&run.err);
    }
    insta::assert_snapshot!(errors, @r"
    error: missing.json: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: broken.json: line 2, column 8: invalid JSON: expected value
      help: the generator accepts Google API Discovery documents, as returned by `…/$discovery/rest?version=…`
    error: document `notes` is passed twice
      help: pass each API once, or rename one of the files
    error: old/no-such-api.json: cannot be read: No such file or directory (os error 2)
      help: check the path
    error: invalid value '0' for '--cases <N>': 0 is not in 1..18446744073709551615

    For more information, try '--help'.
    ");
}
