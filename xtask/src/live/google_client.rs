//! Google's own Python client, below `target/`: every file that pip puts there is one of `tests/live/requirements.txt`.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::sample::hash;
use crate::{place, python};

/// The folder with it and what it needs. Installs it, unless it is there: for this version of Python, since some packages are
/// compiled.
pub(super) fn packages() -> Result<PathBuf, Failure> {
    let workspace = place::root().join("target/live/google-client");
    let list = place::root().join("tests/live/requirements.txt");
    let text = discovery_codegen::output::read(&list)?;
    let version = python::run("Python", [OsStr::new("-VV")])?;
    let packages = workspace.join(format!("python-{:016x}", hash(&format!("{version}{text}"))));
    if packages.is_dir() {
        return Ok(packages);
    }
    fs::create_dir_all(&workspace).map_err(Failure::io(&workspace, "cannot be made"))?;
    let scratch = tempfile::tempdir_in(&workspace).map_err(Failure::io(&workspace, "cannot be written to"))?;
    let unfinished = scratch.path().join("packages");
    // The list is complete whatever the version of Python, and nothing of it is run before it is asked something.
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    let strict = ["--no-deps", "--only-binary=:all:", "--require-hashes"];
    python::run(
        "Google's Python client",
        pip.iter().chain(&strict).map(OsStr::new).chain([
            OsStr::new("--target"),
            unfinished.as_os_str(),
            OsStr::new("--requirement"),
            list.as_os_str(),
        ]),
    )?;
    // Whole or not at all: an interrupted run leaves nothing that looks finished.
    fs::rename(&unfinished, &packages).map_err(Failure::io(&packages, "cannot be put in place"))?;
    Ok(packages)
}
