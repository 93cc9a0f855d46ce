//! Runs Python 3 and its pip, as found on the path.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// Returns a command that runs Python without the packages of the user's `PYTHONPATH`.
pub(super) fn command() -> Command {
    let mut python = Command::new(NAME);
    python.env_remove("PYTHONPATH");
    python
}

/// Returns the second number of the version of Python: 11 for Python 3.11.
pub(super) fn minor_version() -> Result<u32, Failure> {
    let output = run("Python", ["-c", "import sys; print(sys.version_info[1])"].map(OsStr::new))?;
    let version = output.trim().parse();
    version.map_err(|_| Failure::Usage(format!("`{NAME}` printed `{}` instead of its version", output.trim())))
}

/// Runs Python to install or inspect `what`, and returns its output.
pub(super) fn run<'a>(what: &str, arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<String, Failure> {
    let output = command().args(arguments).output().map_err(Failure::io(Path::new(NAME), "cannot be run"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let help = "help: install Python 3 with pip, and check that the package index is reachable";
    Err(Failure::Usage(format!("{what} cannot be installed:\n{}\n  {help}", stderr.trim())))
}

/// Installs packages into `folder`, unless it exists. The requirements must pin every file by its
/// hash.
///
/// Installs into a temporary directory first, so that an interrupted run leaves no incomplete
/// folder.
pub(super) fn install(what: &str, requirements: &Path, folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(Failure::io(parent, "cannot be created"))?;
    let temporary = tempfile::tempdir_in(parent).map_err(Failure::io(parent, "cannot be written to"))?;
    let packages = temporary.path().join("packages");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
    // The requirements are complete for every version of Python, and no package may run code during
    // the installation.
    let strict = ["--no-deps", "--only-binary=:all:"];
    let paths = [OsStr::new("--target"), packages.as_os_str(), OsStr::new("--requirement"), requirements.as_os_str()];
    run(what, pip.iter().chain(&strict).map(OsStr::new).chain(paths))?;
    move_into_place(&packages, folder)
}

/// Renames a finished directory.
pub(super) fn move_into_place(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(Failure::io(to, "cannot be created"))
}

/// Returns the path of a folder for packages that depends on the version of Python, because some
/// packages are compiled, and on the requirements.
pub(super) fn packages_folder(parent: &Path, requirements: &Path) -> Result<PathBuf, Failure> {
    let requirements = discovery_codegen::output::read(requirements)?;
    let version = run("Python", [OsStr::new("-VV")])?;
    Ok(parent.join(format!("python-{:016x}", super::random::hash(&format!("{version}{requirements}")))))
}

const NAME: &str = if cfg!(windows) { "python" } else { "python3" };
