//! `cargo xtask live storage`: the crate of storage.v1 against a server that nobody here wrote.

mod emulator;

use std::collections::BTreeMap;
use std::process::ExitCode;

use discovery_codegen::{ClientSource, Options};

use crate::failure::Failure;
use crate::output::Plan;
use crate::{corpus, place, scratch};
use emulator::Emulator;

/// The program that uses the crate of storage.v1.
const STORAGE: &str = include_str!("../../../tests/live/storage.rs");

/// Generates, compiles and runs it against an emulator of Cloud Storage.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let out = place::root().join("target/live/storage");
    let path = corpus::folder()?.join("storage.v1.json");
    let text = std::fs::read_to_string(&path).map_err(Failure::io(&path, "cannot be read"))?;
    let folder = out.join("crates/storage-v1");
    let client = place::dependency_path(&folder, &place::root().join("client"));
    let options =
        Options::default().client(ClientSource::Path(client)).method("storage.buckets.*").method("storage.objects.*");
    let generated =
        discovery_codegen::generate(&text, &options).map_err(|error| Failure::Document(path.clone(), error))?;
    Plan::new(&folder, &generated.files)?.apply()?;
    let files = BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest()),
        ("src/main.rs".to_owned(), format!("// {}\n\n{STORAGE}", discovery_codegen::MARK)),
    ]);
    Plan::new(&out, &files)?.apply()?;
    scratch::lock(&out)?;
    let emulator = Emulator::start(&out)?;
    let status = scratch::cargo(&out)
        .args(["run", "--quiet", "--", &emulator.url()])
        .status()
        .map_err(Failure::io(&out, "cargo cannot be run here"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn manifest() -> String {
    format!(
        "# {}\n\n[package]\nname = \"live-storage\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         storage-v1 = {{ path = \"crates/storage-v1\" }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\", \"time\"] }}\n",
        discovery_codegen::MARK
    )
}
