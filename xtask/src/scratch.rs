//! Workspaces below `target/` in which generated crates are compiled.

mod pipe;
mod program;

use std::path::Path;
use std::process::Command;

use discovery_codegen::{Generated, Options, RuntimeSource};
use serde_json::Value;

use discovery_codegen::output::Plan;

use crate::failure::Failure;
use crate::place;

pub(crate) use pipe::exchange;
pub(crate) use program::Program;

/// A document and the crate that was made of it.
pub(crate) struct Specimen {
    pub(crate) document: Value,
    pub(crate) generated: Generated,
}

/// Generates the crate of a document into the workspace, under `crates/` and this name; with these methods, or all without any.
pub(crate) fn generate(document: &Path, name: &str, workspace: &Path, methods: &[&str]) -> Result<Specimen, Failure> {
    let text = discovery_codegen::output::read(document)?;
    let folder = workspace.join("crates").join(name);
    let runtime = place::dependency_path(&folder, &place::root().join("runtime"));
    let options = Options::default().runtime(RuntimeSource::Path(runtime)).package(package(name));
    let options = methods.iter().fold(options, |options, method| options.method(*method));
    let generated = discovery_codegen::generate(&text, &options)
        .map_err(|error| Failure::Document(place::shown(document), error))?;
    Plan::new(&folder, &generated.files)?.apply()?;
    let parsed = serde_json::from_str(&text);
    let document = parsed.map_err(|error| Failure::File { path: document.to_owned(), message: error.to_string() })?;
    Ok(Specimen { document, generated })
}

/// The name of a crate made from this file: a folder may hold one API under two names.
pub(crate) fn package(document: &str) -> String {
    document.to_lowercase().replace(['.', ' '], "-")
}

/// Gives the workspace the repository's versions, unless it has some; cargo adds the crates themselves.
pub(crate) fn lock(folder: &Path) -> Result<(), Failure> {
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        std::fs::copy(place::root().join("Cargo.lock"), &lock).map_err(Failure::io(&lock, "cannot be written"))?;
    }
    Ok(())
}

/// The cargo that runs us, in this workspace and with a target folder of its own.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    cargo
}

/// The documents that a list names, one a line without `.json`; `#` starts a remark.
pub(crate) fn listed(path: &Path) -> Result<Vec<String>, Failure> {
    let text = discovery_codegen::output::read(path)?;
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(names.map(str::to_owned).collect())
}
