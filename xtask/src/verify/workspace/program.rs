//! Driver programs that link generated crates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use super::{Workspace, exchange, package_name};
use crate::failure::Failure;

/// A compiled driver program. Its argument is the name of an API; it reads and writes one line per
/// value or call.
pub(in crate::verify) struct Program {
    path: PathBuf,
}

impl Program {
    /// Writes a program that depends on the crates `apis` of the workspace, and builds it.
    pub(in crate::verify) fn build(
        workspace: &Workspace,
        name: &str,
        apis: &[&str],
        source: String,
    ) -> Result<Self, Failure> {
        let files = [("Cargo.toml".to_owned(), manifest(workspace, name, apis)), ("src/main.rs".to_owned(), source)];
        workspace.write(&BTreeMap::from(files))?;
        if !workspace.build([])? {
            let message = "the generated crates or their driver do not compile".to_owned();
            return Err(Failure::File { path: workspace.folder().to_owned(), message });
        }
        Ok(Self { path: workspace.program(name) })
    }

    /// Runs the program for an API and returns the lines of its output.
    pub(in crate::verify) fn run(&self, api: &str, input: String) -> Result<Vec<String>, Failure> {
        exchange(Command::new(&self.path).arg(api), input)
    }
}

/// Returns the manifest of a program. Debug information and incremental data are not needed, and
/// account for half of the build time and disk space.
fn manifest(workspace: &Workspace, name: &str, apis: &[&str]) -> String {
    let drivers = workspace.root.join("tests/drivers").to_string_lossy().replace('\\', "/");
    let mut text = format!(
        "# {}\n\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n\n\
         [dependencies]\ndiscovery-drivers = {{ path = {drivers:?} }}\n",
        discovery_codegen::MARK
    );
    for api in apis {
        let _ = writeln!(text, "{} = {{ path = \"generated/{api}\", default-features = false }}", package_name(api));
    }
    text
}
