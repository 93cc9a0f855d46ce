//! Runs Node.js and its npm, if they are on the path.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::python::move_into_place;
use super::random;
use crate::failure::Failure;

/// Returns a command that runs Node.js.
pub(super) fn command() -> Command {
    Command::new("node")
}

/// Returns the first number of the version of Node.js, or `None` if it or its npm is not installed.
pub(super) fn major_version() -> Option<u32> {
    let output = |command: &mut Command| command.arg("--version").output().ok().filter(|run| run.status.success());
    output(&mut Command::new(NPM))?;
    let version = String::from_utf8(output(&mut command())?.stdout).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the packages that `package-lock.json` in the folder `lock` pins by their hashes, below
/// `parent`. Returns their folder.
pub(super) fn install(what: &str, lock: &Path, parent: &Path) -> Result<PathBuf, Failure> {
    let files = ["package.json", "package-lock.json"];
    let texts = files.map(|file| discovery_codegen::output::read(lock.join(file)));
    let [manifest, pins] = texts;
    let texts = [manifest?, pins?];
    let folder = parent.join(format!("node-{:016x}", random::hash(&texts.concat())));
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(parent).map_err(Failure::io(parent, "cannot be created"))?;
    let temporary = tempfile::tempdir_in(parent).map_err(Failure::io(parent, "cannot be written to"))?;
    let packages = temporary.path().join("packages");
    fs::create_dir(&packages).map_err(Failure::io(&packages, "cannot be created"))?;
    for (file, text) in files.iter().zip(&texts) {
        let path = packages.join(file);
        fs::write(&path, text).map_err(Failure::io(&path, "cannot be written"))?;
    }
    // No package may run code during the installation.
    let mut npm = Command::new(NPM);
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).current_dir(&packages);
    let output = npm.output().map_err(Failure::io(Path::new(NPM), "cannot be run"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let help = "help: check that the package registry is reachable";
        return Err(Failure::Usage(format!("{what} cannot be installed:\n{}\n  {help}", stderr.trim())));
    }
    move_into_place(&packages, &folder)?;
    Ok(folder)
}

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
