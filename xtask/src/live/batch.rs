//! `cargo xtask live batch`: batches of the crate of tasks.v1 against a server made of Python's own parser of MIME, next to
//! batches of Google's Python client.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::google_client;
use discovery_codegen::output::Plan;

use crate::failure::Failure;
use crate::{corpus, place, python, scratch};

/// The program that uses the crate of tasks.v1.
const BATCH: &str = include_str!("../../../tests/live/batch.rs");

/// Generates, compiles, and has Python compare.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let out = place::root().join("target/live/batch");
    let document = corpus::folder()?.join("tasks.v1.json");
    scratch::generate(&document, "tasks.v1", &out, &[])?;
    let files = BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest()),
        ("src/main.rs".to_owned(), format!("// {}\n\n{BATCH}", discovery_codegen::MARK)),
    ]);
    Plan::new(&out, &files)?.apply()?;
    scratch::lock(&out)?;
    let built = scratch::cargo(&out).args(["build", "--quiet"]).status();
    if !built.map_err(Failure::io(&out, "cargo cannot be run here"))?.success() {
        return Ok(ExitCode::from(1));
    }
    let packages = google_client::packages()?;
    let script = place::root().join("tests/live/batch.py");
    let seed = fastrand::u32(..);
    println!("seed {seed}");
    let mut python = python::command();
    python.env("PYTHONPATH", packages).arg(&script).arg(document);
    python.arg(out.join("target/debug").join(format!("live-batch{}", std::env::consts::EXE_SUFFIX)));
    let status = python.arg(seed.to_string()).status().map_err(Failure::io(&script, "cannot be run"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn manifest() -> String {
    format!(
        "# {}\n\n[package]\nname = \"live-batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         tasks-v1 = {{ path = \"crates/tasks.v1\" }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\", \"time\"] }}\n",
        discovery_codegen::MARK
    )
}
