//! The Rust blocks of README.md compile. There are three kinds of blocks, each with the info string
//! `rust`:
//!
//! * a program, which has a function `main`, is compiled unchanged
//! * statements are compiled in an async function that returns a `Result`; an HTML comment
//!   `<!-- hidden: … -->` directly above the block holds Rust lines that precede it, e.g. imports
//! * an excerpt, below `<!-- excerpt of PATH -->`, consists of lines of that file of this
//!   repository, in the same order. CI compiles the file itself.
//!
//! Blocks can use tokio, `games_v1`, and a crate for each document in `tests/readme`. These
//! documents contain the parts of real APIs that the blocks mention, without descriptions.

mod blocks;

use std::fs;

use blocks::{Block, Kind};
use discovery_codegen::{Generated, Options, RuntimeSource, generate};
use discovery_tests::compile::{Workspace, root, stderr};
use serde_json::Value;

const MANIFEST: &str = r#"
[package]
name = "readme"
edition = "2024"

[dependencies]
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#;

/// Returns the names and the texts of the documents in `tests/readme`.
fn documents() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join("tests/readme")).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("the folder is readable").path());
    paths
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("the document is readable"))
        })
        .collect()
}

/// Generates the crates that the blocks use.
fn crates() -> Vec<Generated> {
    let runtime = RuntimeSource::Path(root().join("runtime").to_string_lossy().into_owned());
    let options = Options::default().runtime(runtime);
    let games = fs::read_to_string(root().join("discovery/games-v1.json")).expect("the document is readable");
    let games = generate(&games, &options.clone().method("games.rooms.leave"));
    let others = documents().into_iter().map(|(_, document)| generate(&document, &options));
    others.chain([games]).map(|generated| generated.expect("the document is valid")).collect()
}

/// Returns a crate with an example for each block, named after the block's line in README.md.
fn examples(blocks: &[Block], crates: &[Generated]) -> Generated {
    let mut manifest = MANIFEST.to_owned();
    for generated in crates {
        let name = &generated.package;
        manifest.push_str(&format!("{name} = {{ path = \"../{name}\" }}\n"));
    }
    let mut examples = Generated::default();
    examples.package = "readme".to_owned();
    examples.files.insert("Cargo.toml".to_owned(), manifest);
    examples.files.insert("src/lib.rs".to_owned(), String::new());
    for block in blocks {
        let source = match &block.kind {
            Kind::Program => block.code.clone(),
            Kind::Statements { hidden } => format!(
                "#![allow(unused)]\n\nasync fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
                 {hidden}{}\nOk(())\n}}\n\nfn main() {{}}\n",
                block.code
            ),
            Kind::Excerpt { .. } => continue,
        };
        examples.files.insert(format!("examples/line_{}.rs", block.line), source);
    }
    examples
}

#[test]
fn rust_blocks_compile() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md is readable");
    let blocks = blocks::parse(&readme).unwrap_or_else(|error| panic!("README.md:{error}"));
    assert!(!blocks.is_empty(), "README.md has no Rust blocks");
    for block in &blocks {
        if let Kind::Excerpt { path } = &block.kind {
            let file = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            let missing = blocks::missing_line(&block.code, &file);
            assert_eq!(missing, None, "README.md:{}: not a line of {path}, or out of order", block.line);
        }
    }

    let mut workspace = Workspace::new("readme").expect("the folder is writable");
    let crates = crates();
    for generated in crates.iter().chain([&examples(&blocks, &crates)]) {
        workspace.add(generated).expect("the crate is written");
    }
    let arguments = ["check", "--package", "readme", "--examples", "--keep-going"];
    let output = workspace.cargo(&arguments).expect("cargo starts");
    assert!(output.status.success(), "a Rust block of README.md does not compile:\n{}", stderr(&output));
}

/// Blocks are compiled against the documents in `tests/readme`, so these must not contain anything
/// that the real APIs lack.
#[test]
#[ignore = "needs the documents that `cargo xtask verify corpus` downloads"]
fn documents_are_parts_of_real_documents() {
    fn assert_part(part: &Value, whole: Option<&Value>, pointer: &str) {
        match (part, whole) {
            (Value::Object(part), Some(Value::Object(whole))) => {
                for (key, value) in part {
                    assert_part(value, whole.get(key), &format!("{pointer}/{key}"));
                }
            }
            (part, whole) => assert_eq!(Some(part), whole, "{pointer}"),
        }
    }
    let corpus = root().join("target/corpus/googleapiclient/discovery_cache/documents");
    for (name, document) in documents() {
        let real = corpus.join(format!("{}.json", name.replace('-', ".")));
        let real = fs::read_to_string(&real).unwrap_or_else(|error| panic!("{}: {error}", real.display()));
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("valid JSON");
        assert_part(&json(&document), Some(&json(&real)), &name);
    }
}
