//! A program around generated crates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{cargo, exchange, lock, package};
use discovery_codegen::output::Plan;

use crate::failure::Failure;
use crate::place;

/// A program that was built in a workspace: its argument says which API is meant, its lines are questions and answers.
pub(crate) struct Program {
    path: PathBuf,
}

impl Program {
    /// Writes the program beside the crates that are there already, and builds both.
    pub(crate) fn build(workspace: &Path, name: &str, apis: &[&str], source: String) -> Result<Self, Failure> {
        let files = [("Cargo.toml".to_owned(), manifest(workspace, name, apis)), ("src/main.rs".to_owned(), source)];
        Plan::new(workspace, &BTreeMap::from(files))?.apply()?;
        lock(workspace)?;
        let status = cargo(workspace)
            .args(["build", "--quiet"])
            .status()
            .map_err(Failure::io(workspace, "cargo cannot be run here"))?;
        if !status.success() {
            let message = "the generated crates, or the program around them, do not compile".to_owned();
            return Err(Failure::File { path: workspace.to_owned(), message });
        }
        Ok(Self { path: workspace.join("target/debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)) })
    }

    pub(crate) fn run(&self, api: &str, input: String) -> Result<Vec<String>, Failure> {
        exchange(Command::new(&self.path).arg(api), input)
    }
}

/// Without debug information and incremental data: nobody steps through these, and they are half of the work and the disk.
fn manifest(workspace: &Path, name: &str, apis: &[&str]) -> String {
    let runtime = place::dependency_path(workspace, &place::root().join("runtime"));
    let mut text = format!(
        "# {}\n\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n\n\
         [dependencies]\ndiscovery-runtime = {{ path = {runtime:?}, default-features = false }}\n",
        discovery_codegen::MARK
    );
    for api in apis {
        let _ = writeln!(text, "{} = {{ path = \"crates/{api}\", default-features = false }}", package(api));
    }
    text
}
