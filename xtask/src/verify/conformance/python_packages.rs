//! Python packages that the suites need, installed below `target/`.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::verify::python;

/// Returns the folder with Google's Python client and its dependencies. Installs them if needed.
pub(super) fn client(root: &Path) -> Result<PathBuf, Failure> {
    installed(root, "google-client", "Google's Python client", "python-client")
}

/// Returns the folder with the Cloud Storage emulator and its dependencies. Installs them if
/// needed.
pub(super) fn storage_emulator(root: &Path) -> Result<PathBuf, Failure> {
    installed(root, "storage-emulator", "the Cloud Storage emulator", "emulators")
}

fn installed(root: &Path, folder: &str, what: &str, suite: &str) -> Result<PathBuf, Failure> {
    let requirements = root.join("tests/conformance").join(suite).join("requirements.txt");
    let packages = python::packages_folder(&root.join("target/conformance").join(folder), &requirements)?;
    python::install(what, &requirements, &packages)?;
    Ok(packages)
}
