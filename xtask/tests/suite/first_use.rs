//! Crates outside of the repository, in workspaces of others, and without an entry.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::documents::notes;
use crate::repository::{Repository, Run};

fn repository() -> Repository {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    repository
}

/// Generates a crate into a folder outside of the repository.
fn generate(repository: &Repository, out: &Path, more: &[&str]) -> Run {
    let out = out.to_str().expect("UTF-8");
    repository.xtask(&[&["generate", "--document", "notes.json", "--out", out], more].concat())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("created");
    fs::write(path, text).expect("written");
}

/// Returns whether cargo accepts the package or workspace in a folder.
fn cargo_accepts(folder: &Path) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let metadata = ["metadata", "--offline", "--no-deps", "--format-version", "1"];
    Command::new(cargo).args(metadata).current_dir(folder).output().expect("cargo runs").status.success()
}

#[test]
fn a_crate_elsewhere_needs_the_location_of_the_runtime() {
    let (repository, elsewhere) = (repository(), tempfile::tempdir().expect("a folder"));
    let out = elsewhere.path().join("notes-v1");
    let run = generate(&repository, &out, &[]);
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(run.err, @r"
    error: the crate is outside of this repository, and no crate around it uses the runtime
      help: pass `--runtime-git URL`, `--runtime-version REQ`, or `--runtime-path DIR` for a crate that stays on this machine
    ");
    assert!(!out.exists());
    // With a remote, the advice can be copied.
    let git = |arguments: &[&str]| {
        let run = Command::new("git").args(arguments).current_dir(repository.root()).output().expect("git runs");
        assert!(run.status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["remote", "add", "origin", "https://git.example/r"]);
    let error = generate(&repository, &out, &[]).err;
    assert!(error.contains("pass `--runtime-git https://git.example/r`"), "{error}");
    let run = generate(&repository, &out, &["--runtime-git", "https://git.example/r", "--runtime-tag", "v1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let manifest = fs::read_to_string(out.join("Cargo.toml")).expect("read");
    assert!(manifest.contains("{ git = \"https://git.example/r\", tag = \"v1\", default-features"), "{manifest}");
    assert!(!manifest.contains(&*repository.root().to_string_lossy()), "{manifest}");

    // The second crate, and a new run for the first one, use the same runtime.
    assert_eq!(generate(&repository, &out, &["--check"]).code, 0);
    let second = elsewhere.path().join("second");
    assert_eq!(generate(&repository, &second, &["--name", "second"]).code, 0);
    let second = fs::read_to_string(second.join("Cargo.toml")).expect("read");
    let runtime =
        |manifest: &str| manifest.lines().find(|line| line.starts_with("discovery-runtime")).map(str::to_owned);
    assert_eq!(runtime(&second), runtime(&manifest));
}

#[test]
fn a_crate_in_a_workspace_becomes_a_member() {
    let (repository, elsewhere) = (repository(), tempfile::tempdir().expect("a folder"));
    let root = elsewhere.path().canonicalize().expect("a path");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"service\"]\n";
    write(&root.join("Cargo.toml"), manifest);
    write(&root.join("service/Cargo.toml"), "[package]\nname = \"service\"\nedition = \"2024\"\n");
    write(&root.join("service/src/lib.rs"), "");
    let out = root.join("google/notes-v1");
    let run = generate(&repository, &out, &["--runtime-version", "0.1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let note = format!(
        "next: add \"google/notes-v1\" to `members` in {}/Cargo.toml, or depend on the crate by path from a member\n",
        root.display()
    );
    assert_eq!(run.err, note);
    assert!(!fs::read_to_string(out.join("Cargo.toml")).expect("read").contains("[workspace]"));
    assert!(!cargo_accepts(&out));
    // Either of the two is enough.
    write(&root.join("Cargo.toml"), &manifest.replace("[\"service\"]", "[\"service\", \"google/notes-v1\"]"));
    assert!(cargo_accepts(&out));
    assert_eq!(generate(&repository, &out, &[]).err, "");
    write(&root.join("Cargo.toml"), manifest);
    let service = root.join("service/Cargo.toml");
    let dependency = "[dependencies]\nnotes-v1 = { path = \"../google/notes-v1\" }\n";
    write(&service, &(fs::read_to_string(&service).expect("read") + dependency));
    assert!(cargo_accepts(&out));

    // The crate is the root of a workspace only on request.
    let alone = root.join("alone");
    let run = generate(&repository, &alone, &["--runtime-version", "0.1", "--standalone"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(cargo_accepts(&alone));
}

/// Copies the manifests of the example, with an absolute path to the generator.
fn example() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/own-xtask");
    for file in ["Cargo.toml", "service/Cargo.toml", "service/src/main.rs", "xtask/Cargo.toml", "xtask/src/main.rs"] {
        let text = fs::read_to_string(example.join(file)).expect("read");
        let codegen = example.join("../../codegen").canonicalize().expect("a path");
        write(&copy.path().join(file), &text.replace("../../../codegen", &codegen.to_string_lossy()));
    }
    copy
}

#[test]
fn the_xtask_of_the_example_runs_before_its_first_crate_exists() {
    let example = example();
    assert!(!cargo_accepts(example.path()));
    assert!(cargo_accepts(&example.path().join("xtask")));
    // Programs of several repositories may share a target folder.
    let manifest = fs::read_to_string(example.path().join("xtask/Cargo.toml")).expect("read");
    let manifest: toml_edit::DocumentMut = manifest.parse().expect("TOML");
    assert_ne!(manifest["package"]["name"].as_str(), Some("xtask"));
}

#[test]
fn check_sees_a_crate_without_an_entry() {
    let repository = repository();
    assert_eq!(repository.xtask(&["add", "notes", "v1", "--from", "notes.json", "--method", "*"]).code, 0);
    repository.write("generated/by-hand/Cargo.toml", "[package]\nname = \"by-hand\"\n");
    repository.write("generated/by-hand/src/lib.rs", "");
    assert_eq!(repository.xtask(&["generate", "--check"]).code, 0);
    repository.write("discovery/bindings.toml", "");
    let run = repository.xtask(&["generate", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let expected = "generated/notes-v1 has no entry in discovery/bindings.toml; add one, or delete the folder\n";
    assert_eq!(run.err, expected);
}

#[test]
fn check_warns_that_a_command_was_killed() {
    let repository = repository();
    repository.write("target/xtask-undo/000000", "r\0/nowhere/file\0content");
    let run = repository.xtask(&["generate", "--check"]);
    let expected =
        "warning: an interrupted command was changing this repository; `cargo xtask generate` undoes its changes\n";
    assert_eq!((run.code, run.err.as_str()), (0, expected));
}

#[test]
fn a_missing_crate_is_one_line() {
    let repository = repository();
    repository.write("discovery/notes-v1.json", &notes("v1", "20260101").to_string());
    repository.write("discovery/bindings.toml", "[notes-v1]\ndocument = \"notes-v1.json\"\n");
    let run = repository.xtask(&["generate", "--check"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.err, @r"
    notes-v1: generated/notes-v1 is missing (5 files)
    run `cargo xtask generate notes-v1` and review the difference
    ");
    let run = repository.xtask(&["generate"]);
    insta::assert_snapshot!(run.out, @"created notes-v1: 2 methods, 2 messages, 0 enums in generated/notes-v1 (5 files)");
    fs::remove_file(repository.root().join("generated/notes-v1/src/lib.rs")).expect("removed");
    let run = repository.xtask(&["generate"]);
    insta::assert_snapshot!(run.out, @"updated notes-v1: 2 methods, 2 messages, 0 enums in generated/notes-v1 (1 file written, 4 unchanged)");
}
