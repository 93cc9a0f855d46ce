//! Python packages that the suites need, installed below `target/`.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::verify::python;

/// Returns the folder with Google's Python client and its dependencies. Installs them if needed.
pub(super) fn client(root: &Path) -> Result<PathBuf, Failure> {
    installed(root, "google-client", "Google's Python client", "python-client/requirements.txt")
}

/// Returns the folder with an emulator and its dependencies. Installs them if needed.
pub(super) fn emulator(root: &Path, name: &str) -> Result<PathBuf, Failure> {
    let requirements = format!("emulators/requirements/{name}.txt");
    installed(root, &format!("{name}-emulator"), &format!("the emulator `{name}`"), &requirements)
}

fn installed(root: &Path, folder: &str, what: &str, requirements: &str) -> Result<PathBuf, Failure> {
    let requirements = root.join("tests/conformance").join(requirements);
    let packages = python::packages_folder(&root.join("target/conformance").join(folder), &requirements)?;
    python::install(what, &requirements, &packages)?;
    Ok(packages)
}
